#include "models/explore/SelectionFigures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "models/data/CellText.h"
#include "models/explore/PlaceWalk.h"
#include "models/explore/ValueCounts.h"
#include "models/explore/ValueOrder.h"
#include "models/explore/WideSum.h"

namespace courier {
namespace {

constexpr qint64 kMostDistinct = 1'000'000;

/// One thread's part of the figures.
struct Part {
  qint64 nulls = 0;
  qint64 integers = 0;
  qint64 reals = 0;
  WideSum whole;      ///< of the integers
  double real = 0.0;  ///< of the reals, with what was lost in `lost` (Neumaier)
  double lost = 0.0;
  KeptValue least, greatest;
  bool hasValue = false;
  ValueCounts values;
  bool countsValues = true;

  void add(const Cell& cell, const ColumnBatchPtr& batch) {
    if (countsValues) {
      values.add(cell, batch);
      if ((integers + reals) % 4096 == 0 && values.distinct() > kMostDistinct) {
        countsValues = false;
        values = {};
      }
    }
    if (cell.kind == CellKind::Null) {
      ++nulls;
      return;
    }
    if (cell.kind == CellKind::Integer) {
      ++integers;
      whole.add(cell.integer);
    } else if (cell.kind == CellKind::Real && !std::isnan(cell.real)) {
      ++reals;
      addReal(cell.real);
    }
    compare(cell);
  }

  void addReal(double value) {
    const double sum = real + value;
    lost += std::fabs(real) >= std::fabs(value) ? (real - sum) + value : (value - sum) + real;
    real = sum;
  }

  void compare(const Cell& cell) {
    if (!hasValue || orderOf(cell, cellOf(least)) < 0) least = keptValue(cell);
    if (!hasValue || orderOf(cell, cellOf(greatest)) > 0) greatest = keptValue(cell);
    hasValue = true;
  }

  void merge(Part& other) {
    nulls += other.nulls;
    integers += other.integers;
    reals += other.reals;
    whole.add(other.whole);
    addReal(other.real);
    lost += other.lost;
    if (other.hasValue) {
      compare(cellOf(other.least));
      compare(cellOf(other.greatest));
    }
    countsValues = countsValues && other.countsValues;
    if (countsValues) values.merge(other.values);
    if (values.distinct() > kMostDistinct) countsValues = false;
  }
};

QString shortReal(double value) {
  if (!std::isfinite(value)) return realText(value);
  return QString::number(value, 'g', 15);
}

}  // namespace

Expected<SelectionFigures> figuresOf(const ResultStore& result, const RowListPtr& rows,
                                     const QVector<ShownRange>& ranges, const CancelToken& cancel,
                                     RowProgress& progress) {
  const ResultSnapshotPtr snapshot = result.snapshot();
  qint64 cells = 0;
  for (const ShownRange& range : ranges) cells += (range.bottom - range.top + 1) * (range.right - range.left + 1);
  progress.total = cells;
  std::vector<Part> parts(threadsAtMost());
  for (const ShownRange& range : ranges) {
    for (int column = range.left; column <= range.right; ++column) {
      auto walked = eachCell(
          *snapshot, rows, column, range.top, range.bottom, cancel, progress,
          [&](size_t thread, const Cell& cell, const ColumnBatchPtr& batch) { parts[thread].add(cell, batch); });
      if (!walked) return walked.error();
    }
  }
  Part& all = parts.front();
  for (size_t at = 1; at < parts.size(); ++at) all.merge(parts[at]);
  SelectionFigures figures;
  figures.cells = cells;
  figures.nulls = all.nulls;
  figures.numbers = all.integers + all.reals;
  if (all.countsValues) figures.distinct = all.values.distinct();
  figures.least = all.least;
  figures.greatest = all.greatest;
  if (figures.numbers == 0) return figures;
  const auto count = static_cast<long double>(figures.numbers);
  const long double reals =
      std::isfinite(all.real) ? static_cast<long double>(all.real) + static_cast<long double>(all.lost) : all.real;
  if (all.reals == 0) {
    figures.sum = QString::fromStdString(all.whole.text());
    figures.average = QString::fromStdString(all.whole.dividedBy(static_cast<quint64>(figures.numbers)));
  } else {
    const long double sum = reals + static_cast<long double>(all.whole.toDouble());
    figures.sum = shortReal(static_cast<double>(sum));
    figures.average = shortReal(static_cast<double>(sum / count));
  }
  return figures;
}

}  // namespace courier
