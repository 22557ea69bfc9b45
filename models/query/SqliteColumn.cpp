#include "models/query/SqliteEngine.h"

namespace courier {

Column sqliteColumn(const QString& name, const QString& declaration) {
  const auto says = [&declaration](const char* word) {
    return declaration.contains(QLatin1String(word), Qt::CaseInsensitive);
  };
  Column column;
  column.name = name;
  column.databaseType = declaration;
  column.source = declaration.trimmed().isEmpty() ? TypeSource::Values : TypeSource::Declared;
  // The order is that of SQLite's own rules (datatype3.html, 3.1).
  if (says("INT")) {
    column.type = ColumnType::Long;
  } else if (says("CHAR") || says("CLOB") || says("TEXT") || says("BLOB")) {
    column.type = ColumnType::String;
  } else if (says("REAL") || says("FLOA") || says("DOUB")) {
    column.type = ColumnType::Double;
  } else if (says("BOOL")) {
    column.type = ColumnType::Boolean;
  }
  return column;
}

}  // namespace courier
