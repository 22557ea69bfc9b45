#include "models/explore/ColumnProfile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "models/explore/PlaceWalk.h"
#include "models/explore/ValueCounts.h"
#include "models/explore/ValueOrder.h"

namespace courier {
namespace {

constexpr int kMostBars = 24;
constexpr int kMostOften = 20;
constexpr double kRanks[] = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

Expected<ValueCounts> countAll(const ResultSnapshot& snapshot, const RowListPtr& rows, int column,
                               const CancelToken& cancel, RowProgress& progress) {
  std::vector<ValueCounts> parts(threadsAtMost());
  auto walked =
      eachCell(snapshot, rows, column, 0, std::numeric_limits<qint64>::max() - 1, cancel, progress,
               [&](size_t thread, const Cell& cell, const ColumnBatchPtr& batch) { parts[thread].add(cell, batch); });
  if (!walked) return walked.error();
  for (size_t at = 1; at < parts.size(); ++at) {
    parts.front().merge(parts[at]);
    parts[at] = {};
  }
  return std::move(parts.front());
}

DistinctValues distinctOf(const ValueCounts& counts, int most) {
  return {counts.distinct(), counts.nulls(), counts.often(most)};
}

qint64 charactersOf(const Cell& cell) {
  if (cell.kind == CellKind::Blob) return static_cast<qint64>(cell.bytes.size());
  return std::count_if(cell.bytes.begin(), cell.bytes.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

/// One thread's part of a profile.
struct ProfilePart {
  std::vector<double> numbers;
  qint64 texts = 0;
  qint64 shortest = std::numeric_limits<qint64>::max();
  qint64 longest = 0;
  double characters = 0.0;
  KeptValue least, greatest;
  bool hasValue = false;

  void add(const Cell& cell) {
    if (cell.kind == CellKind::Null) return;
    if (!hasValue || orderOf(cell, cellOf(least)) < 0) least = keptValue(cell);
    if (!hasValue || orderOf(cell, cellOf(greatest)) > 0) greatest = keptValue(cell);
    hasValue = true;
    if (cell.kind == CellKind::Integer) {
      numbers.push_back(static_cast<double>(cell.integer));
    } else if (cell.kind == CellKind::Real) {
      if (!std::isnan(cell.real)) numbers.push_back(cell.real);
    } else if (cell.kind != CellKind::Boolean) {
      const qint64 length = charactersOf(cell);
      ++texts;
      shortest = std::min(shortest, length);
      longest = std::max(longest, length);
      characters += static_cast<double>(length);
    }
  }
};

QVector<ColumnProfile::Numbers::Bar> barsOf(const std::vector<double>& sorted) {
  const auto first = std::find_if(sorted.begin(), sorted.end(), [](double value) { return std::isfinite(value); });
  const auto end = std::find_if(first, sorted.end(), [](double value) { return !std::isfinite(value); });
  if (first == end) return {};
  const double least = *first;
  const double greatest = *(end - 1);
  if (least == greatest) return {{least, greatest, end - first}};
  QVector<ColumnProfile::Numbers::Bar> bars;
  auto from = first;
  for (int bar = 0; bar < kMostBars; ++bar) {
    const auto edge = [&](int at) { return least + (greatest - least) * (static_cast<double>(at) / kMostBars); };
    const bool isLast = bar + 1 == kMostBars;
    const auto to = isLast ? end : std::lower_bound(from, end, edge(bar + 1));
    bars.append({edge(bar), isLast ? greatest : edge(bar + 1), to - from});
    from = to;
  }
  return bars;
}

ColumnProfile::Numbers numbersOf(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  ColumnProfile::Numbers numbers;
  numbers.count = static_cast<qint64>(values.size());
  const auto count = static_cast<long double>(values.size());
  long double sum = 0;
  for (const double value : values) sum += value;
  const long double mean = sum / count;
  long double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  numbers.mean = static_cast<double>(mean);
  numbers.deviation = static_cast<double>(std::sqrt(squares / count));
  for (const double rank : kRanks) {
    const double at = rank * static_cast<double>(values.size() - 1);
    const auto below = static_cast<size_t>(at);
    const size_t above = std::min(below + 1, values.size() - 1);
    const double part = at - static_cast<double>(below);
    numbers.quantiles.append(part == 0.0 ? values[below] : values[below] * (1.0 - part) + values[above] * part);
  }
  numbers.histogram = barsOf(values);
  return numbers;
}

}  // namespace

Expected<DistinctValues> distinctValues(const ResultStore& result, const RowListPtr& rows, int column, int most,
                                        const CancelToken& cancel, RowProgress& progress) {
  const ResultSnapshotPtr snapshot = result.snapshot();
  progress.total = rows ? rows->size() : snapshot->rowCount();
  const auto counts = countAll(*snapshot, rows, column, cancel, progress);
  if (!counts) return counts.error();
  return distinctOf(*counts, most);
}

Expected<ColumnProfile> profileColumn(const ResultStore& result, const RowListPtr& rows, int column,
                                      const CancelToken& cancel, RowProgress& progress) {
  const ResultSnapshotPtr snapshot = result.snapshot();
  ColumnProfile profile;
  profile.rows = rows ? rows->size() : snapshot->rowCount();
  progress.total = 2 * profile.rows;
  const auto counts = countAll(*snapshot, rows, column, cancel, progress);
  if (!counts) return counts.error();
  profile.values = distinctOf(*counts, kMostOften);
  std::vector<ProfilePart> parts(threadsAtMost());
  auto walked = eachCell(*snapshot, rows, column, 0, profile.rows - 1, cancel, progress,
                         [&](size_t thread, const Cell& cell, const ColumnBatchPtr&) { parts[thread].add(cell); });
  if (!walked) return walked.error();
  ProfilePart& all = parts.front();
  for (size_t at = 1; at < parts.size(); ++at) {
    ProfilePart& part = parts[at];
    all.numbers.insert(all.numbers.end(), part.numbers.begin(), part.numbers.end());
    all.texts += part.texts;
    all.shortest = std::min(all.shortest, part.shortest);
    all.longest = std::max(all.longest, part.longest);
    all.characters += part.characters;
    if (!part.hasValue) continue;
    if (!all.hasValue || orderOf(cellOf(part.least), cellOf(all.least)) < 0) all.least = part.least;
    if (!all.hasValue || orderOf(cellOf(part.greatest), cellOf(all.greatest)) > 0) all.greatest = part.greatest;
    all.hasValue = true;
  }
  profile.least = all.least;
  profile.greatest = all.greatest;
  if (!all.numbers.empty()) profile.numbers = numbersOf(all.numbers);
  if (all.texts > 0) {
    profile.lengths =
        ColumnProfile::Lengths{all.shortest, all.longest, all.characters / static_cast<double>(all.texts)};
  }
  return profile;
}

}  // namespace courier
