#pragma once

#include <QString>
#include <QVector>
#include <optional>

#include "models/explore/RowList.h"

namespace courier {

/// Cells of the rows shown: places and columns, both ends included.
struct ShownRange {
  qint64 top = 0;
  qint64 bottom = -1;
  int left = 0;
  int right = -1;
};

/// What the cells of a selection come to.
struct SelectionFigures {
  qint64 cells = 0;
  qint64 nulls = 0;
  qint64 numbers = 0;  ///< Integer and Real, NaN not counted
  std::optional<qint64>
      distinct;     ///< different values, NULL not counted; none where there are too many to tell them apart
  QString sum;      ///< of the numbers: exact where all are integers; "" where there are none
  QString average;  ///< the same divided by `numbers`, up to 15 digits
  KeptValue least;  ///< as arrange() orders them, NULL not counted
  KeptValue greatest;
};

/// The figures of the cells in `ranges`, which do not overlap. Blocking, for a worker thread; Error Cancelled once
/// `cancel` is.
[[nodiscard]] Expected<SelectionFigures> figuresOf(const ResultStore& result, const RowListPtr& rows,
                                                   const QVector<ShownRange>& ranges, const CancelToken& cancel,
                                                   RowProgress& progress);

}  // namespace courier
