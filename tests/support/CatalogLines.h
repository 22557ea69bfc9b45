#pragma once

#include <QStringList>

#include "models/query/QueryEngine.h"

namespace courier::testing {

/// A schema's tables, a line each: "name view column:type column:type", or the error alone.
inline QStringList catalogLines(QueryEngine& engine, const DatabaseAccess& access, const QString& schema) {
  const auto tables = engine.tables(access, schema, {});
  if (!tables) return {tables.error().message};
  const auto columns = engine.columns(access, {schema, {}}, {});
  if (!columns) return {columns.error().message};
  QStringList lines;
  for (const TableInfo& table : *tables) {
    QString line = table.name + (table.kind == TableKind::View ? QStringLiteral(" view") : QString());
    for (const TableColumn& column : *columns) {
      if (column.table == table.name) line += QStringLiteral(" %1:%2").arg(column.name, column.databaseType);
    }
    lines += line;
  }
  return lines;
}

/// Keys and indexes, a line each: "primary a, b", "foreign a -> schema.table(b)", "unique index name a".
inline QStringList detailLines(const TableDetails& details) {
  QStringList lines;
  for (const TableKey& key : details.keys) {
    const QString columns = key.columns.join(QStringLiteral(", "));
    if (key.kind == TableKey::Kind::Foreign) {
      lines += QStringLiteral("foreign %1 -> %2.%3(%4)")
                   .arg(columns, key.references.schema, key.references.name,
                        key.referencedColumns.join(QStringLiteral(", ")));
    } else {
      lines += (key.kind == TableKey::Kind::Primary ? QStringLiteral("primary ") : QStringLiteral("unique ")) + columns;
    }
  }
  for (const TableIndex& index : details.indexes)
    lines += (index.isUnique ? QStringLiteral("unique index ") : QStringLiteral("index ")) + index.name + u' ' +
             index.columns.join(QStringLiteral(", "));
  return lines;
}

/// The test's steps, a line each: "ok Signed in as ann.", "warned …", "failed …".
inline QStringList stepLines(const ConnectionSteps& steps) {
  QStringList lines;
  for (const ConnectionStep& step : steps) {
    const char* const outcome = step.outcome == ConnectionStep::Outcome::Passed   ? "ok "
                                : step.outcome == ConnectionStep::Outcome::Warned ? "warned "
                                                                                  : "failed ";
    lines += QLatin1String(outcome) + step.words;
  }
  return lines;
}

}  // namespace courier::testing
