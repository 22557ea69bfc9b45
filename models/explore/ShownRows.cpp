#include "models/explore/ShownRows.h"

#include <utility>

#include "models/explore/BatchWalk.h"

namespace courier {
namespace {

void appendCell(ColumnBatchBuilder& builder, int column, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Null:
      return builder.appendNull(column);
    case CellKind::Integer:
      return builder.appendInteger(column, cell.integer);
    case CellKind::Real:
      return builder.appendReal(column, cell.real);
    case CellKind::Boolean:
      return builder.appendBoolean(column, cell.integer != 0);
    case CellKind::Text:
      return builder.appendText(column, cell.bytes);
    case CellKind::Blob:
      return builder.appendBlob(column, cell.bytes);
    case CellKind::Array:
      return builder.appendArray(column, cell.bytes);
  }
}

}  // namespace

ShownRows::ShownRows(std::shared_ptr<const ResultStore> result, RowListPtr rows, QVector<int> columns)
    : m_result(std::move(result)), m_rows(std::move(rows)), m_columns(std::move(columns)) {}

Columns ShownRows::columns() const {
  const Columns all = m_result->columns();
  if (m_columns.isEmpty()) return all;
  Columns chosen;
  for (const int column : m_columns) {
    if (column >= 0 && column < all.size()) chosen.append(all[column]);
  }
  return chosen;
}

qint64 ShownRows::rowCount() const {
  return m_rows ? m_rows->size() : m_result->rowCount();
}

Expected<void> ShownRows::replay(BatchSink& sink, qint64 rowLimit) const {
  const ResultSnapshotPtr snapshot = m_result->snapshot();
  const Columns chosen = columns();
  if (auto begun = sink.begin(chosen); !begun) return begun;
  QVector<int> from = m_columns;
  from.removeIf([&](int column) { return column < 0 || column >= snapshot->columns().size(); });
  if (m_columns.isEmpty()) {
    for (int column = 0; column < chosen.size(); ++column) from.append(column);
  }
  const qint64 count = m_rows ? m_rows->size() : snapshot->rowCount();
  const qint64 end = rowLimit > 0 ? std::min(rowLimit, count) : count;
  ColumnBatchBuilder builder(static_cast<int>(from.size()));
  RowReader reader(*snapshot);
  for (qint64 place = 0; place < end; ++place) {
    const ColumnBatch* const batch = reader.at(m_rows ? m_rows->rowAt(place) : place);
    if (!batch) return *reader.error();
    for (int column = 0; column < from.size(); ++column)
      appendCell(builder, column, batch->cell(reader.place(), from[column]));
    builder.endRow();
    if (!builder.isFull()) continue;
    if (auto appended = sink.append(builder.take()); !appended) return appended;
  }
  return builder.rowCount() == 0 ? Expected<void>() : sink.append(builder.take());
}

}  // namespace courier
