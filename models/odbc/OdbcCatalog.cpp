#include "models/odbc/OdbcCatalog.h"

#include <algorithm>
#include <utility>

namespace courier {
namespace {

/// The columns of the catalog functions' results, from 0.
enum TablesColumn { TablesName = 2, TablesType = 3, TablesRemarks = 4 };
enum ColumnsColumn {
  ColumnsName = 3,
  ColumnsSqlType = 4,
  ColumnsTypeName = 5,
  ColumnsSize = 6,
  ColumnsDigits = 8,
  ColumnsNullable = 10,
  ColumnsRemarks = 11,
  ColumnsDefault = 12
};
enum KeyColumn { PrimaryColumn = 3, PrimaryName = 5 };
enum ForeignColumn {
  ForeignPkCatalog = 0,
  ForeignPkSchema = 1,
  ForeignPkTable = 2,
  ForeignPkColumn = 3,
  ForeignColumnName = 7,
  ForeignOrder = 8,
  ForeignName = 11
};
enum StatisticsColumn { IndexIsNotUnique = 3, IndexName = 5, IndexType = 6, IndexColumn = 8 };

/// Schemas that databases keep for themselves.
bool isOwnSchema(const QString& name) {
  static const QStringList own = {QStringLiteral("information_schema"),
                                  QStringLiteral("sys"),
                                  QStringLiteral("mysql"),
                                  QStringLiteral("performance_schema"),
                                  QStringLiteral("guest"),
                                  QStringLiteral("sysibm"),
                                  QStringLiteral("sysibmadm"),
                                  QStringLiteral("syscat"),
                                  QStringLiteral("sysstat"),
                                  QStringLiteral("sysfun"),
                                  QStringLiteral("sysproc"),
                                  QStringLiteral("systools"),
                                  QStringLiteral("nullid"),
                                  QStringLiteral("sqlj"),
                                  QStringLiteral("system"),
                                  QStringLiteral("xdb"),
                                  QStringLiteral("ctxsys"),
                                  QStringLiteral("mdsys"),
                                  QStringLiteral("outln"),
                                  QStringLiteral("dbsnmp"),
                                  QStringLiteral("wmsys"),
                                  QStringLiteral("db_owner"),
                                  QStringLiteral("db_accessadmin"),
                                  QStringLiteral("db_backupoperator"),
                                  QStringLiteral("db_datareader"),
                                  QStringLiteral("db_datawriter"),
                                  QStringLiteral("db_ddladmin"),
                                  QStringLiteral("db_denydatareader"),
                                  QStringLiteral("db_denydatawriter"),
                                  QStringLiteral("db_securityadmin")};
  const QString lower = name.toLower();
  return own.contains(lower) || lower.startsWith(QLatin1String("pg_"));
}

/// Nothing where it is no table that a person sees.
std::optional<TableKind> tableKind(const QString& type) {
  const QString upper = type.toUpper();
  if (upper.startsWith(QLatin1String("SYSTEM")) || upper == u"INDEX" || upper == u"SEQUENCE" || upper == u"TYPE")
    return std::nullopt;
  if (upper == u"MATVIEW" || upper == u"MATERIALIZED VIEW") return TableKind::MaterializedView;
  if (upper == u"FOREIGN TABLE") return TableKind::ForeignTable;
  return upper.endsWith(QLatin1String("VIEW")) ? TableKind::View : TableKind::Table;
}

}  // namespace

bool OdbcCatalog::catalogsAreSchemas() const {
  const OdbcTraits& traits = m_statement.link().traits();
  return !traits.hasSchemas && traits.hasCatalogs;
}

OdbcCatalog::Place OdbcCatalog::placeOf(const QString& schema) const {
  const OdbcTraits& traits = m_statement.link().traits();
  if (catalogsAreSchemas()) return {{schema.isEmpty() ? QString() : schema}, {}};
  const QString catalog = traits.hasCatalogs && !traits.catalog.isEmpty() ? traits.catalog : QString();
  return {{catalog}, {schema.isEmpty() ? QString() : schema}};
}

QString OdbcCatalog::escaped(const QString& name) const {
  const QString& escape = m_statement.link().traits().escape;
  if (escape.isEmpty() || name.isNull()) return name;
  QString text;
  for (const QChar c : name) {
    if (c == u'_' || c == u'%' || c == escape.at(0)) text += escape;
    text += c;
  }
  return text;
}

Expected<QVector<SchemaInfo>> OdbcCatalog::schemas() {
  const OdbcTraits& traits = m_statement.link().traits();
  QVector<SchemaInfo> schemas;
  if (catalogsAreSchemas()) {
    if (!traits.catalog.isEmpty()) return QVector<SchemaInfo>{{traits.catalog, true}};
  } else if (!traits.hasSchemas) {
    return QVector<SchemaInfo>{{QString(), true}};
  }
  const Name all{QStringLiteral("%")};
  const Name none{QStringLiteral("")};
  const bool isCatalog = catalogsAreSchemas();
  const Name& catalog = isCatalog ? all : none;
  const Name& schema = isCatalog ? none : all;
  const auto rows = m_statement.table(&OdbcApi::tables, catalog.data(), catalog.size(), schema.data(), schema.size(),
                                      none.data(), none.size(), none.data(), none.size());
  if (!rows) return rows.error();
  for (const QStringList& row : *rows) {
    const QString name = row.value(isCatalog ? 0 : 1);
    if (name.isEmpty() || isOwnSchema(name)) continue;
    // The catalog functions do not tell; these are where PostgreSQL, SQL Server and Oracle look.
    const bool isDefault = name == u"public" || name == u"dbo" ||
                           (!traits.user.isEmpty() && name.compare(traits.user, Qt::CaseInsensitive) == 0);
    if (const SchemaInfo found{name, isDefault && !isCatalog}; !schemas.contains(found)) schemas.push_back(found);
  }
  std::sort(schemas.begin(), schemas.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
  return schemas;
}

Expected<OdbcCatalog::Table> OdbcCatalog::tableRows(const QString& schema, const QString& table) {
  const Place place = placeOf(schema);
  Table found;
  // Some drivers name an escape character that they do not heed.
  for (const bool escapes : {true, false}) {
    const Name schemaName{escapes ? escaped(place.schema.text) : place.schema.text};
    const Name tableName{table.isNull() ? QStringLiteral("%") : escapes ? escaped(table) : table};
    const auto rows = m_statement.table(&OdbcApi::tables, place.catalog.data(), place.catalog.size(), schemaName.data(),
                                        schemaName.size(), tableName.data(), tableName.size(),
                                        static_cast<SQLWCHAR*>(nullptr), SQLSMALLINT{0});
    if (!rows) return rows.error();
    for (const QStringList& row : *rows) {
      if (isOf(row, {schema, table.isNull() ? row.value(TablesName) : table})) found.push_back(row);
    }
    if (!found.isEmpty() || (schemaName.text == place.schema.text && (table.isNull() || tableName.text == table)))
      break;
  }
  return found;
}

bool OdbcCatalog::isOf(const QStringList& row, const TableName& table) const {
  if (row.value(2) != table.name) return false;
  return table.schema.isEmpty() || row.value(catalogsAreSchemas() ? 0 : 1) == table.schema;
}

Expected<QVector<TableInfo>> OdbcCatalog::tables(const QString& schema) {
  const auto rows = tableRows(schema, {});
  if (!rows) return rows.error();
  QVector<TableInfo> tables;
  for (const QStringList& row : *rows) {
    const auto kind = tableKind(row.value(TablesType));
    if (kind) tables.push_back({row.value(TablesName), *kind, row.value(TablesRemarks)});
  }
  std::sort(tables.begin(), tables.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
  return tables;
}

Expected<OdbcCatalog::Table> OdbcCatalog::columnRows(const TableName& table) {
  const Place place = placeOf(table.schema);
  const bool isAll = table.name.isEmpty();
  Table found;
  for (const bool escapes : {true, false}) {
    const Name schemaName{escapes ? escaped(place.schema.text) : place.schema.text};
    const Name tableName{isAll ? QStringLiteral("%") : escapes ? escaped(table.name) : table.name};
    const auto rows = m_statement.table(&OdbcApi::columns, place.catalog.data(), place.catalog.size(),
                                        schemaName.data(), schemaName.size(), tableName.data(), tableName.size(),
                                        static_cast<SQLWCHAR*>(nullptr), SQLSMALLINT{0});
    if (!rows) return rows.error();
    for (const QStringList& row : *rows) {
      if (isOf(row, {table.schema, isAll ? row.value(TablesName) : table.name})) found.push_back(row);
    }
    if (!found.isEmpty() || (schemaName.text == place.schema.text && (isAll || tableName.text == table.name))) break;
  }
  std::stable_sort(found.begin(), found.end(), [](const QStringList& one, const QStringList& other) {
    return one.value(TablesName) < other.value(TablesName);
  });
  return found;
}

Expected<QVector<TableColumn>> OdbcCatalog::columns(const TableName& table) {
  const auto rows = columnRows(table);
  if (!rows) return rows.error();
  const bool isAll = table.name.isEmpty();
  if (rows->isEmpty() && !isAll) return Error::notFound(tr("There is no table named “%1” any more.").arg(table.name));
  // That would be a question for each table.
  const auto key = isAll ? Expected<TableKey>(TableKey()) : primaryKey(table);
  QVector<TableColumn> columns;
  for (const QStringList& row : *rows) {
    const QString typeName = row.value(ColumnsTypeName);
    const int sqlType = row.value(ColumnsSqlType).toInt();
    OdbcType type = OdbcType::of(sqlType, typeName.contains(QLatin1String("unsigned"), Qt::CaseInsensitive));
    if (m_statement.link().traits().typesByValue) type = type.byValue();
    TableColumn column;
    column.table = row.value(TablesName);
    column.name = row.value(ColumnsName);
    column.databaseType =
        odbcTypeName(typeName, sqlType, row.value(ColumnsSize).toLongLong(), row.value(ColumnsDigits).toInt());
    column.type = type.type;
    column.isNullable = row.value(ColumnsNullable).toInt() != SQL_NO_NULLS;
    column.isPrimaryKey = key && key->columns.contains(column.name);
    column.defaultText = row.value(ColumnsDefault);
    column.comment = row.value(ColumnsRemarks);
    columns.push_back(column);
  }
  return columns;
}

Expected<TableDetails> OdbcCatalog::details(const TableName& table) {
  const auto rows = tableRows(table.schema, table.name);
  if (!rows) return rows.error();
  if (rows->isEmpty()) return Error::notFound(tr("There is no table named “%1” any more.").arg(table.name));
  TableDetails details;
  details.comment = rows->first().value(TablesRemarks);
  // Drivers need not know any of these.
  if (auto key = primaryKey(table); key && !key->columns.isEmpty()) details.keys.push_back(*key);
  if (auto keys = foreignKeys(table)) details.keys += *keys;
  if (auto found = indexes(table)) details.indexes = *found;
  return details;
}

Expected<TableKey> OdbcCatalog::primaryKey(const TableName& table) {
  // The names here are no patterns.
  const Place place = placeOf(table.schema);
  const Name name{table.name};
  auto rows = m_statement.table(&OdbcApi::primaryKeys, place.catalog.data(), place.catalog.size(), place.schema.data(),
                                place.schema.size(), name.data(), name.size());
  if (!rows) return rows.error();
  TableKey key;
  for (const QStringList& row : *rows) {
    if (!isOf(row, table)) continue;
    key.name = row.value(PrimaryName);
    key.columns << row.value(PrimaryColumn);
  }
  return key;
}

Expected<QVector<TableKey>> OdbcCatalog::foreignKeys(const TableName& table) {
  const Place place = placeOf(table.schema);
  const Name name{table.name};
  const Name any;
  const auto rows = m_statement.table(&OdbcApi::foreignKeys, any.data(), any.size(), any.data(), any.size(), any.data(),
                                      any.size(), place.catalog.data(), place.catalog.size(), place.schema.data(),
                                      place.schema.size(), name.data(), name.size());
  if (!rows) return rows.error();
  QVector<TableKey> keys;
  for (const QStringList& row : *rows) {
    if (row.value(ForeignOrder).toInt() <= 1) {
      TableKey key;
      key.kind = TableKey::Kind::Foreign;
      key.name = row.value(ForeignName);
      key.references = {row.value(catalogsAreSchemas() ? ForeignPkCatalog : ForeignPkSchema),
                        row.value(ForeignPkTable)};
      keys.push_back(key);
    }
    if (keys.isEmpty()) continue;
    keys.last().columns << row.value(ForeignColumnName);
    keys.last().referencedColumns << row.value(ForeignPkColumn);
  }
  return keys;
}

Expected<QVector<TableIndex>> OdbcCatalog::indexes(const TableName& table) {
  const Place place = placeOf(table.schema);
  const Name name{table.name};
  const auto rows = m_statement.table(&OdbcApi::statistics, place.catalog.data(), place.catalog.size(),
                                      place.schema.data(), place.schema.size(), name.data(), name.size(),
                                      SQLUSMALLINT{SQL_INDEX_ALL}, SQLUSMALLINT{SQL_QUICK});
  if (!rows) return rows.error();
  QVector<TableIndex> indexes;
  for (const QStringList& row : *rows) {
    if (!isOf(row, table) || row.value(IndexType).toInt() == SQL_TABLE_STAT) continue;
    const QString indexName = row.value(IndexName);
    if (indexes.isEmpty() || indexes.last().name != indexName)
      indexes.push_back({indexName, {}, row.value(IndexIsNotUnique).toInt() == 0});
    indexes.last().columns << row.value(IndexColumn);
  }
  return indexes;
}

}  // namespace courier
