#pragma once

#include <QStringList>
#include <optional>
#include <string>
#include <vector>

#include "models/files/CellTyping.h"
#include "models/files/CsvSplitter.h"

namespace courier {

/// What can be told of a CSV file from its beginning, or from a piece of it. Pure.

/// The delimiter of a first line "sep=;", and where the text goes on behind it; none where there is no such line.
struct SeparatorLine {
  char delimiter = ',';
  size_t end = 0;
};
[[nodiscard]] std::optional<SeparatorLine> separatorLine(const std::string& text);

/// What is known before: chosen by the person, or told by the file's name or first line.
struct KnownDialect {
  std::optional<char> delimiter;
  std::optional<char> quote;  ///< 0: none
  std::optional<bool> backslash;
  std::optional<bool> decimalComma;
  bool prefersTab = false;      ///< a .tsv
  bool localeHasComma = false;  ///< asked only where the values do not tell
};
/// The one in which every row has the same number of fields, then that whose values hold the fewest other delimiters,
/// then that with the most fields. `isWhole`: the text is the whole file. `at`: where the rows begin.
[[nodiscard]] CsvDialect guessedDialect(const std::string& text, size_t at, bool isWhole, const KnownDialect& known);

/// A value of a sample; a text between quotes is never NULL.
struct SampleCell {
  std::string text;
  bool isQuoted = false;
  [[nodiscard]] bool isNull() const { return text.empty() && !isQuoted; }
};
using SampleRow = std::vector<SampleCell>;

/// Rows of a piece of a file that begins with a row; broken ones are left out.
[[nodiscard]] std::vector<SampleRow> sampleRows(std::string text, size_t at, bool isWhole, const CsvDialect& dialect,
                                                size_t mostRows);
/// How many fields most rows have.
[[nodiscard]] size_t usualFields(const std::vector<SampleRow>& rows);
/// The first row names the columns: nothing in it is a number, and either a column below it is one of numbers, or all
/// its values are non-empty and distinct.
[[nodiscard]] bool hasHeader(const std::vector<SampleRow>& rows, NumberForm form);

/// What the values of each column were, and whether there was one without quotes.
struct SampleKinds {
  CellKinds kinds = cellkind::none;
  bool hasPlain = false;
};
/// Rows that have more fields than `kinds` are left out.
void addSampleKinds(const std::vector<SampleRow>& rows, size_t from, NumberForm form, const QStringList& nulls,
                    std::vector<SampleKinds>& kinds);
/// A column of numbers that are all quoted, where another column's values are not, is one of texts.
[[nodiscard]] std::vector<CellType> sampleTypes(const std::vector<SampleKinds>& kinds);

/// Names that a table can have: of an empty one "column3", of one that was there before (in any case of its letters)
/// "name_2"; without control characters and blanks around.
[[nodiscard]] QStringList columnNames(const QStringList& originals);

}  // namespace courier
