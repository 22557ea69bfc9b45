#pragma once

#include <QtGlobal>
#include <bit>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace courier {

/// The storage class of one value, as the engine gave it.
enum class CellKind : quint8 { Null, Integer, Real, Boolean, Text, Blob, Array };

/// One value, borrowed from its batch. `integer` holds Integer and Boolean (0/1); `real` holds Real; `bytes` holds
/// Text (as the engine gave it: meant to be UTF-8, may not be, may hold NUL), Blob, and Array (a JSON array's text).
struct Cell {
  CellKind kind = CellKind::Null;
  qint64 integer = 0;
  double real = 0.0;
  std::string_view bytes;
};

/// Some consecutive rows of a result, column by column; immutable once built, so it may cross threads. Numbers, text
/// and blobs are the engine's, exactly. Built by ColumnBatchBuilder; a batch's bytes stay below 4 GiB.
class ColumnBatch {
 public:
  /// One column's values: kinds[row], and in words[row] the integer, the double's bits, or offset (low 32 bits) and
  /// length (high 32 bits) into `bytes`.
  struct ColumnData {
    std::vector<CellKind> kinds;
    std::vector<quint64> words;
    std::vector<char> bytes;
  };

  ColumnBatch(std::vector<ColumnData> columns, int rowCount) : m_columns(std::move(columns)), m_rowCount(rowCount) {}

  [[nodiscard]] int rowCount() const { return m_rowCount; }
  [[nodiscard]] int columnCount() const { return static_cast<int>(m_columns.size()); }
  [[nodiscard]] const ColumnData& column(int index) const { return m_columns[static_cast<size_t>(index)]; }
  /// The value at row (0 … rowCount-1) and column (0 … columnCount-1); valid while the batch lives.
  [[nodiscard]] Cell cell(int row, int column) const;
  /// The same, a column at a time.
  [[nodiscard]] class ColumnView view(int column) const;
  /// Bytes of memory held.
  [[nodiscard]] size_t byteSize() const;

 private:
  std::vector<ColumnData> m_columns;
  int m_rowCount;
};

/// One column of a batch, for code that walks whole columns; valid while the batch lives. Rows are 0 … rowCount-1.
class ColumnView {
 public:
  explicit ColumnView(const ColumnBatch::ColumnData& data) : m_data(&data) {}

  [[nodiscard]] CellKind kind(int row) const { return m_data->kinds[static_cast<size_t>(row)]; }
  /// Of Integer and Boolean.
  [[nodiscard]] qint64 integer(int row) const { return static_cast<qint64>(word(row)); }
  /// Of Real.
  [[nodiscard]] double real(int row) const { return std::bit_cast<double>(word(row)); }
  /// Of Text, Blob and Array.
  [[nodiscard]] std::string_view bytes(int row) const { return {allBytes().data() + offset(row), word(row) >> 32U}; }
  /// The bytes of all its values of Text, Blob and Array, one behind the other in the order of their rows.
  [[nodiscard]] std::string_view allBytes() const { return {m_data->bytes.data(), m_data->bytes.size()}; }
  /// Where bytes() of that row begin in allBytes(): never before those of an earlier row.
  [[nodiscard]] quint32 offset(int row) const { return static_cast<quint32>(word(row) & 0xffff'ffffU); }

  /// The kind that every value has; none where there are several, NULL among them.
  [[nodiscard]] std::optional<CellKind> onlyKind() const { return std::nullopt; }
  /// The kind that every value has that is not NULL; none where there are several, or only NULL.
  [[nodiscard]] std::optional<CellKind> onlyValueKind() const { return std::nullopt; }

  /// A column of few different texts may keep each of them once. Then this is how many they are, else 0; then
  /// allBytes() and offset() must not be asked for, and there is an onlyValueKind(). bytes() serves both.
  [[nodiscard]] int dictionarySize() const { return 0; }
  /// The text with that code (0 … dictionarySize-1). No two are equal; one may occur in no row.
  [[nodiscard]] std::string_view dictionaryText([[maybe_unused]] int code) const { return {}; }
  /// The code of the row's text; of a NULL row any of them.
  [[nodiscard]] int code([[maybe_unused]] int row) const { return 0; }

 private:
  [[nodiscard]] quint64 word(int row) const { return m_data->words[static_cast<size_t>(row)]; }
  const ColumnBatch::ColumnData* m_data;
};

using ColumnBatchPtr = std::shared_ptr<const ColumnBatch>;

/// Rows [0, rowCount) of a batch as a batch of their own; the batch itself where that is all of it.
[[nodiscard]] ColumnBatchPtr firstRows(const ColumnBatchPtr& batch, int rowCount);

inline ColumnView ColumnBatch::view(int column) const {
  return ColumnView(m_columns[static_cast<size_t>(column)]);
}

inline Cell ColumnBatch::cell(int row, int column) const {
  const ColumnData& data = m_columns[static_cast<size_t>(column)];
  const CellKind kind = data.kinds[static_cast<size_t>(row)];
  const quint64 word = data.words[static_cast<size_t>(row)];
  Cell cell;
  cell.kind = kind;
  switch (kind) {
    case CellKind::Null:
      break;
    case CellKind::Integer:
    case CellKind::Boolean:
      cell.integer = static_cast<qint64>(word);
      break;
    case CellKind::Real:
      cell.real = std::bit_cast<double>(word);
      break;
    case CellKind::Text:
    case CellKind::Blob:
    case CellKind::Array:
      cell.bytes = std::string_view(data.bytes.data() + (word & 0xffff'ffffU), word >> 32U);
      break;
  }
  return cell;
}

/// Collects rows value by value and gives them out as batches. Values of one row may come in any order of columns;
/// no value costs an allocation of its own.
class ColumnBatchBuilder {
 public:
  /// A batch is full at `maxRows` rows or once it holds `maxBytes`, whichever comes first.
  explicit ColumnBatchBuilder(int columnCount, int maxRows = 2048, size_t maxBytes = 1 << 20);

  void appendNull(int column);
  void appendInteger(int column, qint64 value);
  void appendReal(int column, double value);
  void appendBoolean(int column, bool value);
  void appendText(int column, std::string_view bytes);
  void appendBlob(int column, std::string_view bytes);
  void appendArray(int column, std::string_view jsonText);
  /// Ends the row; every column has got exactly one value.
  void endRow();

  [[nodiscard]] bool isFull() const;
  [[nodiscard]] int rowCount() const { return m_rowCount; }
  /// What was collected, and an empty builder; never null, may hold no rows.
  [[nodiscard]] ColumnBatchPtr take();

 private:
  void append(int column, CellKind kind, quint64 word);
  void appendBytes(int column, CellKind kind, std::string_view bytes);
  /// Filled again and again; batches get copies of the exact size, so that none holds memory it does not need.
  std::vector<ColumnBatch::ColumnData> m_columns;
  int m_rowCount = 0;
  size_t m_byteCount = 0;
  int m_maxRows;
  size_t m_maxBytes;
};

}  // namespace courier
