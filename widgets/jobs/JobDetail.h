#pragma once

#include <QWidget>
#include <optional>

#include "models/base/Clock.h"
#include "models/delivery/Outbox.h"
#include "models/jobs/JobStore.h"
#include "widgets/common/Button.h"

class QHBoxLayout;
class QLabel;

namespace courier {

class AttemptView;
class JobFacts;
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

 Q_SIGNALS:
  void editTargetRequested(courier::TargetId id);
  /// "Send again" made this delivery.
  void sentAgain(courier::DeliveryId id);

 private:
  void showReason();
  void showActions();
  void addDeliveryActions(const Delivery& delivery);
  Button* addAction(const char* name, const QString& text, std::function<void()> act,
                    ButtonKind kind = ButtonKind::Plain);
  void addEdit(const QString& text, TargetId target);
  void loadAttempts(bool sameDelivery);
  void sendAgain();
  void askSendAgain(const Delivery& newer);
  template <class Value>
  void follow(QFuture<Result<Value>> outcome);

  JobStore& m_jobs;
  Outbox& m_outbox;
  const Clock& m_clock;
  std::optional<JobLine> m_line;
  QString m_actionsFor;  ///< what the buttons were made for, so that they stay under the mouse
  QLabel* m_title;
  Note* m_reason;
  Note* m_trouble;  ///< what an action came to, when it failed
  QWidget* m_actions;
  QHBoxLayout* m_actionRow;
  JobFacts* m_facts;
  AttemptView* m_attempts;
};

}  // namespace courier
