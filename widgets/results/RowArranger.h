#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>

#include "models/explore/RowList.h"

namespace courier {

/// Finds, on other threads, the rows that a person wants to see, tells how far it is, and looks again where rows have
/// come since. What was shown stays until the new rows are found; Stop leaves it. Main thread.
class RowArranger final : public QObject {
  Q_OBJECT
 public:
  explicit RowArranger(QObject* parent = nullptr);
  /// Stops.
  ~RowArranger() override;

  /// Another result, which begins with all its rows.
  void setResult(std::shared_ptr<const ResultStore> result);
  /// Looks for these; ends in arranged(), stopped() or failed().
  void want(const Arrangement& wanted);
  /// What was last asked for, though it may not be found yet.
  [[nodiscard]] const Arrangement& wanted() const { return m_wanted; }
  /// What is shown.
  [[nodiscard]] const Arrangement& found() const { return m_found; }
  void stop();
  [[nodiscard]] bool isWorking() const { return m_isWorking; }
  /// More rows are in the result: they are looked at too, in a while.
  void noteGrowth();

 Q_SIGNALS:
  void arranged(const courier::RowListPtr& rows, const courier::Arrangement& arrangement);
  /// Work goes on for a while; in rows.
  void progressed(qint64 done, qint64 total);
  /// No work goes on any more.
  void ended();
  void failed(const courier::Error& error);

 private:
  void begin();
  void take(const Arrangement& wanted, quint64 turn, const Expected<RowListPtr>& rows);
  std::shared_ptr<const ResultStore> m_result;
  Arrangement m_wanted;
  Arrangement m_found;
  qint64 m_covered = 0;  ///< rows of the result that were looked at
  CancelToken m_cancel;
  std::shared_ptr<RowProgress> m_progress;
  quint64 m_turn = 0;  ///< counts what was asked for: an older answer is none
  bool m_isWorking = false;
  qint64 m_lastMs = 0;  ///< how long it took the last time
  QElapsedTimer m_clock;
  QTimer m_tick;
  QTimer m_again;
};

}  // namespace courier
