#pragma once

#include "models/postgres/PostgresSession.h"
#include "models/query/Catalog.h"

namespace courier {

/// What stands in a PostgreSQL database, as QueryEngine gives it, read from pg_catalog: information_schema takes many
/// times as long. In one session, on its thread.
class PostgresCatalog {
  Q_DECLARE_TR_FUNCTIONS(PostgresCatalog)
 public:
  explicit PostgresCatalog(PostgresSession& session) : m_session(session) {}

  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas();
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const QString& schema);
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const TableName& table);
  [[nodiscard]] Expected<TableDetails> details(const TableName& table);

 private:
  /// What the statements below ask about: the table's number, kind and comment.
  struct Table {
    QString oid;
    QString kind;
    QString comment;
  };
  [[nodiscard]] Expected<Table> find(const TableName& table);
  [[nodiscard]] Expected<QVector<TableKey>> keys(const QString& oid);
  [[nodiscard]] Expected<QVector<TableIndex>> indexes(const QString& oid);
  [[nodiscard]] Expected<QStringList> texts(const QByteArray& statement, const QStringList& values);
  [[nodiscard]] Expected<QString> viewText(const TableName& name, const Table& table);
  [[nodiscard]] Expected<QString> tableText(const TableName& name, const Table& table);

  PostgresSession& m_session;
};

}  // namespace courier
