#include "models/explore/RowFilter.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "models/data/CellText.h"
#include "models/explore/ValueOrder.h"

namespace courier {
namespace {

/// A value's kind and content as one text, equal where both are.
void appendKey(std::string& key, const Cell& cell) {
  key += static_cast<char>(cell.kind);
  const auto put = [&key](const auto& value) {
    char bytes[sizeof(value)];
    std::memcpy(bytes, &value, sizeof(value));
    key.append(bytes, sizeof(value));
  };
  switch (cell.kind) {
    case CellKind::Null:
      break;
    case CellKind::Integer:
    case CellKind::Boolean:
      put(cell.integer);
      break;
    case CellKind::Real:
      put(cell.real);
      break;
    case CellKind::Text:
    case CellKind::Blob:
    case CellKind::Array:
      key.append(cell.bytes);
      break;
  }
}

bool hasColumn(const Columns& columns, int column) {
  return column >= 0 && column < columns.size();
}

}  // namespace

std::optional<Cell> numberIn(const QString& text) {
  const std::string bytes = text.trimmed().toStdString();
  const char* const end = bytes.data() + bytes.size();
  const char* begin = bytes.data();
  if (bytes.size() > 1 && *begin == '+') ++begin;
  Cell cell;
  cell.kind = CellKind::Integer;
  if (const auto read = std::from_chars(begin, end, cell.integer); read.ec == std::errc() && read.ptr == end)
    return cell;
  cell.kind = CellKind::Real;
  cell.integer = 0;
  const auto read = std::from_chars(begin, end, cell.real);
  if (read.ec == std::errc() && read.ptr == end && begin < end) return cell;
  return std::nullopt;
}

RowFilter::RowFilter(const Arrangement& wanted, const Columns& columns) {
  for (const ValueFilter& filter : wanted.filters) {
    if (!hasColumn(columns, filter.column)) continue;
    Test test{filter, {}, {}, {}, {}, {}, {}, {}, {}};
    switch (filter.kind) {
      case ValueFilter::Kind::Contains:
        test.match.emplace(filter.text, false, TextMatch::Part::Within);
        break;
      case ValueFilter::Kind::Equals:
        test.equal = numberIn(filter.text);
        test.text = filter.text.toStdString();
        break;
      case ValueFilter::Kind::Range:
        test.from = numberIn(filter.from);
        test.to = numberIn(filter.to);
        test.fromText = filter.from.toStdString();
        test.toText = filter.to.toStdString();
        break;
      case ValueFilter::Kind::Null:
        break;
      case ValueFilter::Kind::OneOf:
        for (const KeptValue& value : filter.values) {
          std::string key;
          appendKey(key, cellOf(value));
          test.set.insert(std::move(key));
        }
        break;
    }
    m_tests.push_back(std::move(test));
  }
  if (!wanted.anyColumn.isEmpty()) m_any.emplace(wanted.anyColumn, false, TextMatch::Part::Within);
}

bool RowFilter::passes(const Test& test, const Cell& cell) {
  switch (test.filter.kind) {
    case ValueFilter::Kind::Contains:
      return false;
    case ValueFilter::Kind::Null:
      return cell.kind == CellKind::Null;
    case ValueFilter::Kind::OneOf: {
      std::string key;
      appendKey(key, cell);
      return test.set.contains(key);
    }
    case ValueFilter::Kind::Equals:
      if (cell.kind == CellKind::Null || cell.kind == CellKind::Blob) return false;
      if (!isNumber(cell.kind)) return cell.bytes == test.text;
      if (test.equal && orderOf(cell, *test.equal) == 0) return true;
      {
        std::string text;
        appendCellText(text, cell);
        return text == test.text;
      }
    case ValueFilter::Kind::Range:
      break;
  }
  if (cell.kind == CellKind::Null || cell.kind == CellKind::Blob) return false;
  const bool hasFrom = !test.fromText.empty();
  const bool hasTo = !test.toText.empty();
  if (isNumber(cell.kind)) {
    // NaN lies in no range.
    if (cell.kind == CellKind::Real && cell.real != cell.real) return false;
    return (!hasFrom || (test.from && orderOf(cell, *test.from) >= 0)) &&
           (!hasTo || (test.to && orderOf(cell, *test.to) <= 0));
  }
  return (!hasFrom || compareBytes(cell.bytes, test.fromText) >= 0) &&
         (!hasTo || compareBytes(cell.bytes, test.toText) <= 0);
}

void RowFilter::mark(Test& test, const ColumnView& column, int rowCount, std::vector<quint8>& marks) const {
  if (test.match) {
    if (test.match->isEmpty()) std::fill_n(marks.begin(), rowCount, quint8{1});
    return test.match->mark(column, rowCount, marks);
  }
  if (column.dictionarySize() > 0 && test.filter.kind != ValueFilter::Kind::Null) {
    Cell cell;
    cell.kind = *column.onlyValueKind();
    std::vector<quint8> codes(static_cast<size_t>(column.dictionarySize()));
    for (int code = 0; code < column.dictionarySize(); ++code) {
      cell.bytes = column.dictionaryText(code);
      codes[static_cast<size_t>(code)] = passes(test, cell) ? 1 : 0;
    }
    const quint8 null = passes(test, Cell()) ? 1 : 0;
    for (int row = 0; row < rowCount; ++row)
      marks[static_cast<size_t>(row)] =
          column.kind(row) == CellKind::Null ? null : codes[static_cast<size_t>(column.code(row))];
    return;
  }
  if (test.filter.kind == ValueFilter::Kind::Null) {
    for (int row = 0; row < rowCount; ++row)
      marks[static_cast<size_t>(row)] = column.kind(row) == CellKind::Null ? 1 : 0;
    return;
  }
  for (int row = 0; row < rowCount; ++row) marks[static_cast<size_t>(row)] = passes(test, column.cell(row)) ? 1 : 0;
}

void RowFilter::apply(const ColumnBatch& batch, std::vector<quint8>& keep) {
  const auto rows = static_cast<size_t>(batch.rowCount());
  keep.assign(rows, 1);
  for (Test& test : m_tests) {
    if (test.filter.column >= batch.columnCount()) continue;
    m_marks.assign(rows, 0);
    mark(test, batch.view(test.filter.column), batch.rowCount(), m_marks);
    const quint8 unwanted = test.filter.excludes ? 1 : 0;
    for (size_t row = 0; row < rows; ++row) {
      if (m_marks[row] == unwanted) keep[row] = 0;
    }
  }
  if (!m_any) return;
  m_marks.assign(rows, 0);
  for (int column = 0; column < batch.columnCount(); ++column)
    m_any->mark(batch.view(column), batch.rowCount(), m_marks);
  for (size_t row = 0; row < rows; ++row) keep[row] = std::min(keep[row], m_marks[row]);
}

}  // namespace courier
