#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier::testing {

struct Null {};
struct Blob {
  std::string bytes;
};
struct Array {
  std::string json;
};
/// One value of a result, of any storage class; std::string is text.
using Value = std::variant<Null, qint64, double, bool, std::string, Blob, Array>;
using Row = std::vector<Value>;

inline void appendValue(ColumnBatchBuilder& builder, int column, const Value& value) {
  struct Append {
    ColumnBatchBuilder& builder;
    int column;
    void operator()(Null) const { builder.appendNull(column); }
    void operator()(qint64 integer) const { builder.appendInteger(column, integer); }
    void operator()(double real) const { builder.appendReal(column, real); }
    void operator()(bool truth) const { builder.appendBoolean(column, truth); }
    void operator()(const std::string& text) const { builder.appendText(column, text); }
    void operator()(const Blob& blob) const { builder.appendBlob(column, blob.bytes); }
    void operator()(const Array& array) const { builder.appendArray(column, array.json); }
  };
  std::visit(Append{builder, column}, value);
}

/// One batch of `rows`, which all have `columnCount` values.
inline ColumnBatchPtr batchOf(int columnCount, const std::vector<Row>& rows) {
  ColumnBatchBuilder builder(columnCount, static_cast<int>(rows.size()) + 1);
  for (const Row& row : rows) {
    for (int column = 0; column < columnCount; ++column) appendValue(builder, column, row[static_cast<size_t>(column)]);
    builder.endRow();
  }
  return builder.take();
}

/// One batch of one column.
inline ColumnBatchPtr batchOfColumn(const std::vector<Value>& values) {
  std::vector<Row> rows;
  rows.reserve(values.size());
  for (const Value& value : values) rows.push_back({value});
  return batchOf(1, rows);
}

inline Column columnOf(const QString& name, ColumnType type, TypeSource source = TypeSource::Fixed,
                       ColumnType element = ColumnType::String) {
  return {name, {}, type, element, source};
}

}  // namespace courier::testing
