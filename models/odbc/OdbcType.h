#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"
#include "models/odbc/OdbcApi.h"

namespace courier {

/// How a column of an ODBC driver becomes one of the contract, and in which form its values are asked for. A value.
struct OdbcType {
  enum class Form {
    Text,     ///< UTF-16
    Plain,    ///< ASCII, kept as it is: decimals, dates, times
    Integer,  ///< digits; what is beyond int64 is kept as text
    Float,    ///< four bytes: the shortest decimal of it
    Double,
    Truth,  ///< 0 or 1
    Bytes
  };
  Form form = Form::Text;
  ColumnType type = ColumnType::String;
  TypeSource source = TypeSource::Fixed;

  /// `sqlType`: the driver's concise type.
  [[nodiscard]] static OdbcType of(int sqlType, bool isUnsigned);
  /// The type where the driver only guessed it from a value: later ones may not fit.
  [[nodiscard]] OdbcType byValue() const;
  /// What the driver is asked to give.
  [[nodiscard]] SQLSMALLINT cType() const;
  bool operator==(const OdbcType&) const = default;
};

/// A value without a size that could be relied on, or a large one: it is read piece by piece.
[[nodiscard]] bool isLongOdbcType(int sqlType);
/// The driver's name of a type with its size, as people write it: varchar(20), numeric(10,2).
[[nodiscard]] QString odbcTypeName(const QString& name, int sqlType, qint64 size, int digits);

/// Appends a value that is not NULL: `bytes` as the driver gave them in the type's form. What is not of the form is
/// kept as text. `room`: used on the way, kept by the caller so that no value needs memory of its own.
void appendOdbcValue(ColumnBatchBuilder& builder, int column, const OdbcType& type, std::string_view bytes,
                     std::string& room);
/// UTF-16 in this machine's order as UTF-8; half of a surrogate pair becomes U+FFFD.
void toUtf8(std::string& text, std::string_view utf16);

}  // namespace courier
