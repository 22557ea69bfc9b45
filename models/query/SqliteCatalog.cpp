#include "models/query/SqliteCatalog.h"

#include <QByteArray>
#include <algorithm>

#include "models/query/QueryEngine.h"
#include "models/query/SqliteStatement.h"

namespace courier {
namespace {

/// A question about the file, asked with names bound to it, whose rows are read one by one.
class CatalogQuestion {
 public:
  CatalogQuestion(const SqliteDatabase& database, const char* sql, const QStringList& names = {})
      : m_database(database) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database.handle(), sql, -1, &statement, nullptr);
    m_statement.reset(statement);
    int index = 0;
    for (const QString& name : names) {
      const QByteArray text = name.toUtf8();
      sqlite3_bind_text(statement, ++index, text.constData(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    }
  }
  [[nodiscard]] bool next() {
    m_code = m_statement ? sqlite3_step(m_statement.get()) : SQLITE_ERROR;
    return m_code == SQLITE_ROW;
  }
  [[nodiscard]] QString text(int column) const { return sqliteText(m_statement.get(), column); }
  [[nodiscard]] int number(int column) const { return sqlite3_column_int(m_statement.get(), column); }
  /// What ended it, behind the last row.
  [[nodiscard]] Expected<void> outcome() const {
    if (m_code == SQLITE_DONE) return {};
    return m_database.lastFailure().error;
  }

 private:
  const SqliteDatabase& m_database;
  SqliteStatement m_statement;
  int m_code = SQLITE_OK;
};

}  // namespace

Expected<QVector<TableInfo>> SqliteCatalog::tables() const {
  // Shadow tables (those behind full-text search and the like) have a type of their own in table_list.
  CatalogQuestion names(m_database,
                        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' "
                        "AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' "
                        "ESCAPE '\\' ORDER BY name COLLATE NOCASE, name");
  QVector<TableInfo> tables;
  while (names.next())
    tables.push_back({names.text(0), names.text(1) == u"view" ? TableKind::View : TableKind::Table, {}});
  if (auto done = names.outcome(); !done) return done.error();
  return tables;
}

Expected<bool> SqliteCatalog::hasTable(const QString& table) const {
  CatalogQuestion found(m_database,
                        "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE", {table});
  if (found.next()) return true;
  if (auto done = found.outcome(); !done) return done.error();
  return false;
}

Expected<QVector<TableColumn>> SqliteCatalog::columns(const QString& table) const {
  QVector<TableInfo> tables{{table, TableKind::Table, {}}};
  if (table.isEmpty()) {
    auto all = this->tables();
    if (!all) return all.error();
    tables = *all;
  } else if (auto isThere = hasTable(table); !isThere) {
    return isThere.error();
  } else if (!*isThere) {
    return Error::notFound(tr("There is no table named %1 in the file. Refresh the list.").arg(table));
  }
  QVector<TableColumn> columns;
  for (const TableInfo& one : tables) {
    CatalogQuestion rows(m_database,
                         "SELECT name, type, \"notnull\", pk, dflt_value FROM pragma_table_xinfo(?1) "
                         "WHERE hidden <> 1 ORDER BY cid",
                         {one.name});
    while (rows.next()) {
      const Column known = sqliteColumn(rows.text(0), rows.text(1));
      TableColumn column;
      column.table = one.name;
      column.name = known.name;
      column.databaseType = known.databaseType;
      column.type = known.type;
      column.isNullable = rows.number(2) == 0;
      column.isPrimaryKey = rows.number(3) > 0;
      column.defaultText = rows.text(4);
      columns.push_back(column);
    }
    if (m_database.isCancelled()) return cancelledQuery();
  }
  return columns;
}

Expected<TableDetails> SqliteCatalog::details(const QString& table) const {
  TableDetails details;
  CatalogQuestion text(m_database,
                       "SELECT sql FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE AND type IN ('table', 'view')",
                       {table});
  if (!text.next()) {
    if (auto done = text.outcome(); !done) return done.error();
    return Error::notFound(tr("There is no table named %1 in the file. Refresh the list.").arg(table));
  }
  details.createText = text.text(0);
  auto columns = this->columns(table);
  if (!columns) return columns.error();
  QStringList primary;
  CatalogQuestion keys(m_database, "SELECT name FROM pragma_table_xinfo(?1) WHERE pk > 0 ORDER BY pk", {table});
  while (keys.next()) primary += keys.text(0);
  if (!primary.isEmpty()) details.keys.push_back({{}, TableKey::Kind::Primary, primary, {}, {}});
  if (auto read = readIndexes(table, details); !read) return read.error();
  auto foreign = foreignKeys(table);
  if (!foreign) return foreign.error();
  details.keys += *foreign;
  return details;
}

Expected<void> SqliteCatalog::readIndexes(const QString& table, TableDetails& details) const {
  CatalogQuestion indexes(m_database, "SELECT name, \"unique\", origin FROM pragma_index_list(?1) ORDER BY name",
                          {table});
  while (indexes.next()) {
    TableIndex index{indexes.text(0), {}, indexes.number(1) != 0};
    const QString origin = indexes.text(2);
    CatalogQuestion parts(m_database, "SELECT name FROM pragma_index_info(?1) ORDER BY seqno", {index.name});
    while (parts.next()) index.columns += parts.text(0).isEmpty() ? tr("expression") : parts.text(0);
    if (origin == u"u") details.keys.push_back({{}, TableKey::Kind::Unique, index.columns, {}, {}});
    if (origin == u"c") details.indexes.push_back(index);
  }
  return indexes.outcome();
}

Expected<QVector<TableKey>> SqliteCatalog::foreignKeys(const QString& table) const {
  CatalogQuestion rows(
      m_database, "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq", {table});
  QVector<TableKey> keys;
  int last = -1;
  while (rows.next()) {
    if (const int id = rows.number(0); id != last) {
      keys.push_back({{}, TableKey::Kind::Foreign, {}, {{}, rows.text(1)}, {}});
      last = id;
    }
    keys.last().columns += rows.text(2);
    // Without a column it is the other table's primary key.
    if (const QString column = rows.text(3); !column.isEmpty()) keys.last().referencedColumns += column;
  }
  if (auto done = rows.outcome(); !done) return done.error();
  return keys;
}

}  // namespace courier
