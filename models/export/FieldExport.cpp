#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <utility>

#include "models/data/CellText.h"
#include "models/export/ExportWriter.h"
#include "models/export/FieldText.h"

namespace courier {
namespace {

char separatorOf(FieldSeparator separator) {
  switch (separator) {
    case FieldSeparator::Semicolon:
      return ';';
    case FieldSeparator::Tab:
      return '\t';
    case FieldSeparator::Bar:
      return '|';
    case FieldSeparator::Comma:
      break;
  }
  return ',';
}

void withComma(char* begin, char* end) {
  std::replace(begin, end, '.', ',');
}

/// What CSV and TSV have in common: a line for the names and for each row, values between separators, numbers as the
/// database has them, blobs in base64.
class FieldExport : public ExportWriter {
 public:
  FieldExport(const Columns& columns, const ExportOptions& options, char separator)
      : m_columns(columns),
        m_options(options),
        m_separator(separator),
        m_lineEnd(options.lineEnd == LineEnd::CrLf ? "\r\n" : "\n"),
        m_null(options.nullText.toStdString()) {
    for (const Column& column : columns) m_decimals.push_back(isDecimalColumn(column));
  }

  Expected<void> writeHead(ExportPage& page) override {
    if (!m_options.header) return {};
    ByteCursor out(page.text());
    for (int index = 0; index < m_columns.size(); ++index) {
      if (index > 0) out.append({&m_separator, 1});
      writeText(out, m_columns[index].name.toStdString());
    }
    out.append(m_lineEnd);
    return {};
  }

  Expected<void> writeRows(const ColumnBatch& batch, ExportPage& page) override {
    ByteCursor out(page.text());
    const auto views = viewsOf(batch);
    for (int row = 0; row < batch.rowCount(); ++row) {
      for (size_t column = 0; column < views.size(); ++column) {
        if (column > 0) out.append({&m_separator, 1});
        writeValue(out, views[column], row, m_decimals[column]);
      }
      out.append(m_lineEnd);
    }
    return {};
  }

 protected:
  virtual void writeNull(ByteCursor& out) = 0;
  /// A value that is no text: digits, letters, signs, with an exponent at most.
  virtual void writePlain(ByteCursor& out, std::string_view value) = 0;
  /// `text` in sound UTF-8, made harmless.
  virtual void writeField(ByteCursor& out, std::string_view text) = 0;

  /// Writes `text` where it is written as it is, which one look at its bytes says; false where that takes more.
  virtual bool writeClean(ByteCursor&, std::string_view) { return false; }

  [[nodiscard]] const ExportOptions& options() const { return m_options; }
  [[nodiscard]] char separator() const { return m_separator; }
  [[nodiscard]] const std::string& nullText() const { return m_null; }

 private:
  void writeValue(ByteCursor& out, const ColumnView& view, int row, bool isDecimal) {
    switch (const CellKind kind = view.kind(row)) {
      case CellKind::Null:
        return writeNull(out);
      case CellKind::Text:
        if (isDecimal && m_options.decimal == DecimalSign::Comma && isPlainNumber(view.bytes(row)))
          return writeDecimal(out, view.bytes(row));
        return writeText(out, view.bytes(row));
      case CellKind::Array:
        return writeText(out, view.bytes(row));
      case CellKind::Integer:
        return writeInteger(out, view.integer(row));
      case CellKind::Real:
        return writeReal(out, view.real(row));
      case CellKind::Boolean:
        return writePlain(out, view.integer(row) != 0 ? "true" : "false");
      case CellKind::Blob:
        m_room.clear();
        {
          Cell cell;
          cell.kind = kind;
          cell.bytes = view.bytes(row);
          appendCellText(m_room, cell);
        }
        // Its base64 may begin with a plus sign.
        return writeGuarded(out, m_room);
    }
  }
  void writeInteger(ByteCursor& out, qint64 value) {
    if (m_options.quotes != FieldQuotes::Always) return appendInteger(out, value);
    m_room.clear();
    {
      ByteCursor digits(m_room);
      appendInteger(digits, value);
    }
    writePlain(out, m_room);
  }
  void writeReal(ByteCursor& out, double value) {
    const bool isAsItIs = m_options.quotes != FieldQuotes::Always && m_options.decimal == DecimalSign::Point;
    if (isAsItIs && std::isfinite(value)) return appendDouble(out, value);
    m_room.clear();
    Cell cell;
    cell.kind = CellKind::Real;
    cell.real = value;
    appendCellText(m_room, cell);
    if (m_options.decimal == DecimalSign::Comma) withComma(m_room.data(), m_room.data() + m_room.size());
    writePlain(out, m_room);
  }
  void writeDecimal(ByteCursor& out, std::string_view number) {
    m_room = number;
    withComma(m_room.data(), m_room.data() + m_room.size());
    writePlain(out, m_room);
  }
  void writeText(ByteCursor& out, std::string_view bytes) {
    const bool isHarmless = m_options.formulas == FormulaCells::Raw || !beginsLikeFormula(bytes);
    if (isHarmless && writeClean(out, bytes)) return;
    Cell cell;
    cell.kind = CellKind::Text;
    cell.bytes = bytes;
    writeGuarded(out, cellText(cell, m_room, m_counts.repairedTexts));
  }
  void writeGuarded(ByteCursor& out, std::string_view text) {
    if (m_options.formulas == FormulaCells::Safe && beginsLikeFormula(text)) {
      ++m_counts.formulas;
      m_guarded.assign("'").append(text);
      text = m_guarded;
    }
    writeField(out, text);
  }

  Columns m_columns;
  ExportOptions m_options;
  char m_separator;
  std::string_view m_lineEnd;
  std::string m_null;
  std::vector<bool> m_decimals;  ///< by column: an exact decimal, which comes as text
  std::string m_room;
  std::string m_guarded;
};

/// RFC 4180: a field is quoted where it is empty or holds the separator, a quote or a line break, and what is in quotes
/// is kept as it is. NULL is an empty field or a word, '' a quoted one, and a text like that word is quoted.
class CsvExport final : public FieldExport {
 public:
  CsvExport(const Columns& columns, const ExportOptions& options)
      : FieldExport(columns, options, separatorOf(options.separator)) {
    for (const char byte : {separator(), '"', '\r', '\n'}) m_odd[static_cast<unsigned char>(byte)] = true;
  }

 private:
  void writeNull(ByteCursor& out) override { out.append(nullText()); }
  void writePlain(ByteCursor& out, std::string_view value) override {
    if (options().quotes == FieldQuotes::Always || (separator() == ',' && options().decimal == DecimalSign::Comma))
      return writeByNeed(out, value, options().quotes == FieldQuotes::Always);
    out.append(value);
  }
  void writeField(ByteCursor& out, std::string_view text) override {
    writeByNeed(out, text, options().quotes != FieldQuotes::WhereNeeded);
  }
  bool writeClean(ByteCursor& out, std::string_view text) override {
    if (options().quotes != FieldQuotes::WhereNeeded || text.empty() || text == nullText()) return false;
    out.room(text.size() + sizeof(quint64));
    char* to = out.at();
    const char* in = text.data();
    const char* const end = in + text.size();
    for (; end - in >= static_cast<std::ptrdiff_t>(sizeof(quint64)); in += sizeof(quint64), to += sizeof(quint64)) {
      quint64 word = 0;
      std::memcpy(&word, in, sizeof word);
      if (hasOddByte(word)) return false;
      std::memcpy(to, &word, sizeof word);
    }
    for (; in < end; ++in) {
      const auto byte = static_cast<unsigned char>(*in);
      if (byte < 0x20 || byte >= 0x80 || m_odd[byte]) return false;
      *to++ = *in;
    }
    out.advanceTo(to);
    return true;
  }
  /// Whether one of eight bytes is a control character, no ASCII, a quote or the separator.
  [[nodiscard]] bool hasOddByte(quint64 word) const {
    constexpr quint64 ones = 0x0101'0101'0101'0101U;
    constexpr quint64 highs = ones * 0x80;
    const auto holds = [](quint64 in, char byte) {
      const quint64 zeros = in ^ (ones * static_cast<unsigned char>(byte));
      return (zeros - ones) & ~zeros;
    };
    const quint64 low = (word - ones * 0x20) & ~word;
    return ((low | holds(word, '"') | holds(word, separator()) | word) & highs) != 0;
  }
  void writeByNeed(ByteCursor& out, std::string_view text, bool isQuoted) {
    const auto isOdd = [this](char byte) { return m_odd[static_cast<unsigned char>(byte)]; };
    if (!isQuoted && !text.empty() && std::none_of(text.begin(), text.end(), isOdd) && text != nullText()) {
      out.append(text);
      return;
    }
    out.append("\"");
    for (size_t quote = 0; (quote = text.find('"')) != std::string_view::npos; text.remove_prefix(quote + 1)) {
      out.append(text.substr(0, quote + 1));
      out.append("\"");
    }
    out.append(text);
    out.append("\"");
  }
  std::array<bool, 256> m_odd{};
};

/// Tab-separated values, a row a line whatever they hold: tab, CR, LF and backslash are written \t, \r, \n and \\, NULL
/// is \N.
class TsvExport final : public FieldExport {
 public:
  TsvExport(const Columns& columns, const ExportOptions& options) : FieldExport(columns, options, '\t') {}

 private:
  void writeNull(ByteCursor& out) override { out.append("\\N"); }
  void writePlain(ByteCursor& out, std::string_view value) override { out.append(value); }
  void writeField(ByteCursor& out, std::string_view text) override {
    for (size_t odd = 0; (odd = text.find_first_of("\t\r\n\\")) != std::string_view::npos;
         text.remove_prefix(odd + 1)) {
      out.append(text.substr(0, odd));
      const char byte = text[odd];
      out.append(byte == '\t' ? "\\t" : byte == '\r' ? "\\r" : byte == '\n' ? "\\n" : "\\\\");
    }
    out.append(text);
  }
};

}  // namespace

ExportWriterPtr makeCsvExport(const Columns& columns, const ExportOptions& options) {
  return std::make_unique<CsvExport>(columns, options);
}

ExportWriterPtr makeTsvExport(const Columns& columns, const ExportOptions& options) {
  return std::make_unique<TsvExport>(columns, options);
}

}  // namespace courier
