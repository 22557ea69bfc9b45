#include "models/files/TableLoader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "models/query/QueryEngine.h"
#include "models/query/SqlName.h"
#include "models/query/SqliteStatement.h"

namespace courier {
namespace {

struct TableLoaderTr {
  Q_DECLARE_TR_FUNCTIONS(TableLoader)
};

constexpr size_t kMostWaiting = 4;

QString quoted(const QString& name) {
  return quotedName(name, SqlDialect::sqlite());
}

/// Reads rows on a thread of its own; a few batches wait. Whoever takes them ends it.
class RowsThread {
 public:
  struct Piece {
    RowBatch batch;
    qint64 position = 0;
    bool hasMisfit = false;
  };
  explicit RowsThread(FileRows& rows) : m_rows(rows), m_thread([this] { work(); }) {}
  ~RowsThread() {
    {
      const std::scoped_lock lock(m_mutex);
      m_isStopped = true;
    }
    m_changed.notify_all();
    m_thread.join();
  }
  RowsThread(const RowsThread&) = delete;
  RowsThread& operator=(const RowsThread&) = delete;

  /// None at the end.
  [[nodiscard]] Expected<std::optional<Piece>> take() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_waiting.empty() || m_isAtEnd; });
    if (m_waiting.empty()) {
      if (m_error) return *m_error;
      return std::optional<Piece>();
    }
    std::optional<Piece> piece(std::move(m_waiting.front()));
    m_waiting.pop_front();
    lock.unlock();
    m_changed.notify_all();
    return piece;
  }

 private:
  void work() {
    std::optional<Error> error;
    try {
      error = readAll();
    } catch (const std::exception& exception) {
      error = Error::of(ErrorKind::Internal, TableLoaderTr::tr("There is not enough memory to read the file."),
                        QString::fromLocal8Bit(exception.what()));
    }
    const std::scoped_lock lock(m_mutex);
    m_error = error;
    m_isAtEnd = true;
    m_changed.notify_all();
  }
  std::optional<Error> readAll() {
    for (;;) {
      Piece piece;
      const auto more = m_rows.next(piece.batch);
      if (!more) return more.error();
      if (!*more) return std::nullopt;
      piece.position = m_rows.position();
      piece.hasMisfit = m_rows.hasMisfit();
      std::unique_lock lock(m_mutex);
      m_changed.wait(lock, [this] { return m_waiting.size() < kMostWaiting || m_isStopped; });
      if (m_isStopped) return std::nullopt;
      m_waiting.push_back(std::move(piece));
      m_changed.notify_all();
    }
  }

  FileRows& m_rows;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<Piece> m_waiting;
  bool m_isAtEnd = false;
  bool m_isStopped = false;
  std::optional<Error> m_error;
  std::thread m_thread;  ///< the last, as it uses all the others
};

/// One table of the new file, and that of what is no row, made when there is something. Functions give SQLite's code.
class TableWriter {
 public:
  /// `rejectsTable`: the name it would have.
  TableWriter(sqlite3* handle, QString table, QString rejectsTable)
      : m_handle(handle), m_table(std::move(table)), m_rejectsTable(std::move(rejectsTable)) {}

  [[nodiscard]] int begin(const FileColumns& columns) {
    QStringList declared;
    for (const FileColumn& column : columns)
      declared.append(quoted(column.name) + u' ' + QLatin1String(cellTypeName(column.type)));
    m_insert = make(m_table, declared);
    return m_insert ? SQLITE_OK : sqlite3_errcode(m_handle);
  }
  [[nodiscard]] int write(const RowBatch& batch) {
    const auto columns = static_cast<size_t>(batch.columns);
    for (size_t at = 0; at < batch.cells.size(); at += columns) {
      for (size_t index = 0; index < columns; ++index)
        bind(static_cast<int>(index) + 1, batch, batch.cells[at + index]);
      if (const int code = sqlite3_step(m_insert.get()); code != SQLITE_DONE) return code;
      sqlite3_reset(m_insert.get());
      ++m_rows;
    }
    return SQLITE_OK;
  }
  [[nodiscard]] int writeRejected(const std::vector<RejectedLine>& lines) {
    if (!lines.empty() && !m_insertRejected) {
      m_insertRejected = make(m_rejectsTable, {QStringLiteral("line INTEGER"), QStringLiteral("byte INTEGER"),
                                               QStringLiteral("reason TEXT"), QStringLiteral("raw TEXT")});
      if (!m_insertRejected) return sqlite3_errcode(m_handle);
    }
    for (const RejectedLine& line : lines) {
      const QByteArray reason = line.reason.toUtf8();
      sqlite3_stmt* const insert = m_insertRejected.get();
      sqlite3_bind_int64(insert, 1, line.line);
      sqlite3_bind_int64(insert, 2, line.byte);
      sqlite3_bind_text(insert, 3, reason.constData(), static_cast<int>(reason.size()), SQLITE_TRANSIENT);
      sqlite3_bind_text(insert, 4, line.raw.data(), static_cast<int>(line.raw.size()), SQLITE_STATIC);
      if (const int code = sqlite3_step(insert); code != SQLITE_DONE) return code;
      sqlite3_reset(insert);
    }
    return SQLITE_OK;
  }
  [[nodiscard]] qint64 rows() const { return m_rows; }
  /// "" while there is none.
  [[nodiscard]] QString rejectsTable() const { return m_insertRejected ? m_rejectsTable : QString(); }

 private:
  /// The table, and the statement that inserts a row into it; null where SQLite refused.
  [[nodiscard]] SqliteStatement make(const QString& table, const QStringList& columns) {
    const QString create =
        QStringLiteral("CREATE TABLE %1 (%2)").arg(quoted(table), columns.join(QStringLiteral(", ")));
    if (sqlite3_exec(m_handle, create.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK) return {};
    const QString places = QStringLiteral("?,").repeated(columns.size()).chopped(1);
    const QString insert = QStringLiteral("INSERT INTO ") + quoted(table) + QStringLiteral(" VALUES (%1)").arg(places);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(m_handle, insert.toUtf8().constData(), -1, &statement, nullptr);
    return SqliteStatement(statement);
  }
  void bind(int place, const RowBatch& batch, const LoadedCell& cell) {
    sqlite3_stmt* const insert = m_insert.get();
    switch (cell.kind) {
      case LoadedCell::Kind::Null:
        sqlite3_bind_null(insert, place);
        break;
      case LoadedCell::Kind::Integer:
        sqlite3_bind_int64(insert, place, cell.integer);
        break;
      case LoadedCell::Kind::Real:
        sqlite3_bind_double(insert, place, cell.real);
        break;
      case LoadedCell::Kind::Text:
        sqlite3_bind_text(insert, place, batch.text.data() + cell.begin, static_cast<int>(cell.length), SQLITE_STATIC);
        break;
    }
  }

  sqlite3* m_handle;
  QString m_table;
  QString m_rejectsTable;
  SqliteStatement m_insert;
  SqliteStatement m_insertRejected;
  qint64 m_rows = 0;
};

}  // namespace

Expected<TableLoader> TableLoader::open(const QString& path) {
  TableLoader loader;
  loader.m_path = path;
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.toUtf8().constData(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  loader.m_handle.reset(handle);
  if (code != SQLITE_OK) return loader.failure();
  for (const char* pragma : {"PRAGMA page_size = 8192", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
                             "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA cache_size = -16384", "BEGIN"}) {
    if (auto done = loader.execute(QLatin1String(pragma)); !done) return done.error();
  }
  return loader;
}

Expected<void> TableLoader::execute(const QString& sql) {
  const int code = sqlite3_exec(m_handle.get(), sql.toUtf8().constData(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Expected<void>() : Expected<void>(failure());
}

Error TableLoader::failure() const {
  const QString why = QString::fromUtf8(sqlite3_errmsg(m_handle.get()));
  const QString folder = QDir::toNativeSeparators(QFileInfo(m_path).absolutePath());
  const int code = sqlite3_errcode(m_handle.get());
  if (code == SQLITE_FULL || code == SQLITE_IOERR)
    return {ErrorKind::Storage,
            TableLoaderTr::tr("The rows could not be kept in “%1”: its disk is full. Make room there.").arg(folder),
            why,
            {}};
  return {ErrorKind::Storage,
          TableLoaderTr::tr("The rows could not be kept in “%1” (%2). Check its permissions and the free space.")
              .arg(folder, why),
          why,
          {}};
}

Expected<TableReport> TableLoader::load(const FileSource& source, const FileLayout& layout, const QString& table,
                                        const QStringList& taken, const CancelToken& cancel,
                                        const std::function<void(qint64, qint64)>& progressed) {
  FileColumns columns = layout.columns;
  std::function<void(qint64, qint64)> told = progressed;
  if (layout.form != FileForm::Csv) {
    // Any row may have a key of its own.
    auto look = openRows(source, layout, FileRows::Mode::Look);
    if (!look) return look.error();
    RowBatch batch;
    for (bool isMore = true; isMore;) {
      if (cancel.isCancelled()) return cancelledQuery();
      const auto next = (*look)->next(batch);
      if (!next) return next.error();
      isMore = *next;
      progressed((*look)->position() / 2, 0);
    }
    told = [&](qint64 bytes, qint64 rows) { progressed((layout.bytes + bytes) / 2, rows); };
    columns = jsonColumns(source, (*look)->columnsFound());
    if (columns.size() > mostFileColumns) return tooManyColumns(source, columns.size());
  }
  // The second time the types are those that all values allow.
  for (int time = 0; time < 2; ++time) {
    FileColumns found = columns;
    FileLayout as = layout;
    as.columns = columns;
    auto report = loadOnce(source, as, table, taken, cancel, told, found);
    if (!report || found == columns) return report;
    if (auto dropped = execute(QStringLiteral("DROP TABLE ") + quoted(table)); !dropped) return dropped.error();
    if (!report->rejectsTable.isEmpty()) {
      if (auto dropped = execute(QStringLiteral("DROP TABLE ") + quoted(report->rejectsTable)); !dropped)
        return dropped.error();
    }
    columns = found;
  }
  return Error::of(ErrorKind::Busy, TableLoaderTr::tr("“%1” was changed while it was read. Try again when the program "
                                                      "that writes it is done.")
                                        .arg(QFileInfo(source.path).fileName()));
}

Expected<TableReport> TableLoader::loadOnce(const FileSource& source, const FileLayout& layout, const QString& table,
                                            const QStringList& taken, const CancelToken& cancel,
                                            const std::function<void(qint64, qint64)>& progressed,
                                            FileColumns& columns) {
  TableReport report;
  report.path = source.path;
  report.table = table;
  FileSource rejects;
  rejects.table = table + QStringLiteral("_rejects");
  TableWriter writer(m_handle.get(), table, tableNameFor(rejects, QStringList(taken) << table));
  if (writer.begin(layout.columns) != SQLITE_OK) return failure();
  auto rows = openRows(source, layout, FileRows::Mode::Load);
  if (!rows) return rows.error();
  try {
    RowsThread thread(**rows);
    for (;;) {
      if (cancel.isCancelled()) return cancelledQuery();
      const auto piece = thread.take();
      if (!piece) return piece.error();
      if (!*piece) break;
      const RowBatch& batch = (*piece)->batch;
      // From a misfit on, what is inserted would go again.
      if (!(*piece)->hasMisfit && writer.write(batch) != SQLITE_OK) return failure();
      if (writer.writeRejected(batch.rejected) != SQLITE_OK) return failure();
      progressed((*piece)->position, writer.rows());
    }
  } catch (const std::system_error& error) {
    return Error::of(ErrorKind::Internal,
                     TableLoaderTr::tr("The file could not be read: this computer has no more threads. Stop a query "
                                       "first."),
                     QString::fromLocal8Bit(error.what()));
  }
  report.rejectsTable = writer.rejectsTable();
  columns = (*rows)->columnsFound();
  report.findings = (*rows)->findings();
  report.columns = columns;
  if ((*rows)->hasMisfit()) return report;
  // A column without a value in the sample, and with numbers later, is one of numbers.
  const bool isSame = std::equal(columns.begin(), columns.end(), layout.columns.begin(), layout.columns.end(),
                                 [](const FileColumn& one, const FileColumn& other) { return one.type == other.type; });
  if (isSame) columns = layout.columns;
  return report;
}

Expected<void> TableLoader::finish() {
  if (auto committed = execute(QStringLiteral("COMMIT")); !committed) return committed;
  m_handle.reset();
  return {};
}

}  // namespace courier
