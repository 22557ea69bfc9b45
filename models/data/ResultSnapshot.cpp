#include "models/data/ResultSnapshot.h"

#include <QCoreApplication>

namespace courier {
namespace {

struct ResultSnapshotTr {
  Q_DECLARE_TR_FUNCTIONS(ResultSnapshot)
};

}  // namespace

Expected<ResultSnapshot::PlacedBatch> ResultSnapshot::batchAt(size_t index) const {
  if (index >= m_rows.batchCount()) return Error::notFound(ResultSnapshotTr::tr("This result has no such row."));
  if (isOutdated())
    return Error::of(
        ErrorKind::Busy,
        ResultSnapshotTr::tr("The query was run again while its rows were being read. Read the new result."));
  auto batch = m_rows.batch(index);
  if (!batch) return batch.error();
  return PlacedBatch{*batch, m_rows.firstRow(index)};
}

}  // namespace courier
