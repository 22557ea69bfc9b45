#pragma once

#include "models/mariadb/MariaDbSession.h"
#include "models/query/Catalog.h"

namespace courier {

/// What stands on a MariaDB or MySQL server, as QueryEngine gives it; its databases are the schemas. Every question
/// names schema and table: without them the server opens every table that it has. In one session, on its thread.
class MariaDbCatalog {
  Q_DECLARE_TR_FUNCTIONS(MariaDbCatalog)
 public:
  explicit MariaDbCatalog(MariaDbSession& session) : m_session(session) {}

  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas();
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const QString& schema);
  /// In a fifth of the time: the server need not open the tables.
  [[nodiscard]] Expected<QVector<TableInfo>> tableNames(const QString& schema);
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const TableName& table);
  [[nodiscard]] Expected<TableDetails> details(const TableName& table);

 private:
  using Rows = QVector<QStringList>;  ///< NULL as ""
  [[nodiscard]] Expected<Rows> rows(const QByteArray& statement);
  /// " WHERE TABLE_SCHEMA = … AND TABLE_NAME = …"; without the second where the name is "".
  [[nodiscard]] QByteArray where(const TableName& table) const;
  [[nodiscard]] Error unknown(const TableName& table) const;
  [[nodiscard]] Expected<void> readKeys(const TableName& table, TableDetails& details);
  [[nodiscard]] Expected<void> readIndexes(const TableName& table, TableDetails& details);

  MariaDbSession& m_session;
};

}  // namespace courier
