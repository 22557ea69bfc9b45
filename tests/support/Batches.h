#pragma once

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/data/BatchSink.h"
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

/// The columns of numberedBatch(), which leave their types to the values.
inline Columns numberedColumns() {
  Columns columns(2);
  columns[0].name = QStringLiteral("number");
  columns[1].name = QStringLiteral("text");
  return columns;
}

/// Rows `first` … `first + count - 1`: the row's number, and "row N".
inline ColumnBatchPtr numberedBatch(qint64 first, int count) {
  ColumnBatchBuilder builder(2, count + 1);
  for (qint64 row = first; row < first + count; ++row) {
    builder.appendInteger(0, row);
    builder.appendText(1, "row " + std::to_string(row));
    builder.endRow();
  }
  return builder.take();
}

/// A BatchSink that keeps everything it was given of the last result. One thread at a time.
class CollectingSink final : public BatchSink {
 public:
  Expected<void> begin(const Columns& begunColumns) override {
    ++begins;
    columns = begunColumns;
    batches.clear();
    return {};
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    batches.push_back(batch);
    if (whenAppended) whenAppended();
    return {};
  }

  [[nodiscard]] qint64 rowCount() const {
    qint64 rows = 0;
    for (const auto& batch : batches) rows += batch->rowCount();
    return rows;
  }
  /// Of a row that is there.
  [[nodiscard]] Cell cell(qint64 row, int column) const {
    auto batch = batches.begin();
    while (row >= (*batch)->rowCount()) row -= (*batch++)->rowCount();
    return (*batch)->cell(static_cast<int>(row), column);
  }

  int begins = 0;
  Columns columns;
  std::vector<ColumnBatchPtr> batches;
  std::function<void()> whenAppended;
};

}  // namespace courier::testing
