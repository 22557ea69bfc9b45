#pragma once

#include <algorithm>

#include "models/explore/BatchWalk.h"

namespace courier {

/// Gives `work(thread, cell)` the values of one column at places [top, bottom] of the rows shown, in no order, in
/// parallel. Places and columns that there are not are left out.
template <class Work>
[[nodiscard]] Expected<void> eachCell(const ResultSnapshot& snapshot, const RowListPtr& rows, int column, qint64 top,
                                      qint64 bottom, const CancelToken& cancel, RowProgress& progress, Work work) {
  constexpr qint64 atOnce = 32'768;
  const qint64 end = std::min(bottom + 1, rows ? rows->size() : snapshot.rowCount());
  if (column < 0 || column >= snapshot.columns().size() || top < 0 || end <= top) return {};
  return inParallel(static_cast<size_t>((end - top + atOnce - 1) / atOnce), cancel,
                    [&](size_t thread, size_t piece) -> Expected<void> {
                      RowReader reader(snapshot);
                      const qint64 first = top + static_cast<qint64>(piece) * atOnce;
                      const qint64 last = std::min(end, first + atOnce);
                      for (qint64 place = first; place < last; ++place) {
                        const ColumnBatch* const batch = reader.at(rows ? rows->rowAt(place) : place);
                        if (!batch) return *reader.error();
                        work(thread, batch->cell(reader.place(), column), reader.batch());
                      }
                      progress.done += last - first;
                      return {};
                    });
}

}  // namespace courier
