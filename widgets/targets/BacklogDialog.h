#pragma once

#include <functional>

#include "models/outbox/Outbox.h"
#include "widgets/common/Dialog.h"

namespace courier {

class Note;

/// Asks what to do with the results that wait for a paused target, and does it. Main thread; the outbox outlives it.
class BacklogDialog final : public Dialog {
  Q_OBJECT
 public:
  BacklogDialog(Outbox& outbox, TargetId target, const Backlog& backlog, QWidget* parent = nullptr);

 Q_SIGNALS:
  /// The target is active again.
  void settled(const courier::BacklogOutcome& outcome);

 private:
  void settle(BacklogChoice choice);
  Outbox& m_outbox;
  const TargetId m_target;
  Note* m_trouble;
};

/// Resumes a target: at once where one result or none waits for it, else as the person chooses in a dialog over
/// `parent`. `done` is called when it is resumed or could not be; never where the person cancels or `parent` goes.
void askThenResume(Outbox& outbox, TargetId target, QWidget* parent,
                   std::function<void(const Expected<BacklogOutcome>& outcome)> done);

}  // namespace courier
