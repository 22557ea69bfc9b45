#include "models/jobs/KeptBody.h"

#include <QCoreApplication>
#include <QFile>

#include "models/base/Gzip.h"
#include "models/base/WholeFile.h"
#include "models/data/ResultStore.h"
#include "models/read/BodyReader.h"

namespace courier {
namespace {

struct KeptBodyTr {
  Q_DECLARE_TR_FUNCTIONS(KeptBody)
};

/// So much of a packed file holds gzip's own parts.
constexpr qint64 leastPacked = 1024;

Expected<void> open(QFile& file) {
  if (!file.exists()) {
    return Error::notFound(KeptBodyTr::tr("The body is no longer kept on this computer."), file.fileName());
  }
  if (!file.open(QIODevice::ReadOnly)) {
    return Error::of(ErrorKind::Storage, KeptBodyTr::tr("The body could not be read: %1.").arg(file.errorString()),
                     file.fileName());
  }
  return {};
}

Expected<void> readInto(ResultStore& rows, const ComparedBody& body, const CancelToken& cancel) {
  BodyReadOptions options;
  options.columns = body.columns;
  options.cancel = cancel;
  return readBody(body.path, body.form, rows, options);
}

}  // namespace

Expected<BodyBeginning> readBodyBeginning(const QString& path, qint64 limit, const BodyOptions& form) {
  QFile file(path);
  if (auto opened = open(file); !opened) return opened.error();
  BodyBeginning beginning;
  beginning.totalBytes = file.size();
  if (form.gzip) {
    // What cannot be packed grows by far less than an eighth.
    if (const auto unpacked = gunzipBeginning(file.read(limit + limit / 8 + leastPacked), limit)) {
      beginning.bytes = unpacked->bytes;
      beginning.isUnpacked = true;
      beginning.isCut = !unpacked->complete;
      return beginning;
    }
    file.seek(0);
  }
  beginning.bytes = file.read(limit);
  beginning.isCut = beginning.bytes.size() < beginning.totalBytes;
  return beginning;
}

Expected<void> copyBody(const QString& path, const QString& to) {
  QFile from(path);
  if (auto opened = open(from); !opened) return opened.error();
  WholeFile copy(to);
  if (auto opened = copy.open(); !opened) return opened;
  while (!from.atEnd()) {
    const QByteArray piece = from.read(qint64{1} << 20);
    if (piece.isEmpty()) {
      return Error::of(ErrorKind::Storage, KeptBodyTr::tr("The body could not be read: %1.").arg(from.errorString()),
                       path);
    }
    if (auto written = copy.write(piece); !written) return written;
  }
  return copy.commit();
}

Expected<std::shared_ptr<const ResultDiff>> compareBodies(const ComparedBody& older, ResultStore& olderRows,
                                                          const ComparedBody& newer, ResultStore& newerRows,
                                                          const CancelToken& cancel) {
  if (auto read = readInto(olderRows, older, cancel); !read) {
    Error error = read.error();
    if (error.kind != ErrorKind::Cancelled) {
      error.message = KeptBodyTr::tr("The body that was delivered before: %1").arg(error.message);
    }
    return error;
  }
  if (auto read = readInto(newerRows, newer, cancel); !read) return read.error();
  DiffRequest request;
  request.cancel = cancel;
  auto diff = diffResults(olderRows, newerRows, request);
  if (!diff) return diff.error();
  return std::make_shared<const ResultDiff>(std::move(*diff));
}

}  // namespace courier
