#include "widgets/common/FileQuestion.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>
#include <QStandardPaths>

#include "models/storage/Settings.h"

namespace courier {
namespace {

const QString kFolderKey = QStringLiteral("files/folder");

struct LastFolder {
  QPointer<Settings> settings;
  QString path;
};

LastFolder& lastFolder() {
  static LastFolder last;
  return last;
}

QString folderToBeginIn(const FileQuestion& question) {
  for (const QString& path :
       {question.present.isEmpty() ? QString() : QFileInfo(question.present).absolutePath(), lastFolder().path}) {
    if (!path.isEmpty() && QFileInfo(path).isDir()) return path;
  }
  return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

void remember(const QString& file) {
  LastFolder& last = lastFolder();
  last.path = QFileInfo(file).absolutePath();
  if (last.settings) last.settings->setValue(kFolderKey, last.path);
}

}  // namespace

void askForFile(QWidget* parent, const FileQuestion& question, std::function<void(const QString& file)> chosen) {
  auto* ask = new QFileDialog(parent, question.title, folderToBeginIn(question));
  ask->setAttribute(Qt::WA_DeleteOnClose);
  ask->setNameFilters(question.filters);
  if (question.name.isEmpty()) {
    ask->setFileMode(QFileDialog::ExistingFile);
    if (!question.present.isEmpty()) ask->selectFile(question.present);
  } else {
    ask->setAcceptMode(QFileDialog::AcceptSave);
    ask->setDefaultSuffix(question.suffix);
    ask->selectFile(question.name);
  }
  QObject::connect(ask, &QFileDialog::fileSelected, parent, [chosen = std::move(chosen)](const QString& file) {
    remember(file);
    chosen(file);
  });
  ask->open();
}

void keepFolderIn(Settings& settings) {
  lastFolder() = {&settings, settings.value(kFolderKey).toString()};
}

}  // namespace courier
