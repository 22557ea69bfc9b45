#include "models/data/Column.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace courier {
namespace {

constexpr ColumnType columnTypes[] = {ColumnType::Int,    ColumnType::Long,    ColumnType::Float, ColumnType::Double,
                                      ColumnType::String, ColumnType::Boolean, ColumnType::Array};

QString typeKey(ColumnType type) {
  return type == ColumnType::Array ? QStringLiteral("array") : columnTypeName(type);
}

ColumnType typeFromKey(const QString& key) {
  for (const ColumnType type : columnTypes) {
    if (typeKey(type) == key) return type;
  }
  return ColumnType::String;
}

QString sourceKey(TypeSource source) {
  switch (source) {
    case TypeSource::Fixed:
      return QStringLiteral("fixed");
    case TypeSource::Declared:
      return QStringLiteral("declared");
    case TypeSource::Values:
      break;
  }
  return QStringLiteral("values");
}

TypeSource sourceFromKey(const QString& key) {
  if (key == QLatin1String("fixed")) return TypeSource::Fixed;
  return key == QLatin1String("declared") ? TypeSource::Declared : TypeSource::Values;
}

QJsonArray listOf(const QString& json) {
  return QJsonDocument::fromJson(json.toUtf8()).array();
}

}  // namespace

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

QString columnsJson(const Columns& columns, const QVector<bool>& unsettled) {
  QJsonArray list;
  for (qsizetype index = 0; index < columns.size(); ++index) {
    const Column& column = columns[index];
    QJsonObject object{{QStringLiteral("name"), column.name},
                       {QStringLiteral("databaseType"), column.databaseType},
                       {QStringLiteral("type"), typeKey(column.type)},
                       {QStringLiteral("source"), sourceKey(column.source)}};
    if (column.type == ColumnType::Array) object.insert(QStringLiteral("element"), typeKey(column.element));
    if (unsettled.value(index)) object.insert(QStringLiteral("unsettled"), true);
    list.append(object);
  }
  return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

Columns columnsFromJson(const QString& json) {
  Columns columns;
  const QJsonArray list = listOf(json);
  columns.reserve(list.size());
  for (const QJsonValue& value : list) {
    Column column;
    column.name = value[QStringLiteral("name")].toString();
    column.databaseType = value[QStringLiteral("databaseType")].toString();
    column.type = typeFromKey(value[QStringLiteral("type")].toString());
    column.element = typeFromKey(value[QStringLiteral("element")].toString());
    column.source = sourceFromKey(value[QStringLiteral("source")].toString());
    columns.append(column);
  }
  return columns;
}

QVector<bool> unsettledFromJson(const QString& json) {
  QVector<bool> unsettled;
  for (const QJsonValue& value : listOf(json)) unsettled.append(value[QStringLiteral("unsettled")].toBool());
  return unsettled;
}

}  // namespace courier
