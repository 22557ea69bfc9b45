#include "models/read/ResultBodyReader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include "models/read/BodySource.h"
#include "models/read/ResultRowsReader.h"

namespace courier {

namespace {

struct ResultBodyReaderTr {
  Q_DECLARE_TR_FUNCTIONS(ResultBodyReader)
};

}  // namespace

Expected<void> readResultBody(const QString& path, BatchSink& sink) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
    return Error::of(ErrorKind::Storage,
                     ResultBodyReaderTr::tr("The stored result “%1” could not be opened. Run the query again.")
                         .arg(QDir::toNativeSeparators(path)),
                     file.errorString());
  }
  const auto damaged = [&path](const QString& detail) {
    return Error::of(ErrorKind::Storage,
                     ResultBodyReaderTr::tr("The stored result “%1” is damaged. Run the query again.")
                         .arg(QDir::toNativeSeparators(path)),
                     detail);
  };
  BodySource source(file, BodySource::Packing::None, 0);
  ResultRowsReader reader(sink, 0);
  const auto asOfThisFile = [&](const Expected<void>& done) -> Expected<void> {
    if (done || reader.damage().isEmpty()) return done;
    return damaged(reader.damage());
  };
  for (;;) {
    const auto piece = source.next();
    if (!piece) return damaged(piece.error().detail);
    if (piece->empty()) break;
    if (auto taken = asOfThisFile(reader.take(*piece)); !taken) return taken;
  }
  return asOfThisFile(reader.finish());
}

}  // namespace courier
