#include "models/postgres/PostgresCatalog.h"

#include "models/postgres/PostgresType.h"
#include "models/query/SqlName.h"

namespace courier {
namespace {

QString textAt(const PostgresResult& rows, int row, int column) {
  return QString::fromUtf8(PQgetvalue(rows.get(), row, column));
}

bool truthAt(const PostgresResult& rows, int row, int column) {
  return *PQgetvalue(rows.get(), row, column) == 't';
}

TableKind kindOf(const QString& letter) {
  if (letter == u"v") return TableKind::View;
  if (letter == u"m") return TableKind::MaterializedView;
  return letter == u"f" ? TableKind::ForeignTable : TableKind::Table;
}

/// As the tree has them: tables, partitioned and foreign ones, views.
#define COURIER_SHOWN_KINDS "('r', 'v', 'm', 'f', 'p')"

}  // namespace

Expected<QVector<SchemaInfo>> PostgresCatalog::schemas() {
  const auto rows = m_session.ask(
      "SELECT nspname, nspname = current_schema() FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' "
      "AND nspname NOT IN ('information_schema', 'crdb_internal') ORDER BY nspname");
  if (!rows) return rows.error();
  QVector<SchemaInfo> schemas;
  for (int row = 0; row < PQntuples(rows->get()); ++row)
    schemas.push_back({textAt(*rows, row, 0), truthAt(*rows, row, 1)});
  return schemas;
}

Expected<QVector<TableInfo>> PostgresCatalog::tables(const QString& schema) {
  const auto asked = [&](const char* condition) {
    return m_session.ask(
        QByteArray(
            "SELECT c.relname, c.relkind, d.description FROM pg_class c JOIN pg_namespace n ON n.oid = "
            "c.relnamespace LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = "
            "'pg_class'::regclass AND d.objsubid = 0 WHERE n.nspname = $1 AND c.relkind IN " COURIER_SHOWN_KINDS) +
            condition + " ORDER BY c.relname",
        {schema});
  };
  auto rows = asked(" AND NOT c.relispartition");
  // Before version 10, and in what was made from such a one, no table is another's partition.
  if (!rows && rows.error().kind == ErrorKind::Sql) rows = asked("");
  if (!rows) return rows.error();
  QVector<TableInfo> tables;
  tables.reserve(PQntuples(rows->get()));
  for (int row = 0; row < PQntuples(rows->get()); ++row)
    tables.push_back({textAt(*rows, row, 0), kindOf(textAt(*rows, row, 1)), textAt(*rows, row, 2)});
  return tables;
}

Expected<QVector<TableColumn>> PostgresCatalog::columns(const TableName& table) {
  QStringList values{table.schema};
  if (!table.name.isEmpty()) values += table.name;
  // A domain is of the type that it is made of.
  const auto rows = m_session.ask(
      QByteArray("SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), "
                 "CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, "
                 "CASE WHEN t.typlen = -1 THEN t.typelem ELSE 0 END, NOT a.attnotnull, "
                 "coalesce(a.attnum = ANY (p.conkey), false), pg_get_expr(f.adbin, f.adrelid), d.description "
                 "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                 "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
                 "JOIN pg_type t ON t.oid = a.atttypid "
                 "LEFT JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p' "
                 "LEFT JOIN pg_attrdef f ON f.adrelid = c.oid AND f.adnum = a.attnum "
                 "LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass "
                 "AND d.objsubid = a.attnum "
                 "WHERE n.nspname = $1 AND c.relkind IN " COURIER_SHOWN_KINDS) +
          (table.name.isEmpty() ? "" : " AND c.relname = $2") + " ORDER BY c.relname, c.oid, a.attnum",
      values);
  if (!rows) return rows.error();
  if (PQntuples(rows->get()) == 0 && !table.name.isEmpty()) {
    if (auto found = find(table); !found) return found.error();
  }
  QVector<TableColumn> columns;
  for (int row = 0; row < PQntuples(rows->get()); ++row) {
    TableColumn column;
    column.table = textAt(*rows, row, 0);
    column.name = textAt(*rows, row, 1);
    column.databaseType = textAt(*rows, row, 2);
    const unsigned element = textAt(*rows, row, 4).toUInt();
    if (const PostgresType* const type = builtInPostgresType(textAt(*rows, row, 3).toUInt())) {
      column.type = type->isArray ? ColumnType::Array : type->type;
      column.element = type->isArray ? type->type : ColumnType::String;
    } else if (element != 0) {
      column.type = ColumnType::Array;
      if (const PostgresType* const member = builtInPostgresType(element)) column.element = member->type;
    }
    column.isNullable = truthAt(*rows, row, 5);
    column.isPrimaryKey = truthAt(*rows, row, 6);
    column.defaultText = textAt(*rows, row, 7);
    column.comment = textAt(*rows, row, 8);
    columns.push_back(column);
  }
  return columns;
}

Expected<PostgresCatalog::Table> PostgresCatalog::find(const TableName& table) {
  const auto rows = m_session.ask(
      "SELECT c.oid, c.relkind, obj_description(c.oid, 'pg_class') FROM pg_class c JOIN pg_namespace n ON n.oid = "
      "c.relnamespace WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN " COURIER_SHOWN_KINDS,
      {table.schema, table.name});
  if (!rows) return rows.error();
  if (PQntuples(rows->get()) == 0)
    return Error::notFound(
        tr("There is no table named %1 in the schema %2. Refresh the list.").arg(table.name, table.schema));
  return Table{textAt(*rows, 0, 0), textAt(*rows, 0, 1), textAt(*rows, 0, 2)};
}

Expected<TableDetails> PostgresCatalog::details(const TableName& table) {
  const auto found = find(table);
  if (!found) return found.error();
  TableDetails details;
  details.comment = found->comment;
  auto keys = this->keys(found->oid);
  if (!keys) return keys.error();
  details.keys = *keys;
  auto indexes = this->indexes(found->oid);
  if (!indexes) return indexes.error();
  details.indexes = *indexes;
  auto partitions = texts(
      "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::oid "
      "ORDER BY c.relname",
      {found->oid});
  if (!partitions) return partitions.error();
  details.partitions = *partitions;
  const bool isView = found->kind == u"v" || found->kind == u"m";
  auto text = isView ? viewText(table, *found) : tableText(table, *found);
  if (!text) return text.error();
  details.createText = *text;
  details.isRebuilt = true;
  return details;
}

Expected<QVector<TableKey>> PostgresCatalog::keys(const QString& oid) {
  const auto rows = m_session.ask(
      "SELECT k.conname, k.contype, a.attname, fn.nspname, fc.relname, fa.attname "
      "FROM (SELECT *, generate_subscripts(conkey, 1) AS at FROM pg_constraint WHERE conrelid = $1::oid "
      "AND contype IN ('p', 'u', 'f')) k "
      "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[k.at] "
      "LEFT JOIN pg_class fc ON fc.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace "
      "LEFT JOIN pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = k.confkey[k.at] "
      "ORDER BY CASE k.contype WHEN 'p' THEN 0 WHEN 'u' THEN 1 ELSE 2 END, k.conname, k.at",
      {oid});
  if (!rows) return rows.error();
  QVector<TableKey> keys;
  for (int row = 0; row < PQntuples(rows->get()); ++row) {
    const QString name = textAt(*rows, row, 0);
    const QString kind = textAt(*rows, row, 1);
    if (keys.isEmpty() || keys.last().name != name) {
      keys.push_back({name,
                      kind == u"p"   ? TableKey::Kind::Primary
                      : kind == u"u" ? TableKey::Kind::Unique
                                     : TableKey::Kind::Foreign,
                      {},
                      {textAt(*rows, row, 3), textAt(*rows, row, 4)},
                      {}});
    }
    keys.last().columns += textAt(*rows, row, 2);
    if (kind == u"f") keys.last().referencedColumns += textAt(*rows, row, 5);
  }
  return keys;
}

Expected<QVector<TableIndex>> PostgresCatalog::indexes(const QString& oid) {
  // Those behind keys are told as keys.
  const auto rows = m_session.ask(
      "SELECT c.relname, x.indisunique, pg_get_indexdef(x.indexrelid, x.at, true) "
      "FROM (SELECT *, generate_series(1, indnatts) AS at FROM pg_index WHERE indrelid = $1::oid) x "
      "JOIN pg_class c ON c.oid = x.indexrelid "
      "WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u')) "
      "ORDER BY c.relname, x.at",
      {oid});
  if (!rows) return rows.error();
  QVector<TableIndex> indexes;
  for (int row = 0; row < PQntuples(rows->get()); ++row) {
    const QString name = textAt(*rows, row, 0);
    if (indexes.isEmpty() || indexes.last().name != name) indexes.push_back({name, {}, truthAt(*rows, row, 1)});
    indexes.last().columns += textAt(*rows, row, 2);
  }
  return indexes;
}

Expected<QStringList> PostgresCatalog::texts(const QByteArray& statement, const QStringList& values) {
  const auto rows = m_session.ask(statement, values);
  if (!rows) return rows.error();
  QStringList texts;
  for (int row = 0; row < PQntuples(rows->get()); ++row) texts += textAt(*rows, row, 0);
  return texts;
}

Expected<QString> PostgresCatalog::viewText(const TableName& name, const Table& table) {
  const auto text = texts("SELECT pg_get_viewdef($1::oid, true)", {table.oid});
  if (!text) return text.error();
  return QStringLiteral("CREATE %1 %2 AS\n%3\n")
      .arg(table.kind == u"m" ? QStringLiteral("MATERIALIZED VIEW") : QStringLiteral("VIEW"),
           quotedName(name, SqlDialect::postgreSql()), text->value(0));
}

Expected<QString> PostgresCatalog::tableText(const TableName& name, const Table& table) {
  const SqlDialect dialect = SqlDialect::postgreSql();
  const auto columns = this->columns(name);
  if (!columns) return columns.error();
  const auto constraints = texts(
      "SELECT 'CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
      "WHERE conrelid = $1::oid AND contype IN ('p', 'u', 'f', 'c', 'x') "
      "ORDER BY position(contype::text IN 'pucfx'), conname",
      {table.oid});
  if (!constraints) return constraints.error();
  const auto indexes = texts(
      "SELECT pg_get_indexdef(x.indexrelid) FROM pg_index x WHERE x.indrelid = $1::oid AND NOT EXISTS (SELECT 1 FROM "
      "pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x')) ORDER BY 1",
      {table.oid});
  if (!indexes) return indexes.error();
  QString partition;
  if (table.kind == u"p") {
    const auto key = texts("SELECT pg_get_partkeydef($1::oid)", {table.oid});
    if (!key) return key.error();
    partition = QStringLiteral(" PARTITION BY ") + key->value(0);
  }
  QStringList lines;
  for (const TableColumn& column : *columns) {
    QString line = quotedName(column.name, dialect) + u' ' + column.databaseType;
    if (!column.defaultText.isEmpty()) line += QStringLiteral(" DEFAULT ") + column.defaultText;
    if (!column.isNullable) line += QStringLiteral(" NOT NULL");
    lines += line;
  }
  lines += *constraints;
  QString text = QStringLiteral("CREATE %1 %2 (\n  %3\n)%4;\n")
                     .arg(table.kind == u"f" ? QStringLiteral("FOREIGN TABLE") : QStringLiteral("TABLE"),
                          quotedName(name, dialect), lines.join(QStringLiteral(",\n  ")), partition);
  for (const QString& index : *indexes) text += index + QStringLiteral(";\n");
  const auto comments = texts(
      "SELECT 'COMMENT ON ' || CASE WHEN d.objsubid = 0 THEN 'TABLE ' || c.oid::regclass::text ELSE 'COLUMN ' || "
      "c.oid::regclass::text || '.' || quote_ident(a.attname) END || ' IS ' || quote_literal(d.description) || ';' "
      "FROM pg_description d JOIN pg_class c ON c.oid = d.objoid LEFT JOIN pg_attribute a ON a.attrelid = c.oid "
      "AND a.attnum = d.objsubid WHERE d.classoid = 'pg_class'::regclass AND d.objoid = $1::oid ORDER BY d.objsubid",
      {table.oid});
  if (!comments) return comments.error();
  for (const QString& comment : *comments) text += comment + u'\n';
  return text;
}

#undef COURIER_SHOWN_KINDS

}  // namespace courier
