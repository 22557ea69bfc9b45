#include "models/explore/RowList.h"

#include <QCoreApplication>
#include <algorithm>
#include <limits>
#include <utility>

#include "models/explore/BatchWalk.h"
#include "models/explore/RowFilter.h"
#include "models/explore/RowSort.h"

namespace courier {
namespace {

struct RowListTr {
  Q_DECLARE_TR_FUNCTIONS(RowList)
};

/// The rows that the filters leave, ascending.
Expected<std::vector<quint32>> rowsLeft(const ResultSnapshot& snapshot, const Arrangement& wanted,
                                        const CancelToken& cancel, RowProgress& progress) {
  const std::vector<RowFilter> made(threadsAtMost(), RowFilter(wanted, snapshot.columns()));
  std::vector<RowFilter> filters = made;
  std::vector<std::vector<quint8>> keep(filters.size());
  std::vector<std::vector<quint32>> found(snapshot.batchCount());
  auto walked = eachBatch(snapshot, cancel, progress,
                          [&](size_t thread, size_t index, const ColumnBatch& batch, qint64 firstRow) {
                            std::vector<quint8>& marks = keep[thread];
                            filters[thread].apply(batch, marks);
                            for (size_t row = 0; row < marks.size(); ++row) {
                              if (marks[row] != 0)
                                found[index].push_back(static_cast<quint32>(firstRow + static_cast<qint64>(row)));
                            }
                          });
  if (!walked) return walked.error();
  std::vector<quint32> rows;
  size_t count = 0;
  for (const auto& each : found) count += each.size();
  rows.reserve(count);
  for (const auto& each : found) rows.insert(rows.end(), each.begin(), each.end());
  return rows;
}

}  // namespace

Error cancelledLook() {
  return Error::of(ErrorKind::Cancelled, RowListTr::tr("Stopped."));
}

std::optional<qint64> RowList::placeOf(qint64 row) const {
  if (row < 0 || row > std::numeric_limits<quint32>::max()) return std::nullopt;
  const auto wanted = static_cast<quint32>(row);
  const auto found = m_isAscending ? std::lower_bound(m_rows.begin(), m_rows.end(), wanted)
                                   : std::find(m_rows.begin(), m_rows.end(), wanted);
  if (found == m_rows.end() || *found != wanted) return std::nullopt;
  return found - m_rows.begin();
}

Expected<RowListPtr> arrange(const ResultStore& result, const Arrangement& wanted, const CancelToken& cancel,
                             RowProgress& progress) {
  const ResultSnapshotPtr snapshot = result.snapshot();
  const qint64 covered = std::min<qint64>(snapshot->rowCount(), std::numeric_limits<quint32>::max());
  if (wanted.isPlain()) return RowListPtr();
  progress.total = covered * ((wanted.leavesOut() ? 1 : 0) + (wanted.order.isEmpty() ? 0 : 1));
  std::vector<quint32> rows;
  if (wanted.leavesOut()) {
    auto left = rowsLeft(*snapshot, wanted, cancel, progress);
    if (!left) return left.error();
    rows = std::move(*left);
    // What is left out needs no sorting.
    if (!wanted.order.isEmpty()) progress.total = covered + static_cast<qint64>(rows.size());
  } else {
    rows.resize(static_cast<size_t>(covered));
    for (size_t row = 0; row < rows.size(); ++row) rows[row] = static_cast<quint32>(row);
  }
  if (auto sorted = sortRows(*snapshot, wanted.order, wanted.textOrder, rows, cancel, progress); !sorted)
    return sorted.error();
  return RowListPtr(std::make_shared<const RowList>(std::move(rows), covered, wanted.order.isEmpty()));
}

}  // namespace courier
