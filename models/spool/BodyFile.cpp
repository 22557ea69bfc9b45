#include "models/spool/BodyFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <filesystem>

#include "models/spool/SpoolSink.h"

namespace courier {

namespace {

struct BodyFileTr {
  Q_DECLARE_TR_FUNCTIONS(BodyFile)
};

}  // namespace

Expected<void> saveBodyFile(const ResultStore& result, qint64 rowCap, const BodyOptions& form, const QString& path) {
  const auto failed = [&path](const QString& detail) {
    return Error::of(
        ErrorKind::Storage,
        BodyFileTr::tr("The body could not be saved as %1. Choose another place.").arg(QDir::toNativeSeparators(path)),
        detail);
  };
  // In the same folder, so that the whole file takes its place in one step.
  const QTemporaryDir folder(QFileInfo(path).absolutePath() + QStringLiteral("/.body-XXXXXX"));
  if (!folder.isValid()) return failed(folder.errorString());
  SpoolOptions options;
  options.rowCap = rowCap;
  options.body = form;
  SpoolSink sink(folder.path(), options);
  if (auto replayed = result.replay(sink, rowCap); !replayed) return replayed.error();
  const auto file = sink.finish();
  if (!file) return failed(file.error().message);
  std::error_code problem;
  std::filesystem::rename(QFileInfo(folder.filePath(file->name)).filesystemAbsoluteFilePath(),
                          QFileInfo(path).filesystemAbsoluteFilePath(), problem);
  if (problem) return failed(QString::fromStdString(problem.message()));
  return {};
}

}  // namespace courier
