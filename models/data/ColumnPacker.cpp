#include "models/data/ColumnPacker.h"

#include <QHashFunctions>
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace courier {
namespace {

using Form = PackedColumn::Form;

constexpr size_t kMostCodes = 256;
/// Fewer rows gain too little by a dictionary.
constexpr size_t kDictionaryRows = 64;

constexpr quint64 aligned(quint64 size) {
  return (size + 7) & ~quint64{7};
}

quint64 lengthOf(quint64 word) {
  return word >> 32U;
}

/// One column's plan and its writing. First all columns are planned, then each takes its place in the block.
class ColumnPacking {
 public:
  ColumnPacking(const CollectedColumn& column, size_t rows) : m_column(column), m_rows(rows) {
    const CellKind* const kinds = m_column.kinds.data();
    const auto first = std::find_if(kinds, kinds + rows, [](CellKind kind) { return kind != CellKind::Null; });
    if (first == kinds + rows) return;
    m_packed.kind = *first;
    for (size_t row = 0; row < rows; ++row) m_nullCount += kinds[row] == CellKind::Null ? 1 : 0;
    size_t others = 0;
    for (size_t row = 0; row < rows; ++row) others += kinds[row] == m_packed.kind ? 0 : 1;
    if (others != m_nullCount) {
      m_packed.form = Form::Mixed;
    } else if (m_packed.kind < CellKind::Text) {
      planWords();
    } else if (!planDictionary()) {
      m_packed.form = m_column.bytes.size() <= std::numeric_limits<quint16>::max() ? Form::Bytes16 : Form::Bytes32;
    }
  }

  /// Takes the block's next bytes.
  void place(quint64& end) {
    const auto take = [&end](quint64 size) { return std::exchange(end, end + aligned(size)); };
    if (m_packed.form == Form::Mixed) {
      m_packed.nulls = take(m_rows);
      m_packed.base = take((m_rows + 1) * sizeof(quint32));
    } else if (m_nullCount > 0) {
      m_packed.nulls = take((m_rows + 7) / 8);
    }
    m_packed.values = take(valuesSize());
    if (m_packed.form == Form::Dictionary) {
      m_packed.base = take((m_texts.size() + 1) * sizeof(quint32));
      m_packed.bytes = take(m_textBytes);
    } else if (holdsBytes()) {
      m_packed.bytes = take(m_column.bytes.size());
    }
  }

  [[nodiscard]] const PackedColumn& packed() const { return m_packed; }

  void write(char* block) const {
    char* const values = block + m_packed.values;
    writeNulls(reinterpret_cast<quint8*>(block + m_packed.nulls));
    switch (m_packed.form) {
      case Form::Same:
        break;
      case Form::Integer8:
        writeDifferences(reinterpret_cast<quint8*>(values));
        break;
      case Form::Integer16:
        writeDifferences(reinterpret_cast<quint16*>(values));
        break;
      case Form::Integer32:
        writeDifferences(reinterpret_cast<quint32*>(values));
        break;
      case Form::Words:
        copyTo(values, m_column.words);
        break;
      case Form::Bytes16:
        writeOffsets(reinterpret_cast<quint16*>(values));
        break;
      case Form::Bytes32:
        writeOffsets(reinterpret_cast<quint32*>(values));
        break;
      case Form::Dictionary:
        writeDictionary(block);
        break;
      case Form::Mixed:
        copyTo(values, m_column.words);
        writeOffsets(reinterpret_cast<quint32*>(block + m_packed.base));
        break;
    }
    if (holdsBytes()) copyTo(block + m_packed.bytes, m_column.bytes);
  }

 private:
  [[nodiscard]] bool isNull(size_t row) const { return m_column.kinds[row] == CellKind::Null; }
  [[nodiscard]] bool holdsBytes() const {
    return m_packed.form == Form::Bytes16 || m_packed.form == Form::Bytes32 || m_packed.form == Form::Mixed;
  }

  void planWords() {
    const quint64* const words = m_column.words.data();
    const size_t firstValue = static_cast<size_t>(
        std::find(m_column.kinds.begin(), m_column.kinds.end(), m_packed.kind) - m_column.kinds.begin());
    auto least = static_cast<qint64>(words[firstValue]);
    qint64 greatest = least;
    if (m_nullCount == 0) {
      for (size_t row = 0; row < m_rows; ++row) {
        least = std::min(least, static_cast<qint64>(words[row]));
        greatest = std::max(greatest, static_cast<qint64>(words[row]));
      }
    } else {
      for (size_t row = firstValue; row < m_rows; ++row) {
        if (isNull(row)) continue;
        least = std::min(least, static_cast<qint64>(words[row]));
        greatest = std::max(greatest, static_cast<qint64>(words[row]));
      }
    }
    const quint64 range = static_cast<quint64>(greatest) - static_cast<quint64>(least);
    m_packed.base = static_cast<quint64>(least);
    if (range == 0) {
      m_packed.form = Form::Same;
    } else if (m_packed.kind == CellKind::Real || range > std::numeric_limits<quint32>::max()) {
      m_packed.form = Form::Words;
    } else if (range > std::numeric_limits<quint16>::max()) {
      m_packed.form = Form::Integer32;
    } else {
      m_packed.form = range > std::numeric_limits<quint8>::max() ? Form::Integer16 : Form::Integer8;
    }
  }

  [[nodiscard]] std::string_view text(quint64 word) const {
    return {m_column.bytes.data() + static_cast<quint32>(word), lengthOf(word)};
  }

  /// Finds a code for every row, unless the texts are too many.
  bool planDictionary() {
    if (m_rows < kDictionaryRows) return false;
    constexpr size_t slotCount = 4 * kMostCodes;
    std::array<quint16, slotCount> slots{};  // one more than a code; 0: free
    m_codes.assign(m_rows, 0);
    m_texts.clear();
    size_t before = m_rows;
    for (size_t row = 0; row < m_rows; ++row) {
      if (isNull(row)) continue;
      const quint64 word = m_column.words[row];
      const std::string_view wanted = text(word);
      if (before < row && wanted == text(m_column.words[before])) {
        m_codes[row] = m_codes[before];
        continue;
      }
      before = row;
      size_t slot = qHashBits(wanted.data(), wanted.size()) % slotCount;
      while (slots[slot] != 0 && text(m_texts[slots[slot] - 1U]) != wanted) slot = (slot + 1) % slotCount;
      if (slots[slot] == 0) {
        if (m_texts.size() == kMostCodes || m_texts.size() > m_rows / 4) return false;
        m_texts.push_back(word);
        m_textBytes += wanted.size();
        slots[slot] = static_cast<quint16>(m_texts.size());
      }
      m_codes[row] = static_cast<quint8>(slots[slot] - 1U);
    }
    m_packed.form = Form::Dictionary;
    m_packed.codes = static_cast<quint32>(m_texts.size());
    return true;
  }

  [[nodiscard]] quint64 valuesSize() const {
    switch (m_packed.form) {
      case Form::Same:
        break;
      case Form::Integer8:
      case Form::Dictionary:
        return m_rows;
      case Form::Integer16:
        return m_rows * sizeof(quint16);
      case Form::Integer32:
        return m_rows * sizeof(quint32);
      case Form::Words:
      case Form::Mixed:
        return m_rows * sizeof(quint64);
      case Form::Bytes16:
        return (m_rows + 1) * sizeof(quint16);
      case Form::Bytes32:
        return (m_rows + 1) * sizeof(quint32);
    }
    return 0;
  }

  template <class Value>
  static void copyTo(char* place, const std::vector<Value>& values) {
    if (!values.empty()) std::memcpy(place, values.data(), values.size() * sizeof(Value));
  }

  void writeNulls(quint8* nulls) const {
    if (m_packed.form == Form::Mixed) {
      copyTo(reinterpret_cast<char*>(nulls), m_column.kinds);
    } else if (m_nullCount > 0) {
      for (size_t row = 0; row < m_rows; ++row) nulls[row / 8] |= static_cast<quint8>((isNull(row) ? 1 : 0) << row % 8);
    }
  }

  template <class Value>
  void writeDifferences(Value* values) const {
    const quint64* const words = m_column.words.data();
    // What is NULL becomes some number or other.
    for (size_t row = 0; row < m_rows; ++row) values[row] = static_cast<Value>(words[row] - m_packed.base);
  }

  template <class Value>
  void writeOffsets(Value* offsets) const {
    quint64 end = 0;
    for (size_t row = 0; row < m_rows; ++row) {
      offsets[row] = static_cast<Value>(end);
      if (m_column.kinds[row] >= CellKind::Text) end += lengthOf(m_column.words[row]);
    }
    offsets[m_rows] = static_cast<Value>(end);
  }

  void writeDictionary(char* block) const {
    copyTo(block + m_packed.values, m_codes);
    auto* const offsets = reinterpret_cast<quint32*>(block + m_packed.base);
    char* const bytes = block + m_packed.bytes;
    quint32 end = 0;
    for (size_t code = 0; code < m_texts.size(); ++code) {
      offsets[code] = end;
      const std::string_view each = text(m_texts[code]);
      std::copy(each.begin(), each.end(), bytes + end);
      end += static_cast<quint32>(each.size());
    }
    offsets[m_texts.size()] = end;
  }

  const CollectedColumn& m_column;
  size_t m_rows;
  PackedColumn m_packed;
  size_t m_nullCount = 0;
  std::vector<quint8> m_codes;   ///< of a dictionary, by row
  std::vector<quint64> m_texts;  ///< by code: the word of a row that has it
  quint64 m_textBytes = 0;
};

}  // namespace

std::shared_ptr<const char> packColumns(const std::vector<CollectedColumn>& columns, int rowCount) {
  ColumnBatch::Head head{static_cast<quint32>(rowCount), static_cast<quint32>(columns.size()), 0};
  head.size = sizeof(head) + columns.size() * sizeof(PackedColumn);
  std::vector<ColumnPacking> packings;
  packings.reserve(columns.size());
  for (const CollectedColumn& column : columns) {
    packings.emplace_back(column, static_cast<size_t>(rowCount)).place(head.size);
  }
  const std::shared_ptr<char[]> block(new char[head.size]());
  std::memcpy(block.get(), &head, sizeof(head));
  auto* const packed = reinterpret_cast<PackedColumn*>(block.get() + sizeof(head));
  for (size_t index = 0; index < packings.size(); ++index) {
    packed[index] = packings[index].packed();
    packings[index].write(block.get());
  }
  return {block, block.get()};
}

}  // namespace courier
