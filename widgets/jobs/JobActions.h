#pragma once

#include <QWidget>
#include <functional>
#include <optional>

#include "models/base/Clock.h"
#include "models/jobs/JobStore.h"
#include "widgets/common/Button.h"
#include "widgets/jobs/DeliveryMend.h"

class QHBoxLayout;
class QMenu;

namespace courier {

class ConfirmDialog;

/// What can be done about a job and its delivery, as buttons: those that fit its state, the mend first. They stay under
/// the mouse while the line is only refreshed. Main thread; what it is given outlives it.
class JobActions final : public QWidget {
  Q_OBJECT
 public:
  JobActions(JobStore& jobs, Outbox& outbox, const Clock& clock, QWidget* parent = nullptr);
  void setLine(const std::optional<JobLine>& line);
  /// The same, as a menu's lines.
  void addTo(QMenu& menu) const;

 Q_SIGNALS:
  void editTargetRequested(courier::TargetId id, courier::TargetPart part);
  void openQueryRequested();
  /// The job's kept result is to go to another address.
  void sendElsewhereRequested(courier::JobId id);
  /// "Send again" made this delivery.
  void sentAgain(courier::DeliveryId id);
  /// A button was clicked: what an earlier one came to is over.
  void begun();
  void failed(const QString& sentence);

 private:
  void rebuild();
  void addDeliveryActions(const Delivery& delivery);
  void addMend(const DeliveryMend& mend, const Delivery& delivery);
  void addSecond(const DeliveryMend& mend, const Delivery& delivery);
  Button* add(const char* name, const QString& text, std::function<void()> act, ButtonKind kind = ButtonKind::Plain);
  void addEdit(const QString& text, TargetId target, TargetPart part, ButtonKind kind);
  void resume(TargetId target);
  void sendAgain();
  void sendAgainNow(DeliveryId id);
  template <class Value>
  void follow(QFuture<Expected<Value>> outcome);

  JobStore& m_jobs;
  Outbox& m_outbox;
  const Clock& m_clock;
  std::optional<JobLine> m_line;
  QString m_madeFor;  ///< what the buttons were made for
  QHBoxLayout* m_first;
  QHBoxLayout* m_second;
  QHBoxLayout* m_row;  ///< the one that is being filled
};

/// The question before an older result replaces a newer one; ConfirmDialog::accepted() means yes.
[[nodiscard]] ConfirmDialog* askOverwrite(const Delivery& newer, qint64 nowMs, const QString& agree, QWidget* parent);

}  // namespace courier
