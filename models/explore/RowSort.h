#pragma once

#include <vector>

#include "models/data/ResultSnapshot.h"
#include "models/explore/RowList.h"

namespace courier {

/// Puts `rows` (ascending numbers of rows of the snapshot) in the order of these keys, stable. Numbers by their value,
/// exactly, NaN behind them, then texts, blobs, arrays, NULL; a descending key turns all of that round. Where the order
/// is a language's, a column of more than 4,000,000 different texts is ordered by their bytes all the same. Uses
/// several threads. Memory: 24 bytes a row beside the rows.
[[nodiscard]] Expected<void> sortRows(const ResultSnapshot& snapshot, const QVector<SortKey>& keys, TextOrder order,
                                      std::vector<quint32>& rows, const CancelToken& cancel, RowProgress& progress);

}  // namespace courier
