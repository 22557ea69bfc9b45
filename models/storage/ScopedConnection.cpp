#include "models/storage/ScopedConnection.h"

#include <QUuid>

namespace courier {

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

}  // namespace courier
