#include "models/storage/Session.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUuid>

namespace courier {
namespace {

struct SessionTr {
  Q_DECLARE_TR_FUNCTIONS(Session)
};

/// SQLite's primary result codes (sqlite.org/rescode.html); the extended ones keep them in their low byte.
enum SqliteCode {
  SqliteBusy = 5,
  SqliteLocked = 6,
  SqliteReadOnly = 8,
  SqliteIoError = 10,
  SqliteCorrupt = 11,
  SqliteFull = 13,
  SqliteCantOpen = 14,
  SqliteNotADatabase = 26
};

QString sentence(int code, const QString& name, const QString& folder) {
  switch (code) {
    case SqliteBusy:
    case SqliteLocked:
      return SessionTr::tr(
                 "%1 was in use by another program for too long. Close other programs that use it and try again.")
          .arg(name);
    case SqliteReadOnly:
      return SessionTr::tr("%1 is read-only. Allow writing to it in %2 and try again.").arg(name, folder);
    case SqliteIoError:
      return SessionTr::tr("%1 could not be read or written. Check the disk that holds %2.").arg(name, folder);
    case SqliteCorrupt:
    case SqliteNotADatabase:
      return SessionTr::tr("%1 is damaged. Start the program again: it sets the file aside and begins a new one.")
          .arg(name);
    case SqliteFull:
      return SessionTr::tr("The disk is full: nothing more can be saved in %1. Make room where %2 is and try again.")
          .arg(name, folder);
    case SqliteCantOpen:
      return SessionTr::tr("%1 cannot be opened. Check the permissions of %2.").arg(name, folder);
    default:
      return SessionTr::tr("%1 did not accept the change. See the details.").arg(name);
  }
}

}  // namespace

Error storageError(const QSqlError& error, const QString& databasePath) {
  const QFileInfo file(databasePath);
  const int code = error.nativeErrorCode().toInt() & 0xff;
  return Error::of(ErrorKind::Storage, sentence(code, file.fileName(), QDir::toNativeSeparators(file.absolutePath())),
                   error.databaseText().isEmpty() ? error.driverText() : error.databaseText());
}

Session::Session(QSqlDatabase database) : m_database(std::move(database)) {}

Expected<QSqlQuery> Session::execute(const QString& sql, const QVariantList& values) {
  QSqlQuery query(m_database);
  query.setForwardOnly(true);
  if (!query.prepare(sql)) return storageError(query.lastError(), m_database.databaseName());
  for (const QVariant& value : values) {
    const bool nullText = value.typeId() == QMetaType::QString && value.toString().isNull();
    query.addBindValue(nullText ? QVariant(QStringLiteral("")) : value);
  }
  if (!query.exec()) return storageError(query.lastError(), m_database.databaseName());
  return query;
}

Expected<int> Session::change(const QString& sql, const QVariantList& values) {
  auto query = execute(sql, values);
  if (!query) return query.error();
  return query->numRowsAffected();
}

Expected<qint64> Session::insert(const QString& sql, const QVariantList& values) {
  auto query = execute(sql, values);
  if (!query) return query.error();
  return query->lastInsertId().toLongLong();
}

Expected<void> Session::checkEnd(const QSqlQuery& query) const {
  // QSqlQuery::next() is false at the end and on failure alike.
  if (query.lastError().type() == QSqlError::NoError) return {};
  return storageError(query.lastError(), m_database.databaseName());
}

ScopedConnection::ScopedConnection() : m_name(QUuid::createUuid().toString(QUuid::WithoutBraces)) {}

Expected<std::unique_ptr<ScopedConnection>> ScopedConnection::open(const QString& path, Access access) {
  std::unique_ptr<ScopedConnection> connection(new ScopedConnection);
  QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->m_name);
  QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyLimitMs);
  if (access == Access::ReadOnly) options += QStringLiteral(";QSQLITE_OPEN_READONLY");
  database.setConnectOptions(options);
  database.setDatabaseName(path);
  connection->m_session.emplace(database);
  if (!database.open()) return storageError(database.lastError(), path);
  return connection;
}

ScopedConnection::~ScopedConnection() {
  // Qt forgets a connection's name only once every copy of the handle is gone.
  if (m_session) m_session->handle().close();
  m_session.reset();
  QSqlDatabase::removeDatabase(m_name);
}

Transaction::~Transaction() {
  // SQLite has undone it already where the failure was grave (full disk, I/O); then this has nothing left to do.
  if (m_open) (void)m_session.execute(QStringLiteral("ROLLBACK"));
}

Expected<void> Transaction::begin(For purpose) {
  auto begun =
      m_session.execute(purpose == For::Writing ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN DEFERRED"));
  if (!begun) return begun.error();
  m_open = true;
  return {};
}

Expected<void> Transaction::commit() {
  auto committed = m_session.execute(QStringLiteral("COMMIT"));
  if (!committed) return committed.error();
  m_open = false;
  return {};
}

}  // namespace courier
