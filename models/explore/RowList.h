#pragma once

#include <QtGlobal>
#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/ResultStore.h"
#include "models/explore/Arrangement.h"

namespace courier {

/// How far a walk over many rows has come, in rows; written by the thread that walks, read by any.
struct RowProgress {
  std::atomic<qint64> done = 0;
  std::atomic<qint64> total = 0;
};

/// Which rows of a result are shown, in which order: place → row. Immutable, so it may cross threads. A result of more
/// than 4,294,967,295 rows is arranged as far as that.
class RowList {
 public:
  /// `covered`: rows 0 … covered-1 of the result were looked at.
  RowList(std::vector<quint32> rows, qint64 covered, bool isAscending)
      : m_rows(std::move(rows)), m_covered(covered), m_isAscending(isAscending) {}

  [[nodiscard]] qint64 size() const { return static_cast<qint64>(m_rows.size()); }
  [[nodiscard]] qint64 rowAt(qint64 place) const { return m_rows[static_cast<size_t>(place)]; }
  [[nodiscard]] qint64 covered() const { return m_covered; }
  /// Where that row is shown, if it is. Quick where the rows are in the database's order, else a walk.
  [[nodiscard]] std::optional<qint64> placeOf(qint64 row) const;
  [[nodiscard]] const std::vector<quint32>& rows() const { return m_rows; }

 private:
  std::vector<quint32> m_rows;
  qint64 m_covered;
  bool m_isAscending;
};

/// Null: all rows, as the database gave them.
using RowListPtr = std::shared_ptr<const RowList>;

/// Finds the rows that `wanted` asks for among those that are in the result at the call. Numbers are put in order by
/// their value across kinds, then texts, then blobs; NULL comes last, descending first. Blocking, for a worker thread;
/// uses further threads of its own. Error Cancelled once `cancel` is.
[[nodiscard]] Expected<RowListPtr> arrange(const ResultStore& result, const Arrangement& wanted,
                                           const CancelToken& cancel, RowProgress& progress);

}  // namespace courier
