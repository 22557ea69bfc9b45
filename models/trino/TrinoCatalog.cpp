#include "models/trino/TrinoCatalog.h"

#include <algorithm>
#include <utility>

#include "models/query/SqlName.h"
#include "models/trino/TrinoType.h"

namespace courier {
namespace {

QString trinoText(const QString& text) {
  return u'\'' + QString(text).replace(u'\'', QStringLiteral("''")) + u'\'';
}

QString trinoName(const QString& name) {
  return u'"' + QString(name).replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString cellText(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Null:
      return {};
    case CellKind::Integer:
    case CellKind::Boolean:
      return QString::number(cell.integer);
    case CellKind::Real:
      return QString::number(cell.real);
    default:
      return QString::fromUtf8(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size()));
  }
}

void addRows(const ColumnBatch& batch, TrinoCatalog::Rows& rows) {
  for (int row = 0; row < batch.rowCount(); ++row) {
    QStringList values;
    for (int column = 0; column < batch.columnCount(); ++column) values += cellText(batch.cell(row, column));
    rows.push_back(std::move(values));
  }
}

}  // namespace

Expected<TrinoCatalog::Rows> TrinoCatalog::rows(const QString& statement, ServerFailure* failure) {
  TrinoStatement running(m_link, m_session, nullptr);
  if (auto submitted = running.submit(statement, failure); !submitted) return submitted.error();
  Rows rows;
  std::optional<ColumnBatchBuilder> builder;
  for (;;) {
    auto page = running.next();
    if (!page) {
      if (failure != nullptr && running.hasFailedThere()) *failure = ServerFailure::Database;
      return page.error();
    }
    if (!*page) return rows;
    if (!builder && (*page)->columns) builder.emplace(static_cast<int>((*page)->columns->size()));
    if (!builder) continue;
    auto read = running.readRows(*builder, [&]() -> Expected<bool> {
      builder->endRow();
      if (builder->isFull()) addRows(*builder->take(), rows);
      return true;
    });
    if (!read) return read.error();
    addRows(*builder->take(), rows);
  }
}

QString TrinoCatalog::informationTable(const QString& name) const {
  const QString& catalog = m_link.connection().database;
  const QString table = QStringLiteral("information_schema.") + name;
  return m_link.endpoint().isTreasureData || catalog.isEmpty() ? table : trinoName(catalog) + u'.' + table;
}

QString TrinoCatalog::fullName(const TableName& table) const {
  const QString& catalog = m_link.connection().database;
  const QString name = trinoName(table.schema) + u'.' + trinoName(table.name);
  return m_link.endpoint().isTreasureData || catalog.isEmpty() ? name : trinoName(catalog) + u'.' + name;
}

Expected<QVector<CatalogInfo>> TrinoCatalog::catalogs() {
  const auto found = rows(QStringLiteral("SHOW CATALOGS"));
  if (!found) return found.error();
  QVector<CatalogInfo> catalogs;
  for (const QStringList& row : *found)
    catalogs.push_back({row.value(0), row.value(0) == m_link.connection().database});
  return catalogs;
}

Expected<QVector<SchemaInfo>> TrinoCatalog::schemas() {
  const Connection& connection = m_link.connection();
  const bool isTreasureData = m_link.endpoint().isTreasureData;
  if (!isTreasureData && connection.database.isEmpty())
    return Error::invalidInput(tr("The connection names no catalog. Name one to see its schemas."));
  const auto found = rows(isTreasureData ? QStringLiteral("SHOW SCHEMAS")
                                         : QStringLiteral("SHOW SCHEMAS FROM ") + trinoName(connection.database));
  if (!found) return found.error();
  const QString& chosen = isTreasureData ? connection.database : connection.schema;
  QVector<SchemaInfo> schemas;
  for (const QStringList& row : *found) {
    const QString name = row.value(0);
    if (name != u"information_schema") schemas.push_back({name, name == chosen});
  }
  return schemas;
}

Expected<QVector<TableInfo>> TrinoCatalog::tables(const QString& schema) {
  const auto found = rows(QStringLiteral("SELECT table_name, table_type FROM %1 WHERE table_schema = %2 ORDER BY 1")
                              .arg(informationTable(QStringLiteral("tables")), trinoText(schema)));
  if (!found) return found.error();
  QVector<TableInfo> tables;
  for (const QStringList& row : *found) {
    const bool isView = row.value(1).contains(QLatin1String("VIEW"), Qt::CaseInsensitive);
    tables.push_back({row.value(0), isView ? TableKind::View : TableKind::Table, {}});
  }
  return tables;
}

Expected<QVector<TableColumn>> TrinoCatalog::columns(const TableName& table) {
  QString where = QStringLiteral("table_schema = ") + trinoText(table.schema);
  if (!table.name.isEmpty()) where += QStringLiteral(" AND table_name = ") + trinoText(table.name);
  const auto found =
      rows(QStringLiteral("SELECT table_name, column_name, data_type, is_nullable, column_default, comment FROM %1 "
                          "WHERE %2 ORDER BY table_name, ordinal_position")
               .arg(informationTable(QStringLiteral("columns")), where));
  if (!found) return found.error();
  if (found->isEmpty() && !table.name.isEmpty())
    return Error::notFound(
        tr("There is no table “%1” in the schema “%2” any more. Refresh the tree.").arg(table.name, table.schema));
  QVector<TableColumn> columns;
  for (const QStringList& row : *found) {
    const QByteArray words = row.value(2).toUtf8();
    const TrinoType type = trinoType(std::string_view(words.constData(), static_cast<size_t>(words.size())));
    const Column described = trinoColumn(row.value(1), row.value(2), type);
    TableColumn column;
    column.table = row.value(0);
    column.name = described.name;
    column.databaseType = described.databaseType;
    column.type = described.type;
    column.element = described.element;
    column.isNullable = row.value(3) != u"NO";
    column.defaultText = row.value(4);
    column.comment = row.value(5);
    columns.push_back(std::move(column));
  }
  return columns;
}

Expected<TableDetails> TrinoCatalog::details(const TableName& table) {
  TableDetails details;
  auto text = rows(QStringLiteral("SHOW CREATE TABLE ") + fullName(table));
  // The cluster refuses it for a view.
  if (!text && text.error().kind == ErrorKind::Sql) text = rows(QStringLiteral("SHOW CREATE VIEW ") + fullName(table));
  if (!text && text.error().kind == ErrorKind::Cancelled) return text.error();
  // Some sources have no such text; what is there shows itself by its columns.
  if (text && !text->isEmpty()) details.createText = text->first().value(0);
  return details;
}

}  // namespace courier
