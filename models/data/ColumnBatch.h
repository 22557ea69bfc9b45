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

/// How one column lies in its batch's block. A part is named by its offset from the block's beginning, of 8 bytes each
/// where not said otherwise; what is NULL takes its place there as well.
struct PackedColumn {
  enum class Form : quint8 {
    Same,        ///< every value is `base`
    Integer8,    ///< values: what is to be added to `base`, in 1 byte
    Integer16,   ///< in 2
    Integer32,   ///< in 4
    Words,       ///< values: an integer or the bits of a double
    Bytes16,     ///< values: offsets of 2 bytes into the bytes, one more than rows
    Bytes32,     ///< of 4 bytes
    Dictionary,  ///< values: a code of 1 byte; `base`: where offsets of 4 bytes are, one more than codes
    Mixed        ///< values: words; `base`: as with Bytes32; `nulls`: a CellKind each
  };
  Form form = Form::Same;
  CellKind kind = CellKind::Null;  ///< of what is not NULL
  quint32 codes = 0;
  quint64 base = 0;
  quint64 nulls = 0;  ///< a bit for each row; 0: nothing is NULL
  quint64 values = 0;
  quint64 bytes = 0;
};

/// Some consecutive rows of a result, column by column; immutable once built, so it may cross threads. Numbers, text
/// and blobs are the engine's, exactly. Built by ColumnBatchBuilder; a column's bytes stay below 4 GiB. All of it is
/// one block of bytes, which can be written to a file and used there in place.
class ColumnBatch {
 public:
  struct Head {
    quint32 rows = 0;
    quint32 columns = 0;
    quint64 size = 0;  ///< of the block
  };

  /// `block`: made by a ColumnBatchBuilder of this process, at an address that 8 divides; the first `rowCount` of its
  /// rows are the batch's.
  ColumnBatch(std::shared_ptr<const char> block, int rowCount) : m_block(std::move(block)), m_rowCount(rowCount) {}

  [[nodiscard]] int rowCount() const { return m_rowCount; }
  [[nodiscard]] int columnCount() const { return static_cast<int>(head().columns); }
  /// The value at row (0 … rowCount-1) and column (0 … columnCount-1); valid while the batch lives.
  [[nodiscard]] Cell cell(int row, int column) const;
  /// The same, a column at a time.
  [[nodiscard]] class ColumnView view(int column) const;
  /// Bytes of memory held.
  [[nodiscard]] size_t byteSize() const { return sizeof(ColumnBatch) + head().size; }
  [[nodiscard]] std::string_view block() const { return {m_block.get(), head().size}; }

 private:
  friend std::shared_ptr<const ColumnBatch> firstRows(const std::shared_ptr<const ColumnBatch>& batch, int rowCount);
  [[nodiscard]] const Head& head() const { return *reinterpret_cast<const Head*>(m_block.get()); }
  std::shared_ptr<const char> m_block;
  int m_rowCount;
};

using ColumnBatchPtr = std::shared_ptr<const ColumnBatch>;

/// Rows [0, rowCount) of a batch as a batch of their own, in the same memory; the batch itself where that is all of it.
[[nodiscard]] ColumnBatchPtr firstRows(const ColumnBatchPtr& batch, int rowCount);

/// One column of a batch, for code that walks whole columns; valid while the batch lives. Rows are 0 … rowCount-1.
class ColumnView {
 public:
  ColumnView(const char* block, const PackedColumn& column, int rowCount)
      : m_form(column.form),
        m_kind(column.kind),
        m_rowCount(rowCount),
        m_codes(column.codes),
        m_base(column.base),
        m_block(block),
        m_nulls(column.nulls == 0 ? nullptr : reinterpret_cast<const quint8*>(block + column.nulls)),
        m_values(block + column.values),
        m_bytes(block + column.bytes) {}

  [[nodiscard]] CellKind kind(int row) const {
    if (m_nulls == nullptr) return m_kind;
    if (m_form == Form::Mixed) return static_cast<CellKind>(m_nulls[row]);
    return (m_nulls[row / 8] >> (row % 8) & 1) != 0 ? CellKind::Null : m_kind;
  }
  /// Of Integer and Boolean.
  [[nodiscard]] qint64 integer(int row) const { return static_cast<qint64>(word(row)); }
  /// Of Real.
  [[nodiscard]] double real(int row) const { return std::bit_cast<double>(word(row)); }
  /// Of Text, Blob and Array.
  [[nodiscard]] std::string_view bytes(int row) const;
  [[nodiscard]] Cell cell(int row) const;

  /// The kind that every value is known to have; none where there are several, NULL among them.
  [[nodiscard]] std::optional<CellKind> onlyKind() const {
    return m_nulls == nullptr ? std::optional<CellKind>(m_kind) : std::nullopt;
  }
  /// The kind that every value is known to have that is not NULL; none where there are several, or only NULL.
  [[nodiscard]] std::optional<CellKind> onlyValueKind() const {
    return m_form == Form::Mixed || m_kind == CellKind::Null ? std::nullopt : std::optional<CellKind>(m_kind);
  }

  /// The bytes of all its values of Text, Blob and Array, one behind the other in the order of their rows; not of a
  /// dictionary.
  [[nodiscard]] std::string_view allBytes() const { return {m_bytes, offset(m_rowCount)}; }
  /// Where bytes() of that row begin in allBytes(), whatever its kind: never before those of an earlier row. Of
  /// rowCount: where all end.
  [[nodiscard]] quint32 offset(int row) const;

  /// A column of few different texts may keep each of them once. Then this is how many they are, else 0; then
  /// allBytes() and offset() must not be asked for, and there is an onlyValueKind(). bytes() serves both.
  [[nodiscard]] int dictionarySize() const { return static_cast<int>(m_codes); }
  /// The text with that code (0 … dictionarySize-1). No two are equal; one may occur in no row.
  [[nodiscard]] std::string_view dictionaryText(int code) const {
    return {m_bytes + entry(code), entry(code + 1) - entry(code)};
  }
  /// The code of the row's text; of a NULL row any of them.
  [[nodiscard]] int code(int row) const { return value<quint8>(row); }

 private:
  using Form = PackedColumn::Form;
  template <class Value>
  [[nodiscard]] Value value(int row) const {
    return reinterpret_cast<const Value*>(m_values)[row];
  }
  [[nodiscard]] quint64 word(int row) const;
  /// Of the offsets that `base` is the place of.
  [[nodiscard]] quint32 entry(int index) const { return reinterpret_cast<const quint32*>(m_block + m_base)[index]; }

  Form m_form;
  CellKind m_kind;
  int m_rowCount;
  quint32 m_codes;
  quint64 m_base;
  const char* m_block;
  const quint8* m_nulls;
  const char* m_values;
  const char* m_bytes;
};

inline ColumnView ColumnBatch::view(int column) const {
  const char* const block = m_block.get();
  return {block, reinterpret_cast<const PackedColumn*>(block + sizeof(Head))[column], m_rowCount};
}

inline Cell ColumnBatch::cell(int row, int column) const {
  return view(column).cell(row);
}

inline Cell ColumnView::cell(int row) const {
  Cell cell;
  cell.kind = kind(row);
  switch (cell.kind) {
    case CellKind::Null:
      break;
    case CellKind::Integer:
    case CellKind::Boolean:
      cell.integer = integer(row);
      break;
    case CellKind::Real:
      cell.real = real(row);
      break;
    case CellKind::Text:
    case CellKind::Blob:
    case CellKind::Array:
      cell.bytes = bytes(row);
      break;
  }
  return cell;
}

inline quint64 ColumnView::word(int row) const {
  switch (m_form) {
    case Form::Integer8:
      return m_base + value<quint8>(row);
    case Form::Integer16:
      return m_base + value<quint16>(row);
    case Form::Integer32:
      return m_base + value<quint32>(row);
    case Form::Words:
    case Form::Mixed:
      return value<quint64>(row);
    case Form::Same:
    case Form::Bytes16:
    case Form::Bytes32:
    case Form::Dictionary:
      break;
  }
  return m_base;
}

inline quint32 ColumnView::offset(int row) const {
  switch (m_form) {
    case Form::Bytes16:
      return value<quint16>(row);
    case Form::Bytes32:
      return value<quint32>(row);
    case Form::Mixed:
      return entry(row);
    case Form::Same:
    case Form::Integer8:
    case Form::Integer16:
    case Form::Integer32:
    case Form::Words:
    case Form::Dictionary:
      break;
  }
  return 0;
}

inline std::string_view ColumnView::bytes(int row) const {
  if (m_form == Form::Dictionary) return dictionaryText(code(row));
  const quint32 begin = offset(row);
  return {m_bytes + begin, offset(row + 1) - begin};
}

/// One column on its way into a batch: in words[row] the integer, the double's bits, or offset (low 32 bits) and length
/// (high 32 bits) into `bytes`; texts lie in it in the order of their rows.
struct CollectedColumn {
  std::vector<CellKind> kinds;
  std::vector<quint64> words;
  std::vector<char> bytes;
};

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
  std::vector<CollectedColumn> m_columns;  ///< filled again and again
  int m_rowCount = 0;
  size_t m_byteCount = 0;
  int m_maxRows;
  size_t m_maxBytes;
};

}  // namespace courier
