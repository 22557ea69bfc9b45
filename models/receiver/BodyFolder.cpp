#include "models/receiver/BodyFolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include "models/base/FileSync.h"
#include "models/base/PrivateFiles.h"
#include "models/base/WholeFile.h"
#include "models/receiver/ReceivedBody.h"

namespace courier {

namespace {

struct BodyFolderTr {
  Q_DECLARE_TR_FUNCTIONS(BodyFolder)
};

constexpr qsizetype maxStemLength = 80;
constexpr int maxCopies = 10'000;

bool isPlainNameByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}

Error cannotSave(const QString& path, const QString& detail) {
  return {ErrorKind::Storage,
          BodyFolderTr::tr("The body could not be saved as %1. Check that the folder exists, that you may write there "
                           "and that the disk has room.")
              .arg(QDir::toNativeSeparators(path)),
          detail, std::nullopt};
}

}  // namespace

QString BodyFolder::stemFor(int number, const QByteArray& requestTarget) {
  QByteArray path = requestTarget.split('?').constFirst();
  if (const qsizetype scheme = path.indexOf("://"); scheme >= 0 && !path.startsWith('/')) {
    const qsizetype slash = path.indexOf('/', scheme + 3);
    path = slash < 0 ? QByteArray() : path.mid(slash);
  }
  for (const char* ending : {".gz", ".json", ".ndjson", ".jsonl", ".csv"}) {
    if (path.toLower().endsWith(ending)) path.chop(static_cast<qsizetype>(qstrlen(ending)));
  }
  QByteArray name;
  for (const char c : std::as_const(path)) {
    if (isPlainNameByte(c)) {
      name += c;
    } else if (!name.isEmpty() && !name.endsWith('-')) {
      name += '-';
    }
  }
  name = name.left(maxStemLength);
  // Dots at an edge hide a file on one system and are dropped by another.
  const auto isEdge = [](char c) { return c == '-' || c == '.'; };
  while (!name.isEmpty() && isEdge(name.back())) name.chop(1);
  while (!name.isEmpty() && isEdge(name.front())) name.remove(0, 1);
  const QString digits = QStringLiteral("%1").arg(number, 4, 10, QLatin1Char('0'));
  return name.isEmpty() ? digits : digits + u'-' + QString::fromLatin1(name);
}

QString BodyFolder::endingFor(const HttpRequest& request) {
  const QByteArray type = request.header("Content-Type").split(';').constFirst().trimmed().toLower();
  QString ending = QStringLiteral(".bin");
  if (type.isEmpty() || type.endsWith("json")) ending = QStringLiteral(".json");
  if (isJsonLinesType(type)) ending = QStringLiteral(".ndjson");
  if (type == "text/csv") ending = QStringLiteral(".csv");
  if (request.headerHasToken("Content-Encoding", "gzip") || request.headerHasToken("Content-Encoding", "x-gzip"))
    ending += QStringLiteral(".gz");
  return ending;
}

Expected<QString> BodyFolder::save(int number, const HttpRequest& request) const {
  const QDir folder(m_folder);
  if (!folder.exists()) {
    if (const auto made = makePrivateFolder(m_folder); !made) return made.error();
  }
  const QString stem = stemFor(number, request.target);
  const QString ending = endingFor(request);
  // An empty file, its owner's alone, holds the name until the body takes its place.
  QFile file(folder.filePath(stem + ending));
  for (int copy = 2; !file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnlyFile); ++copy) {
    if (!file.exists() || copy > maxCopies) return cannotSave(file.fileName(), file.errorString());
    file.setFileName(folder.filePath(QStringLiteral("%1-%2%3").arg(stem).arg(copy).arg(ending)));
  }
  file.close();
  if (const auto written = writeWholeFile(file.fileName(), request.body); !written) {
    file.remove();
    return cannotSave(file.fileName(), written.error().detail);
  }
  return file.fileName();
}

}  // namespace courier
