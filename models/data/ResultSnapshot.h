#pragma once

#include <QtGlobal>
#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

#include "models/base/Expected.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"
#include "models/data/RowFile.h"

namespace courier {

/// The rows that a ResultStore had at one moment, for code that walks over all of them, on several threads at once:
/// thread-safe, and nobody waits for anybody. Rows that come later are not in it. Once the store begins a new result
/// every batch is an Error of kind Busy. It may outlive the store.
class ResultSnapshot {
 public:
  /// A batch and the number of its first row.
  struct PlacedBatch {
    ColumnBatchPtr batch;
    qint64 firstRow = 0;
  };
  /// `generation`: of the result that the store holds, which goes up with every new one.
  ResultSnapshot(Columns columns, KeptRows rows, std::shared_ptr<const std::atomic<quint64>> generation)
      : m_columns(std::move(columns)),
        m_rows(std::move(rows)),
        m_generation(std::move(generation)),
        m_ownGeneration(*m_generation) {}

  /// As the engine described them.
  [[nodiscard]] const Columns& columns() const { return m_columns; }
  [[nodiscard]] qint64 rowCount() const { return m_rows.rowCount(); }
  [[nodiscard]] size_t batchCount() const { return m_rows.batchCount(); }
  /// The batches are in the order of their rows, without a gap; a later snapshot of the same result begins with the
  /// same ones. NotFound where there is no such batch.
  [[nodiscard]] Expected<PlacedBatch> batchAt(size_t index) const;
  /// Which batch holds `row` (0 … rowCount-1), and the row's place in it.
  [[nodiscard]] KeptRows::Position find(qint64 row) const { return m_rows.find(row); }
  /// Whether the store has begun a new result since.
  [[nodiscard]] bool isOutdated() const { return *m_generation != m_ownGeneration; }

 private:
  Columns m_columns;
  KeptRows m_rows;
  std::shared_ptr<const std::atomic<quint64>> m_generation;
  quint64 m_ownGeneration;
};

using ResultSnapshotPtr = std::shared_ptr<const ResultSnapshot>;

}  // namespace courier
