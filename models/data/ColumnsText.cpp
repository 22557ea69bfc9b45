#include "models/data/ColumnsText.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace courier::columnstext {

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

QJsonArray listOf(const QString& text) {
  return QJsonDocument::fromJson(text.toUtf8()).array();
}

}  // namespace

QString write(const Columns& columns, const QVector<bool>& unsettled) {
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

Columns read(const QString& text) {
  Columns columns;
  const QJsonArray list = listOf(text);
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

QVector<bool> readUnsettled(const QString& text) {
  QVector<bool> unsettled;
  for (const QJsonValue& value : listOf(text)) unsettled.append(value[QStringLiteral("unsettled")].toBool());
  return unsettled;
}

}  // namespace courier::columnstext
