#include "widgets/jobs/BodySaving.h"

#include <QCoreApplication>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/jobs/KeptBody.h"
#include "widgets/common/FileQuestion.h"

namespace courier {
namespace {

QString said(const char* text) {
  return QCoreApplication::translate("BodySaving", text);
}

/// ".csv.gz"
QString savedSuffix(const BodyOptions& form) {
  QString suffix = QStringLiteral(".json");
  if (form.format == BodyFormat::Lines) suffix = QStringLiteral(".jsonl");
  if (form.format == BodyFormat::Csv) suffix = QStringLiteral(".csv");
  return form.gzip ? suffix + QStringLiteral(".gz") : suffix;
}

QString fileFilter(const BodyOptions& form) {
  if (form.gzip) return said(QT_TRANSLATE_NOOP("BodySaving", "gzip (*.gz)"));
  switch (form.format) {
    case BodyFormat::Csv:
      return said(QT_TRANSLATE_NOOP("BodySaving", "CSV (*.csv)"));
    case BodyFormat::Lines:
      return said(QT_TRANSLATE_NOOP("BodySaving", "JSON lines (*.jsonl)"));
    case BodyFormat::Result:
    case BodyFormat::Objects:
      break;
  }
  return said(QT_TRANSLATE_NOOP("BodySaving", "JSON (*.json)"));
}

}  // namespace

QString suggestedBodyName(const BodySubject& subject) {
  return QStringLiteral("job-%1").arg(subject.job.value) + savedSuffix(subject.body.form);
}

void askWhereToSave(const BodySubject& subject, QWidget* parent, std::function<void(const QString& path)> chosen) {
  FileQuestion question;
  question.title = said(QT_TRANSLATE_NOOP("BodySaving", "Save the body"));
  question.filters = {fileFilter(subject.body.form), said(QT_TRANSLATE_NOOP("BodySaving", "All files (*)"))};
  question.name = suggestedBodyName(subject);
  question.suffix = savedSuffix(subject.body.form).mid(1);
  askForFile(parent, question, std::move(chosen));
}

void saveBody(const BodySubject& subject, const QString& to, QObject* context,
              std::function<void(const Expected<void>& saved)> then) {
  whenDone(runInBackground([from = subject.body.path, to] { return copyBody(from, to); }), context, std::move(then));
}

}  // namespace courier
