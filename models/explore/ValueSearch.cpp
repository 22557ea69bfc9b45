#include "models/explore/ValueSearch.h"

#include <algorithm>
#include <vector>

#include "models/explore/BatchWalk.h"
#include "models/explore/TextMatch.h"

namespace courier {
namespace {

constexpr qint64 kPlacesAtOnce = 65'536;

TextMatch matchOf(const SearchText& wanted) {
  return {wanted.text, wanted.matchesCase, wanted.wholeValue ? TextMatch::Part::Whole : TextMatch::Part::Within};
}

/// Looks at the columns of single rows that are asked for.
class CellSearch {
 public:
  CellSearch(const ResultSnapshot& snapshot, const RowListPtr& rows, const SearchText& wanted)
      : m_rows(rows), m_wanted(wanted), m_match(matchOf(wanted)), m_reader(snapshot) {}

  /// The first column from `from` on towards `to` that matches; -1: none, -2: the row cannot be read.
  [[nodiscard]] int columnIn(qint64 place, int from, int to) {
    const ColumnBatch* const batch = m_reader.at(m_rows ? m_rows->rowAt(place) : place);
    if (!batch) return -2;
    const int step = from <= to ? 1 : -1;
    for (int column = from; column != to + step; column += step) {
      if (column < 0 || column >= batch->columnCount()) continue;
      if (m_wanted.column >= 0 && column != m_wanted.column) continue;
      if (m_match.matches(batch->cell(m_reader.place(), column))) return column;
    }
    return -1;
  }
  [[nodiscard]] Error error() const { return *m_reader.error(); }

 private:
  const RowListPtr& m_rows;
  const SearchText& m_wanted;
  TextMatch m_match;
  RowReader m_reader;
};

/// The first place of [from, to) that has a match, walking as `backwards` says; a piece at a time in parallel.
Expected<std::optional<qint64>> firstPlace(const ResultSnapshot& snapshot, const RowListPtr& rows,
                                           const SearchText& wanted, qint64 from, qint64 to, bool backwards,
                                           const CancelToken& cancel, RowProgress& progress) {
  const int last = static_cast<int>(snapshot.columns().size()) - 1;
  for (qint64 done = 0; done < to - from;) {
    // Pieces grow, so that what is near is found at once.
    const qint64 size = std::min(to - from - done, done == 0 ? kPlacesAtOnce / 16 : kPlacesAtOnce * 8);
    const qint64 begin = backwards ? to - done - size : from + done;
    const auto pieces = static_cast<size_t>((size + kPlacesAtOnce - 1) / kPlacesAtOnce);
    std::vector<qint64> found(pieces, -1);
    auto looked = inParallel(pieces, cancel, [&](size_t, size_t piece) -> Expected<void> {
      CellSearch search(snapshot, rows, wanted);
      const qint64 first = begin + static_cast<qint64>(piece) * kPlacesAtOnce;
      const qint64 end = std::min(begin + size, first + kPlacesAtOnce);
      for (qint64 at = 0; at < end - first; ++at) {
        const qint64 place = backwards ? end - 1 - at : first + at;
        const int column = search.columnIn(place, 0, last);
        if (column == -2) return search.error();
        if (column < 0) continue;
        found[piece] = place;
        break;
      }
      return {};
    });
    if (!looked) return looked.error();
    if (backwards) std::reverse(found.begin(), found.end());
    const auto hit = std::find_if(found.begin(), found.end(), [](qint64 place) { return place >= 0; });
    if (hit != found.end()) return std::optional<qint64>(*hit);
    done += size;
    progress.done += size;
  }
  return std::optional<qint64>();
}

}  // namespace

Expected<std::optional<ShownCell>> findCell(const ResultStore& result, const RowListPtr& rows, const SearchText& wanted,
                                            ShownCell from, bool backwards, const CancelToken& cancel,
                                            RowProgress& progress) {
  const ResultSnapshotPtr snapshot = result.snapshot();
  const qint64 count = rows ? rows->size() : snapshot->rowCount();
  const int last = static_cast<int>(snapshot->columns().size()) - 1;
  if (wanted.text.isEmpty() || count == 0 || last < 0) return std::optional<ShownCell>();
  progress.total = count;
  from.place = std::clamp<qint64>(from.place, 0, count - 1);
  from.column = std::clamp(from.column, 0, last);
  const auto in = [&](qint64 place, int first, int end) -> Expected<std::optional<ShownCell>> {
    if (backwards ? first < end : first > end) return std::optional<ShownCell>();
    CellSearch search(*snapshot, rows, wanted);
    const int column = search.columnIn(place, first, end);
    if (column == -2) return search.error();
    return column < 0 ? std::optional<ShownCell>() : ShownCell{place, column};
  };
  const auto among = [&](qint64 first, qint64 end) -> Expected<std::optional<ShownCell>> {
    const auto place = firstPlace(*snapshot, rows, wanted, first, end, backwards, cancel, progress);
    if (!place) return place.error();
    if (!*place) return std::optional<ShownCell>();
    return in(**place, backwards ? last : 0, backwards ? 0 : last);
  };
  // The rest of the row, the rows behind it, those before it, the row's beginning with the cell itself.
  auto found = in(from.place, backwards ? from.column - 1 : from.column + 1, backwards ? 0 : last);
  if (!found || *found) return found;
  found = backwards ? among(0, from.place) : among(from.place + 1, count);
  if (!found || *found) return found;
  found = backwards ? among(from.place + 1, count) : among(0, from.place);
  if (!found || *found) return found;
  return in(from.place, backwards ? last : 0, from.column);
}

Expected<qint64> countCells(const ResultStore& result, const RowListPtr& rows, const SearchText& wanted,
                            const CancelToken& cancel, RowProgress& progress) {
  const ResultSnapshotPtr snapshot = result.snapshot();
  const qint64 count = rows ? rows->size() : snapshot->rowCount();
  if (wanted.text.isEmpty() || count == 0) return qint64{0};
  progress.total = count;
  std::atomic<qint64> cells = 0;
  const int columns = static_cast<int>(snapshot->columns().size());
  const std::vector<TextMatch> made(threadsAtMost(), matchOf(wanted));
  std::vector<TextMatch> matches = made;
  if (!rows) {
    std::vector<std::vector<quint8>> marks(matches.size());
    auto walked = eachBatch(*snapshot, cancel, progress, [&](size_t thread, size_t, const ColumnBatch& batch, qint64) {
      for (int column = 0; column < batch.columnCount(); ++column) {
        if (wanted.column >= 0 && column != wanted.column) continue;
        marks[thread].assign(static_cast<size_t>(batch.rowCount()), 0);
        matches[thread].mark(batch.view(column), batch.rowCount(), marks[thread]);
        cells += std::count(marks[thread].begin(), marks[thread].end(), quint8{1});
      }
    });
    if (!walked) return walked.error();
    return cells.load();
  }
  const auto pieces = static_cast<size_t>((count + kPlacesAtOnce - 1) / kPlacesAtOnce);
  auto walked = inParallel(pieces, cancel, [&](size_t thread, size_t piece) -> Expected<void> {
    RowReader reader(*snapshot);
    qint64 found = 0;
    const qint64 first = static_cast<qint64>(piece) * kPlacesAtOnce;
    const qint64 end = std::min(count, first + kPlacesAtOnce);
    for (qint64 place = first; place < end; ++place) {
      const ColumnBatch* const batch = reader.at(rows->rowAt(place));
      if (!batch) return *reader.error();
      for (int column = 0; column < std::min(columns, batch->columnCount()); ++column) {
        if (wanted.column >= 0 && column != wanted.column) continue;
        if (matches[thread].matches(batch->cell(reader.place(), column))) ++found;
      }
    }
    cells += found;
    progress.done += end - first;
    return {};
  });
  if (!walked) return walked.error();
  return cells.load();
}

bool matches(const Cell& cell, const SearchText& wanted) {
  TextMatch match = matchOf(wanted);
  return !match.isEmpty() && match.matches(cell);
}

}  // namespace courier
