#include "widgets/jobs/HistoryMenu.h"

#include <QDateTime>
#include <QDir>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "models/base/WhenDone.h"
#include "models/base/WholeFile.h"
#include "models/base/Wording.h"
#include "models/base/WorkerThread.h"
#include "models/data/ResultStore.h"
#include "models/jobs/JobRecord.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/FileQuestion.h"
#include "widgets/common/Icons.h"

namespace courier {
namespace {

QString bodiesText(int bodies, qint64 bytes) {
  return HistoryMenu::tr("%1, %2", "3 bodies, 41 MB")
      .arg(HistoryMenu::tr("%Ln body(s)", nullptr, bodies), sizeText(bytes));
}

/// How many lines were written. Blocks.
Expected<qint64> writeRecord(JobStore& jobs, const QString& path) {
  ResultStore record(QDir::tempPath());
  auto reading = jobs.readRecord(record, 0);
  reading.waitForFinished();
  if (const auto read = reading.result(); !read) return read.error();
  WholeFile file(path);
  if (const auto opened = file.open(); !opened) return opened.error();
  if (const auto written = jobrecord::writeCsv(record, file.device()); !written) return written.error();
  if (const auto committed = file.commit(); !committed) return committed.error();
  return record.rowCount();
}

}  // namespace

HistoryMenu::HistoryMenu(JobStore& jobs, const Clock& clock, QWidget* parent)
    : QWidget(parent), m_jobs(jobs), m_clock(clock) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* button = new QToolButton(this);
  button->setObjectName(QStringLiteral("more"));
  button->setIcon(icon(QStringLiteral("more")));
  button->setToolTip(tr("Record and kept bodies"));
  button->setAccessibleName(button->toolTip());
  button->setFocusPolicy(Qt::TabFocus);
  button->setPopupMode(QToolButton::InstantPopup);
  layout->addWidget(button);
  auto* menu = new QMenu(button);
  connect(menu->addAction(tr("&Export the record as CSV…")), &QAction::triggered, this, &HistoryMenu::exportRecord);
  m_delete = menu->addAction(icon(QStringLiteral("trash"), IconTone::Bad), tr("&Delete kept bodies now…"));
  m_delete->setEnabled(false);
  connect(m_delete, &QAction::triggered, this, &HistoryMenu::askDelete);
  button->setMenu(menu);
}

HistoryMenu::~HistoryMenu() {
  m_export.waitForFinished();
}

void HistoryMenu::setBodyDeleter(DeleteBodies deleter) {
  m_deleter = std::move(deleter);
  m_delete->setEnabled(static_cast<bool>(m_deleter));
}

void HistoryMenu::exportRecord() {
  FileQuestion question;
  question.title = tr("Export the record");
  question.filters = QStringList{tr("CSV (*.csv)"), tr("All files (*)")};
  question.suffix = QStringLiteral("csv");
  const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock.nowMs()).date();
  question.name = QStringLiteral("query-courier-record-%1.csv").arg(today.toString(Qt::ISODate));
  askForFile(this, question, [this](const QString& file) { exportRecordTo(file); });
}

void HistoryMenu::exportRecordTo(const QString& path) {
  m_export.waitForFinished();
  m_export = runInBackground([&jobs = m_jobs, path] { return writeRecord(jobs, path); });
  whenDone(m_export, this, [this, path](const Expected<qint64>& lines) {
    if (!lines) {
      Q_EMIT failed(lines.error().message);
      return;
    }
    Q_EMIT told(tr("%Ln line(s) of the record were saved as %1.", nullptr, static_cast<int>(*lines))
                    .arg(QDir::toNativeSeparators(path)));
  });
}

void HistoryMenu::askDelete() {
  RetentionRule rule;
  rule.everything = true;
  whenDone(m_jobs.releasableBodies(rule), this, [this](const Expected<ReleasedBodies>& going) {
    if (!going) {
      Q_EMIT failed(going.error().message);
      return;
    }
    if (going->names.isEmpty()) {
      Q_EMIT told(tr("There is no body to delete: deliveries that wait or are held still need theirs."));
      return;
    }
    auto* ask =
        new ConfirmDialog(tr("Delete the kept bodies?"),
                          tr("Deleted from this computer: %1. The history stays, but you can no longer open these "
                             "results or send them again. Deliveries that wait or are held keep their bodies.")
                              .arg(bodiesText(static_cast<int>(going->names.size()), going->bytes)),
                          tr("Delete"), this);
    connect(ask, &ConfirmDialog::accepted, this, &HistoryMenu::deleteNow);
    ask->open();
  });
}

void HistoryMenu::deleteNow() {
  if (!m_deleter) return;
  whenDone(m_deleter(), this, [this](const Expected<DeletedBodies>& deleted) {
    if (!deleted) {
      Q_EMIT failed(deleted.error().message);
      return;
    }
    Q_EMIT told(tr("Deleted: %1.", "3 bodies, 41 MB").arg(bodiesText(deleted->bodies, deleted->bytes)));
  });
}

}  // namespace courier
