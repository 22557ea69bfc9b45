#pragma once

#include <QString>
#include <QVector>

namespace courier {

/// The types of the body's contract ("column_types"); `Array` carries its element's type in Column::element.
enum class ColumnType { Int, Long, Float, Double, String, Boolean, Array };

/// How far a column's type can be trusted before its values are seen.
enum class TypeSource {
  Fixed,     ///< the engine promises it (PostgreSQL, MariaDB)
  Declared,  ///< a declaration that holds only while every sent value fits it (SQLite)
  Values     ///< no declaration: the values decide
};

/// One column of a result, as the engine describes it.
struct Column {
  QString name;          ///< kept as it is: may be empty, may occur twice
  QString databaseType;  ///< the engine's own words for the type, "" where it has none; shown, never sent
  ColumnType type = ColumnType::String;
  ColumnType element = ColumnType::String;  ///< of an Array, else unused
  TypeSource source = TypeSource::Values;

  bool operator==(const Column&) const = default;
};

using Columns = QVector<Column>;

/// "int", "long", "float", "double", "string", "boolean" or "array<…>", as the body writes it.
[[nodiscard]] QString columnTypeName(ColumnType type, ColumnType element = ColumnType::String);

/// Columns as JSON, as courier.db keeps them. `unsettled`: by column, whether its type came only from a want of values;
/// may be shorter or empty.
[[nodiscard]] QString columnsJson(const Columns& columns, const QVector<bool>& unsettled = {});
/// The columns of such a JSON; what cannot be read is left out or at its default.
[[nodiscard]] Columns columnsFromJson(const QString& json);
/// As many as columnsFromJson() gives.
[[nodiscard]] QVector<bool> unsettledFromJson(const QString& json);

}  // namespace courier
