#pragma once

#include <QVector>
#include <optional>

#include "models/explore/RowList.h"

namespace courier {

/// A value and how many rows have it.
struct ValueCount {
  KeptValue value;
  qint64 count = 0;
};

/// The values of one column, each once.
struct DistinctValues {
  qint64 distinct = 0;  ///< NULL not counted; exact
  qint64 nulls = 0;
  QVector<ValueCount> often;  ///< the most frequent ones, most first, of equals the first in the order of arrange()
};

/// Blocking, for a worker thread. `most`: how many of the most frequent values are wanted.
[[nodiscard]] Expected<DistinctValues> distinctValues(const ResultStore& result, const RowListPtr& rows, int column,
                                                      int most, const CancelToken& cancel, RowProgress& progress);

/// What a column holds, among the rows shown.
struct ColumnProfile {
  qint64 rows = 0;
  DistinctValues values;
  KeptValue least;  ///< as arrange() orders them, NULL not counted
  KeptValue greatest;
  /// Of the numbers, NaN not counted; none where there are none.
  struct Numbers {
    qint64 count = 0;
    double mean = 0.0;
    double deviation = 0.0;  ///< standard deviation, of the population
    /// 1 %, 5 %, 25 %, 50 %, 75 %, 95 %, 99 %, exact: between two values where the rank is (linear).
    QVector<double> quantiles;
    struct Bar {
      double from = 0.0;  ///< included
      double to = 0.0;    ///< left out but by the last
      qint64 count = 0;
    };
    QVector<Bar> histogram;  ///< equal widths from the least to the greatest finite value; at most 24
  };
  std::optional<Numbers> numbers;
  /// Of the texts and blobs, in characters or bytes; none where there are none.
  struct Lengths {
    qint64 shortest = 0;
    qint64 longest = 0;
    double mean = 0.0;
  };
  std::optional<Lengths> lengths;
};

[[nodiscard]] Expected<ColumnProfile> profileColumn(const ResultStore& result, const RowListPtr& rows, int column,
                                                    const CancelToken& cancel, RowProgress& progress);

}  // namespace courier
