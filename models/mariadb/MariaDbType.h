#pragma once

#include <mysql.h>

#include <string_view>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// How a column of MariaDB or MySQL becomes one of the contract. A value, made of the field's own description.
struct MariaDbType {
  enum class Form {
    Text,      ///< kept byte for byte; numbers with a point, dates and times as well
    Integer,   ///< signed
    Unsigned,  ///< up to 2^64 - 1: what is beyond int64 is kept as digits
    Float,     ///< four bytes
    Double,
    Bytes,
    Bits,  ///< written as binary digits
    Geometry
  };
  Form form = Form::Text;
  ColumnType type = ColumnType::String;
  TypeSource source = TypeSource::Fixed;
  int bits = 0;  ///< of Form::Bits

  /// `tinyint1IsBoolean`: as of ServerOptions.
  [[nodiscard]] static MariaDbType of(const MYSQL_FIELD& field, bool tinyint1IsBoolean);
};

[[nodiscard]] Column mariaDbColumn(const MYSQL_FIELD& field, const MariaDbType& type);

/// Appends a value that came as bytes: as text, or in its binary form for Bytes, Bits and Geometry.
void appendMariaDbBytes(ColumnBatchBuilder& builder, int column, const MariaDbType& type, std::string_view bytes);
void appendMariaDbUnsigned(ColumnBatchBuilder& builder, int column, quint64 value);
/// The double that is written as the float is: 0.1, not 0.10000000149011612.
void appendMariaDbFloat(ColumnBatchBuilder& builder, int column, float value);

}  // namespace courier
