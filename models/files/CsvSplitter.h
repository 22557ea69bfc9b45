#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace courier {

/// How a file of delimited lines is written.
struct CsvDialect {
  char delimiter = ',';
  char quote = '"';           ///< 0: nothing is quoted
  bool backslash = false;     ///< a quote within quotes has a backslash before it; else it is doubled
  bool decimalComma = false;  ///< 1.234,56
  bool operator==(const CsvDialect&) const = default;
};

/// A value of a line: a place in the text that was split.
struct CsvCell {
  std::uint32_t begin = 0;  ///< within the quotes, where there are some
  std::uint32_t length = 0;
  bool isQuoted = false;
  bool isEscaped = false;  ///< csvText() has work to do
};

/// Quotes that do not end within so much text are no quotes: their line is broken, not the rest of the file.
inline constexpr size_t longestQuoted = size_t{1} << 20;
/// A longer line is not a row of a table.
inline constexpr size_t longestLine = size_t{16} << 20;

/// Cuts UTF-8 text into rows. Lines end in LF, CR or CR LF, mixed or not; between quotes they belong to the value. A
/// quote opens a value only as its first character. Pure.
class CsvSplitter {
 public:
  explicit CsvSplitter(const CsvDialect& dialect);

  enum class Outcome {
    Row,          ///< cells() are a row, end() is behind it
    Blank,        ///< a line without a character
    MoreWanted,   ///< the text ends within the row
    BrokenQuotes  ///< of the row's first line, which end() is behind: something follows a closing quote, or none comes
  };
  /// Looks at the row that begins at `at`, before the end of `text`, which a zero byte follows, as in std::string.
  /// `isLast`: nothing comes behind this text.
  Outcome next(const std::string& text, size_t at, bool isLast);
  [[nodiscard]] const std::vector<CsvCell>& cells() const { return m_cells; }
  [[nodiscard]] size_t end() const { return m_end; }
  /// How many lines the row, or what was broken, takes.
  [[nodiscard]] std::int64_t lines() const { return m_lines; }

 private:
  enum class Cell { Whole, MoreWanted, Broken };
  /// Each goes from the value's beginning to what ends it.
  Cell takeQuoted(const std::string& text, size_t& at, bool isLast, CsvCell& cell);
  void takePlain(const std::string& text, size_t& at, CsvCell& cell) const;
  [[nodiscard]] bool stopsPlain(char byte) const { return m_stopsPlain[static_cast<unsigned char>(byte)]; }
  [[nodiscard]] bool stopsQuoted(char byte) const { return m_stopsQuoted[static_cast<unsigned char>(byte)]; }
  Outcome broken(const std::string& text, size_t at, bool isLast);
  /// Behind the line end at `at`; false where it may be cut.
  bool passLineEnd(const std::string& text, size_t& at, bool isLast) const;

  CsvDialect m_dialect;
  bool m_stopsPlain[256] = {};   ///< what a value without quotes ends at
  bool m_stopsQuoted[256] = {};  ///< what has to be looked at between quotes
  std::vector<CsvCell> m_cells;
  size_t m_end = 0;
  std::int64_t m_lines = 0;
};

/// The value's text. What is escaped is put together in place, in `text`.
[[nodiscard]] std::string_view csvText(std::string& text, const CsvCell& cell, const CsvDialect& dialect);

}  // namespace courier
