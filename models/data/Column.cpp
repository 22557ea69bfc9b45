#include "models/data/Column.h"

namespace courier {

QString columnTypeName(ColumnType type, ColumnType element) {
  switch (type) {
    case ColumnType::Int:
      return QStringLiteral("int");
    case ColumnType::Long:
      return QStringLiteral("long");
    case ColumnType::Float:
      return QStringLiteral("float");
    case ColumnType::Double:
      return QStringLiteral("double");
    case ColumnType::String:
      return QStringLiteral("string");
    case ColumnType::Boolean:
      return QStringLiteral("boolean");
    case ColumnType::Array:
      break;
  }
  // An array of arrays says nothing about the inner one's elements: its innermost type is always string.
  const ColumnType inner = element == ColumnType::Array ? ColumnType::String : element;
  return QStringLiteral("array<%1>").arg(columnTypeName(inner));
}

}  // namespace courier
