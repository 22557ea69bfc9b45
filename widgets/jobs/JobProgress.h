#pragma once

#include <QWidget>
#include <optional>

#include "models/base/Clock.h"
#include "models/jobs/JobStore.h"
#include "models/query/RunProgress.h"

class QLabel;
class QProgressBar;
class QTimer;

namespace courier {

/// How far a job and its delivery are, while they are under way: rows so far, bytes of the body, the attempt, when the
/// next try is. Says what is known and nothing else; hidden once all has ended. Main thread.
class JobProgress final : public QWidget {
  Q_OBJECT
 public:
  JobProgress(Outbox& outbox, const Clock& clock, QWidget* parent = nullptr);
  /// The same line again keeps what was told of it.
  void setLine(const std::optional<JobLine>& line);

 public Q_SLOTS:
  void showRows(courier::JobId id, qint64 rows, const courier::RunStage& stage);
  void showBytes(courier::DeliveryId id, qint64 sent, qint64 total);

 private:
  void refresh();
  void findBlocker();
  [[nodiscard]] QString runningText() const;
  [[nodiscard]] QString sendingText() const;
  [[nodiscard]] QString waitingText() const;

  Outbox& m_outbox;
  const Clock& m_clock;
  std::optional<JobLine> m_line;
  qint64 m_rows = -1;   ///< -1: not told
  RunStage m_stage;     ///< what the database says
  qint64 m_bytes = -1;  ///< handed to the network; -1: not told
  qint64 m_totalBytes = 0;
  std::optional<Delivery> m_blocker;  ///< the older delivery that a waiting one stands behind
  QLabel* m_text;
  QProgressBar* m_bar;
  QTimer* m_tick;
};

}  // namespace courier
