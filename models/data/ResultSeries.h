#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <mutex>
#include <vector>

#include "models/data/ResultStore.h"

namespace courier {

/// The results of one run, one for each statement that gives rows, each kept by itself. Filled from the query's thread;
/// thread-safe. Beyond `kMostResults` each further result takes the place of the last one. Signals are emitted on the
/// thread the series lives on, where it also has to be destroyed.
class ResultSeries final : public QObject, public BatchSink {
  Q_OBJECT
 public:
  static constexpr size_t kMostResults = 30;
  explicit ResultSeries(QString spillFolder, QObject* parent = nullptr);

  Expected<void> begin(const Columns& columns) override;
  Expected<void> append(const ColumnBatchPtr& batch) override;

  /// In the order of their statements.
  [[nodiscard]] std::vector<std::shared_ptr<ResultStore>> results() const;
  /// The last one; null while no statement has given columns.
  [[nodiscard]] std::shared_ptr<ResultStore> last() const;
  /// How many results were begun: more than results() where some had to go.
  [[nodiscard]] qint64 begun() const;

 Q_SIGNALS:
  /// results() has a further one, whose columns are known; or the last one began anew.
  void resultBegun();

 private:
  QString m_spillFolder;
  mutable std::mutex m_mutex;
  std::vector<std::shared_ptr<ResultStore>> m_results;
  qint64 m_begun = 0;
};

}  // namespace courier
