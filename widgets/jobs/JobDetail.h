#pragma once

#include <QWidget>
#include <optional>

#include "models/base/Clock.h"
#include "models/jobs/JobStore.h"
#include "models/outbox/Outbox.h"
#include "models/query/RunProgress.h"
#include "widgets/targets/TargetPart.h"

class QLabel;
class QMenu;

namespace courier {

class AttemptView;
class JobActions;
class JobFacts;
class JobProgress;
class Note;

/// The panel beside the list of jobs: what happened to one job and its delivery, what can be done about it, and what
/// the server answered. Main thread; what it is given outlives it.
class JobDetail final : public QWidget {
  Q_OBJECT
 public:
  JobDetail(JobStore& jobs, Outbox& outbox, const Clock& clock, QString spoolFolder, QWidget* parent = nullptr);

  /// Shows a line of the list, or nothing. The same line again refreshes it.
  void setLine(const std::optional<JobLine>& line);
  [[nodiscard]] const std::optional<JobLine>& line() const { return m_line; }
  /// What can be done with the line, in the order of the panel.
  void addTo(QMenu& menu) const;
  /// Time has passed: what is said of it is made new.
  void refresh();

 public Q_SLOTS:
  /// Of what is under way; nothing where another line is shown.
  void showRows(courier::JobId id, qint64 rows, const courier::RunStage& stage);
  void showBytes(courier::DeliveryId id, qint64 sent, qint64 total);

 Q_SIGNALS:
  void editTargetRequested(courier::TargetId id, courier::TargetPart part);
  void openQueryRequested();
  /// The job's kept result is to go to another address.
  void sendElsewhereRequested(courier::JobId id);
  /// "Send again" made this delivery.
  void sentAgain(courier::DeliveryId id);

 private:
  void showReason();
  void loadAttempts(bool sameDelivery);

  Outbox& m_outbox;
  const Clock& m_clock;
  std::optional<JobLine> m_line;
  QLabel* m_title;
  Note* m_reason;
  Note* m_trouble;  ///< what an action came to, when it failed
  JobProgress* m_progress;
  JobActions* m_actions;
  JobFacts* m_facts;
  AttemptView* m_attempts;
};

}  // namespace courier
