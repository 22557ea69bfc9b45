#pragma once

#include <optional>

#include "models/explore/RowList.h"

namespace courier {

/// What is looked for among the rows shown.
struct SearchText {
  QString text;
  int column = -1;  ///< -1: in all columns
  bool matchesCase = false;
  bool wholeValue = false;

  bool operator==(const SearchText&) const = default;
};

/// A cell among the rows shown.
struct ShownCell {
  qint64 place = 0;
  int column = 0;

  bool operator==(const ShownCell&) const = default;
};

/// The next cell behind `from` (or, backwards, before it) that matches, row by row, going on at the other end; `from`
/// itself is the last that is looked at. None where no cell matches. Blocking, for a worker thread.
[[nodiscard]] Expected<std::optional<ShownCell>> findCell(const ResultStore& result, const RowListPtr& rows,
                                                          const SearchText& wanted, ShownCell from, bool backwards,
                                                          const CancelToken& cancel, RowProgress& progress);
/// How many cells match. Blocking, for a worker thread.
[[nodiscard]] Expected<qint64> countCells(const ResultStore& result, const RowListPtr& rows, const SearchText& wanted,
                                          const CancelToken& cancel, RowProgress& progress);
/// Whether this one value matches: what the search finds, nothing else.
[[nodiscard]] bool matches(const Cell& cell, const SearchText& wanted);

}  // namespace courier
