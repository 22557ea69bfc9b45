#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// A type of a PostgreSQL server, and how a value's text becomes a cell. A value.
struct PostgresType {
  enum class Form {
    Text,     ///< kept byte for byte
    Integer,  ///< digits
    Real,     ///< the shortest decimal, NaN, Infinity
    Truth,    ///< t or f
    Bytes     ///< \x and hexadecimal digits
  };
  QString name;  ///< the server's own: "int4"
  ColumnType type = ColumnType::String;
  Form form = Form::Text;  ///< of the value; of an array, of its members
  bool isArray = false;
  char delimiter = ',';  ///< between an array's members

  bool operator==(const PostgresType&) const = default;
};

/// The types that every server has under the same number; others have to be asked for (PostgresTypes). Null where
/// `oid` is not one of them.
[[nodiscard]] const PostgresType* builtInPostgresType(unsigned oid);
/// An array of the type: one dimension becomes array<…>.
[[nodiscard]] PostgresType postgresArrayOf(const PostgresType& element, QString name, char delimiter);

/// The column as the contract has it. `modifier`: the server's type modifier, -1 for none; it is shown with the name:
/// numeric(10,2), varchar(20).
[[nodiscard]] Column postgresColumn(const QString& name, const PostgresType& type, int modifier);

/// Appends the text of a value, which is not NULL, as the cell that it stands for. What is not of the type's form is
/// kept as text.
void appendPostgresValue(ColumnBatchBuilder& builder, int column, const PostgresType& type, std::string_view text);

}  // namespace courier
