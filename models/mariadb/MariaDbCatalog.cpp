#include "models/mariadb/MariaDbCatalog.h"

#include <algorithm>

#include "models/query/SqlName.h"

namespace courier {
namespace {

ColumnType columnTypeOf(const QString& dataType, const QString& wholeType) {
  const bool isUnsigned = wholeType.contains(QLatin1String("unsigned"));
  if (dataType == u"bigint" || (dataType == u"int" && isUnsigned)) return ColumnType::Long;
  if (dataType.endsWith(QLatin1String("int")) || dataType == u"year") return ColumnType::Int;
  if (dataType == u"float") return ColumnType::Float;
  return dataType == u"double" ? ColumnType::Double : ColumnType::String;
}

/// The server's two lists have orders of their own.
void sortByName(QVector<TableInfo>& tables) {
  std::sort(tables.begin(), tables.end(), [](const TableInfo& one, const TableInfo& other) {
    const int order = one.name.compare(other.name, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : one.name < other.name;
  });
}

}  // namespace

Expected<MariaDbCatalog::Rows> MariaDbCatalog::rows(const QByteArray& statement) {
  const auto found = m_session.ask(statement);
  if (!found) return found.error();
  Rows rows;
  MYSQL_RES* const result = found->get();
  if (result == nullptr) return rows;
  const unsigned count = mysql_num_fields(result);
  while (MYSQL_ROW row = mysql_fetch_row(result)) {
    const unsigned long* const lengths = mysql_fetch_lengths(result);
    QStringList texts;
    for (unsigned column = 0; column < count; ++column)
      texts += QString::fromUtf8(row[column], static_cast<qsizetype>(lengths[column]));
    rows.push_back(texts);
  }
  return rows;
}

QByteArray MariaDbCatalog::where(const TableName& table) const {
  QByteArray condition = " WHERE TABLE_SCHEMA = " + m_session.literal(table.schema);
  if (!table.name.isEmpty()) condition += " AND TABLE_NAME = " + m_session.literal(table.name);
  return condition;
}

Error MariaDbCatalog::unknown(const TableName& table) const {
  return Error::notFound(
      tr("There is no table named %1 in the database %2. Refresh the list.").arg(table.name, table.schema));
}

Expected<QVector<SchemaInfo>> MariaDbCatalog::schemas() {
  const auto current = rows("SELECT DATABASE()");
  if (!current) return current.error();
  if (const QString chosen = current->value(0).value(0); !chosen.isEmpty()) return QVector<SchemaInfo>{{chosen, true}};
  const auto found = rows(
      "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ('information_schema', 'mysql', "
      "'performance_schema', 'sys') ORDER BY SCHEMA_NAME");
  if (!found) return found.error();
  QVector<SchemaInfo> schemas;
  for (const QStringList& row : *found) schemas.push_back({row.value(0), false});
  return schemas;
}

Expected<QVector<TableInfo>> MariaDbCatalog::tables(const QString& schema) {
  const auto found =
      rows("SELECT TABLE_NAME, TABLE_TYPE, TABLE_COMMENT FROM information_schema.TABLES" + where({schema, {}}));
  if (!found) return found.error();
  QVector<TableInfo> tables;
  tables.reserve(found->size());
  for (const QStringList& row : *found) {
    const bool isView = row.value(1).contains(QLatin1String("VIEW"));
    // Of a view it says only "VIEW".
    tables.push_back({row.value(0), isView ? TableKind::View : TableKind::Table, isView ? QString() : row.value(2)});
  }
  sortByName(tables);
  return tables;
}

Expected<QVector<TableInfo>> MariaDbCatalog::tableNames(const QString& schema) {
  const auto found = rows("SHOW TABLES FROM " + quotedName(schema, SqlDialect::mariaDb()).toUtf8());
  if (!found) return found.error();
  QVector<TableInfo> tables;
  tables.reserve(found->size());
  for (const QStringList& row : *found) tables.push_back({row.value(0), TableKind::Table, {}});
  sortByName(tables);
  return tables;
}

Expected<QVector<TableColumn>> MariaDbCatalog::columns(const TableName& table) {
  const auto found = rows(
      "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, IS_NULLABLE, COLUMN_KEY, COLUMN_DEFAULT, "
      "COLUMN_COMMENT FROM information_schema.COLUMNS" +
      where(table) + " ORDER BY TABLE_NAME, ORDINAL_POSITION");
  if (!found) return found.error();
  if (found->isEmpty() && !table.name.isEmpty()) return unknown(table);
  QVector<TableColumn> columns;
  for (const QStringList& row : *found) {
    TableColumn column;
    column.table = row.value(0);
    column.name = row.value(1);
    column.databaseType = row.value(2);
    column.type = columnTypeOf(row.value(3).toLower(), row.value(2).toLower());
    column.isNullable = row.value(4) == u"YES";
    column.isPrimaryKey = row.value(5) == u"PRI";
    column.defaultText = row.value(6);
    column.comment = row.value(7);
    columns.push_back(column);
  }
  return columns;
}

Expected<TableDetails> MariaDbCatalog::details(const TableName& table) {
  const auto about =
      rows("SELECT TABLE_TYPE, TABLE_COMMENT FROM information_schema.TABLES" + where(table) + " LIMIT 1");
  if (!about) return about.error();
  if (about->isEmpty()) return unknown(table);
  TableDetails details;
  const bool isView = about->first().value(0).contains(QLatin1String("VIEW"));
  if (!isView) details.comment = about->first().value(1);
  if (auto read = readKeys(table, details); !read) return read.error();
  if (auto read = readIndexes(table, details); !read) return read.error();
  const SqlDialect dialect = SqlDialect::mariaDb();
  const auto text = rows("SHOW CREATE TABLE " + quotedName(table, dialect).toUtf8());
  // A view may be looked into without the right to see its text.
  if (text) details.createText = text->value(0).value(1);
  if (!text && text.error().kind == ErrorKind::Cancelled) return text.error();
  if (!details.createText.isEmpty()) details.createText += QStringLiteral(";\n");
  return details;
}

Expected<void> MariaDbCatalog::readKeys(const TableName& table, TableDetails& details) {
  const auto found = rows(
      "SELECT CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME "
      "FROM information_schema.KEY_COLUMN_USAGE" +
      where(table) +
      " ORDER BY CONSTRAINT_NAME <> 'PRIMARY', REFERENCED_TABLE_NAME IS NOT NULL, CONSTRAINT_NAME, ORDINAL_POSITION");
  if (!found) return found.error();
  for (const QStringList& row : *found) {
    const QString name = row.value(0);
    const bool isForeign = !row.value(3).isEmpty();
    if (details.keys.isEmpty() || details.keys.last().name != name) {
      details.keys.push_back({name,
                              isForeign            ? TableKey::Kind::Foreign
                              : name == u"PRIMARY" ? TableKey::Kind::Primary
                                                   : TableKey::Kind::Unique,
                              {},
                              {row.value(2), row.value(3)},
                              {}});
    }
    details.keys.last().columns += row.value(1);
    if (isForeign) details.keys.last().referencedColumns += row.value(4);
  }
  return {};
}

Expected<void> MariaDbCatalog::readIndexes(const TableName& table, TableDetails& details) {
  const auto found = rows("SELECT INDEX_NAME, NON_UNIQUE, COLUMN_NAME FROM information_schema.STATISTICS" +
                          where(table) + " ORDER BY INDEX_NAME, SEQ_IN_INDEX");
  if (!found) return found.error();
  for (const QStringList& row : *found) {
    const QString name = row.value(0);
    const bool isKey = std::any_of(details.keys.begin(), details.keys.end(), [&name](const TableKey& key) {
      return key.name == name && key.kind != TableKey::Kind::Foreign;
    });
    if (isKey) continue;
    if (details.indexes.isEmpty() || details.indexes.last().name != name)
      details.indexes.push_back({name, {}, row.value(1) == u"0"});
    // Of an expression MySQL names no column.
    details.indexes.last().columns += row.value(2).isEmpty() ? tr("expression") : row.value(2);
  }
  return {};
}

}  // namespace courier
