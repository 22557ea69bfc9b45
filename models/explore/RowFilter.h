#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "models/data/Column.h"
#include "models/explore/Arrangement.h"
#include "models/explore/TextMatch.h"

namespace courier {

/// Which rows of a batch an Arrangement leaves. A filter of a column that there is not leaves all. Not thread-safe:
/// each thread has a copy.
class RowFilter {
 public:
  RowFilter(const Arrangement& wanted, const Columns& columns);
  /// keep[row]: 1 where it stays, else 0.
  void apply(const ColumnBatch& batch, std::vector<quint8>& keep);

 private:
  /// One filter, made ready.
  struct Test {
    ValueFilter filter;
    std::optional<TextMatch> match;       ///< Contains
    std::optional<Cell> equal;            ///< Equals: the text as a number
    std::string text;                     ///< Equals
    std::optional<Cell> from, to;         ///< Range: the bounds as numbers
    std::string fromText, toText;         ///< Range
    std::unordered_set<std::string> set;  ///< OneOf
  };
  void mark(Test& test, const ColumnView& column, int rowCount, std::vector<quint8>& marks) const;
  [[nodiscard]] static bool passes(const Test& test, const Cell& cell);
  std::vector<Test> m_tests;
  std::optional<TextMatch> m_any;
  std::vector<quint8> m_marks;
};

/// A number as people type it in a program: digits, '.', an exponent; none where the text is anything else.
[[nodiscard]] std::optional<Cell> numberIn(const QString& text);

}  // namespace courier
