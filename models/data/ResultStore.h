#pragma once

#include <QObject>
#include <memory>
#include <mutex>

#include "models/data/BatchSink.h"
#include "models/data/RowFile.h"

namespace courier {

/// The rows of one run, kept to be shown and, unchanged, to be sent. Filled from the query's thread, read from any:
/// thread-safe. Emits from the filling thread; receivers get it queued. Bounded memory: beyond 64 MB rows go to a
/// temporary file (RowFile).
class ResultStore final : public QObject, public BatchSink {
  Q_OBJECT
 public:
  explicit ResultStore(QString spillFolder, QObject* parent = nullptr);

  Result<void> begin(const Columns& columns) override;
  Result<void> append(const ColumnBatchPtr& batch) override;

  [[nodiscard]] Columns columns() const;
  [[nodiscard]] qint64 rowCount() const;
  /// The batch that holds `row` and the row's place in it; the last batches that were asked for stay at hand.
  struct Located {
    ColumnBatchPtr batch;
    int row = 0;
  };
  [[nodiscard]] Result<Located> locate(qint64 row) const;
  /// Gives every row, in the database's order, to `sink`: begin(), then append() for each batch, up to `rowLimit`
  /// rows (0: all). Called on a thread of the caller's choice; a batch that crosses the limit is cut.
  [[nodiscard]] Result<void> replay(BatchSink& sink, qint64 rowLimit = 0) const;

 Q_SIGNALS:
  void begun(const courier::Columns& columns);
  /// Rows 0 … rowCount-1 can be read now.
  void appended(qint64 rowCount);

 private:
  mutable std::mutex m_mutex;
  Columns m_columns;
  RowFile m_rows;
  mutable std::vector<std::pair<size_t, ColumnBatchPtr>> m_recent;
};

}  // namespace courier
