#pragma once

#include "models/base/Expected.h"
#include "models/odbc/OdbcStatement.h"
#include "models/query/Catalog.h"

namespace courier {

/// What stands in a database, by the catalog functions of its driver. A driver without schemas but with catalogs (that
/// of MySQL) has its catalogs for schemas; with both, schemas are those of the catalog in use. On a session's own
/// thread, as OdbcStatement.
class OdbcCatalog {
  Q_DECLARE_TR_FUNCTIONS(OdbcCatalog)
 public:
  explicit OdbcCatalog(OdbcStatement& statement) : m_statement(statement) {}

  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas();
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const QString& schema);
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const TableName& table);
  [[nodiscard]] Expected<TableDetails> details(const TableName& table);

 private:
  using Table = OdbcStatement::Table;
  /// A name as the catalog functions take it; a null one is not restricted.
  struct Name {
    QString text;
    [[nodiscard]] SQLWCHAR* data() const { return text.isNull() ? nullptr : odbcWide(text); }
    [[nodiscard]] SQLSMALLINT size() const { return static_cast<SQLSMALLINT>(text.size()); }
  };
  /// Which catalog and which schema a schema of ours is.
  struct Place {
    Name catalog;
    Name schema;
  };
  [[nodiscard]] bool catalogsAreSchemas() const;
  [[nodiscard]] Place placeOf(const QString& schema) const;
  /// _ and % stand for themselves in it.
  [[nodiscard]] QString escaped(const QString& name) const;
  /// Of SQLTables, those of the schema alone.
  [[nodiscard]] Expected<Table> tableRows(const QString& schema, const QString& table);
  [[nodiscard]] Expected<Table> columnRows(const TableName& table);
  /// Whether the row of a catalog function, whose first three columns are catalog, schema and table, is of it.
  [[nodiscard]] bool isOf(const QStringList& row, const TableName& table) const;
  [[nodiscard]] Expected<TableKey> primaryKey(const TableName& table);
  [[nodiscard]] Expected<QVector<TableKey>> foreignKeys(const TableName& table);
  [[nodiscard]] Expected<QVector<TableIndex>> indexes(const TableName& table);

  OdbcStatement& m_statement;
};

}  // namespace courier
