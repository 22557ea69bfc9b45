#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QThread>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "models/data/BatchSink.h"
#include "models/data/ColumnTyper.h"
#include "models/data/ResultSnapshot.h"
#include "models/data/RowFile.h"
#include "models/data/RowSource.h"

namespace courier {

/// The rows of one run, kept to be shown and, unchanged, to be sent. Filled from the query's thread, read from any:
/// thread-safe. Bounded memory: beyond the limit rows go to a temporary file (RowFile). Signals are emitted on the
/// thread the store lives on, where it also has to be destroyed: at once when that is the filling thread, else from
/// its event loop and no more than 60 times a second; the last state is always told.
class ResultStore final : public QObject, public BatchSink, public RowSource {
  Q_OBJECT
 public:
  /// How much memory rows may take: of a result that is only read through, and of a query's that a person works with.
  static constexpr size_t kPassingLimit = size_t{64} << 20;
  static constexpr size_t kShownLimit = size_t{256} << 20;

  explicit ResultStore(QString spillFolder, QObject* parent = nullptr, size_t memoryLimit = kPassingLimit);

  ~ResultStore() override;

  Expected<void> begin(const Columns& columns) override;
  Expected<void> append(const ColumnBatchPtr& batch) override;

  [[nodiscard]] Columns columns() const override;
  /// With the types in the body, as far as the rows so far tell.
  [[nodiscard]] Columns typedColumns() const;
  [[nodiscard]] qint64 rowCount() const override;
  /// The batch that holds `row` and the row's place in it. An Error of kind NotFound when there is no such row (any
  /// more).
  struct Located {
    ColumnBatchPtr batch;
    int row = 0;
  };
  [[nodiscard]] Expected<Located> locate(qint64 row) const;
  /// The rows there are at the call, for code that walks over all of them on threads of its own.
  [[nodiscard]] ResultSnapshotPtr snapshot() const;
  /// In the database's order; a batch that crosses the limit is cut. An Error of kind Busy when a new result begins
  /// meanwhile.
  [[nodiscard]] Expected<void> replay(BatchSink& sink, qint64 rowLimit = 0) const override;

 Q_SIGNALS:
  void begun(const courier::Columns& columns);
  /// Rows 0 … rowCount-1 can be read now.
  void appended(qint64 rowCount);

 private:
  /// Gives the rows up, many of them on another thread.
  void release();
  void tell();
  void announce();
  void announceInTurn();

  mutable std::mutex m_mutex;
  Columns m_columns;
  std::optional<ColumnTyper> m_typer;
  RowFile m_rows;
  /// Counts begin()s; snapshots look at it.
  std::shared_ptr<std::atomic<quint64>> m_generation = std::make_shared<std::atomic<quint64>>(0);
  bool m_begunUntold = false;
  bool m_isTelling = false;        ///< announceInTurn() is on its way
  QElapsedTimer m_sinceAnnounced;  ///< the store's own thread only
};

/// A result that is destroyed on the thread that called this, whichever thread releases it last.
[[nodiscard]] inline std::shared_ptr<ResultStore> sharedResult(const QString& spillFolder,
                                                               size_t memoryLimit = ResultStore::kPassingLimit) {
  return {new ResultStore(spillFolder, nullptr, memoryLimit), [](ResultStore* store) {
            if (store->thread() == QThread::currentThread()) {
              delete store;
            } else {
              store->deleteLater();
            }
          }};
}

}  // namespace courier
