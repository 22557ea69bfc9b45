#include "models/spool/SpoolSink.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <algorithm>
#include <optional>
#include <utility>

#include "models/base/FileSync.h"
#include "models/data/ColumnTyper.h"
#include "models/data/RowFile.h"
#include "models/spool/PartFile.h"
#include "models/write/BodyWriter.h"

namespace courier {
namespace {

struct SpoolSinkTr {
  Q_DECLARE_TR_FUNCTIONS(SpoolSink)
};

Error misfit(const Column& column) {
  return {ErrorKind::Internal,
          SpoolSinkTr::tr(
              "Column \"%1\" contains a value that does not fit its type, %2: convert it in the SQL text, with CAST.")
              .arg(column.name, columnTypeName(column.type, column.element)),
          {},
          {}};
}

}  // namespace

struct SpoolSink::State {
  State(QString spoolFolder, SpoolOptions spoolOptions)
      : folder(std::move(spoolFolder)),
        options(spoolOptions),
        kept(folder, options.memoryLimit),
        file(std::in_place, folder, bodyFileSuffix(options.body),
             options.body.gzip ? PartFile::Packing::Gzip : PartFile::Packing::None) {}

  Expected<void> begin(const Columns& columns);
  Expected<void> append(const ColumnBatchPtr& batch);
  Expected<SpoolFile> finish();
  Expected<void> encode(const ColumnBatch& batch, int rowCount);
  Expected<void> encodeAgain();
  [[nodiscard]] bool mayWiden() const;
  /// After an Error the file goes at once, and the same Error answers every further call.
  template <class Value>
  Expected<Value> settle(Expected<Value> result) {
    if (!result) {
      failure = result.error();
      file.reset();
      kept.clear();
    }
    return result;
  }

  QString folder;
  SpoolOptions options;
  RowFile kept;  ///< every row so far, while a column may widen; the last batch may be longer than sent
  std::optional<PartFile> file;
  std::optional<ColumnTyper> typer;
  std::unique_ptr<BodyWriter> writer;  ///< under the types of the head; none before the first rows
  bool stale = false;                  ///< it writes under types that no longer hold
  qint64 rows = 0;
  bool truncated = false;
  std::optional<Error> failure;
};

Expected<void> SpoolSink::State::begin(const Columns& columns) {
  if (auto ready = typer ? file->startOver() : file->open(); !ready) return ready;
  typer.emplace(columns);
  writer.reset();
  kept.clear();
  stale = false;
  rows = 0;
  truncated = false;
  return {};
}

bool SpoolSink::State::mayWiden() const {
  for (int column = 0; column < typer->columns().size(); ++column) {
    if (!typer->isFinal(column)) return true;
  }
  return false;
}

Expected<void> SpoolSink::State::append(const ColumnBatchPtr& batch) {
  const qint64 room = options.rowCap > 0 ? options.rowCap - rows : batch->rowCount();
  const int rowCount = static_cast<int>(std::min<qint64>(batch->rowCount(), room));
  truncated = truncated || rowCount < batch->rowCount();
  if (rowCount == 0) return {};

  const bool mightWiden = mayWiden();
  typer->add(*batch, rowCount);
  rows += rowCount;
  // Even a column that had no value yet is named in the head.
  stale = stale || (writer && writer->columns() != typer->columns());
  if (mightWiden) {
    if (auto done = kept.append(batch); !done) return done;
  }
  const bool isSettled = mightWiden && !mayWiden();
  // What is stale is redone once, when no column can widen any more or at the end; until then rows are only kept.
  if (!stale) {
    if (auto done = encode(*batch, rowCount); !done) return done;
  } else if (isSettled) {
    if (auto done = encodeAgain(); !done) return done;
  }
  if (isSettled) kept.clear();
  return {};
}

Expected<void> SpoolSink::State::encode(const ColumnBatch& batch, int rowCount) {
  if (!writer) {
    writer = makeBodyWriter(typer->columns(), options.body);
    writer->writeHead(file->buffer());
  }
  writer->writeRows(batch, rowCount, file->buffer());
  if (const auto column = writer->misfitColumn()) return misfit(writer->columns()[*column]);
  return file->writeBlocks();
}

Expected<void> SpoolSink::State::encodeAgain() {
  if (auto emptied = file->startOver(); !emptied) return emptied;
  writer.reset();
  qint64 left = rows;
  for (size_t index = 0; index < kept.batchCount() && left > 0; ++index) {
    const auto batch = kept.batch(index);
    if (!batch) return batch.error();
    const int rowCount = static_cast<int>(std::min<qint64>(left, (*batch)->rowCount()));
    if (auto done = encode(**batch, rowCount); !done) return done;
    left -= rowCount;
  }
  stale = false;
  return {};
}

Expected<SpoolFile> SpoolSink::State::finish() {
  if (!typer) {
    if (auto ready = begin({}); !ready) return ready.error();
  }
  if (stale) {
    if (auto done = encodeAgain(); !done) return done.error();
  }
  if (!writer) {
    writer = makeBodyWriter(typer->columns(), options.body);
    writer->writeHead(file->buffer());
  }
  writer->writeTail(file->buffer());
  auto committed = file->commit();
  if (!committed) return committed.error();

  SpoolFile spool;
  spool.name = committed->name;
  spool.bytes = committed->bytes;
  spool.sha256 = committed->sha256;
  spool.form = options.body;
  spool.contentType = bodyContentType(options.body);
  spool.columns = typer->columns();
  for (int column = 0; column < spool.columns.size(); ++column) spool.unsettled.push_back(typer->isUnsettled(column));
  spool.rows = rows;
  spool.truncated = truncated;
  spool.repairedTexts = writer->repairedTexts();
  return spool;
}

SpoolSink::SpoolSink(QString folder, SpoolOptions options) : m(std::make_unique<State>(std::move(folder), options)) {}
SpoolSink::~SpoolSink() = default;

Expected<void> SpoolSink::begin(const Columns& columns) {
  if (m->failure) return *m->failure;
  return m->settle(m->begin(columns));
}

Expected<void> SpoolSink::append(const ColumnBatchPtr& batch) {
  if (m->failure) return *m->failure;
  return m->settle(m->append(batch));
}

Expected<SpoolFile> SpoolSink::finish(bool moreRows) {
  if (m->failure) return *m->failure;
  auto spool = m->settle(m->finish());
  if (!spool) return spool;
  spool->truncated = spool->truncated || moreRows;
  m->failure = Error::of(ErrorKind::Internal, SpoolSinkTr::tr("The result is complete already."));
  return spool;
}

Expected<void> saveBodyFile(const RowSource& result, qint64 rowCap, const BodyOptions& form, const QString& path) {
  const auto failed = [&path](const QString& detail) {
    return Error::of(
        ErrorKind::Storage,
        SpoolSinkTr::tr("The body could not be saved as %1. Choose another place.").arg(QDir::toNativeSeparators(path)),
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
  const QFileInfo place(path);
  if (const auto renamed = renameFile(folder.filePath(file->name), place.absoluteFilePath()); !renamed)
    return failed(renamed.error().detail);
  if (const auto synced = syncFolder(place.absolutePath()); !synced) return failed(synced.error().detail);
  return {};
}

}  // namespace courier
