#pragma once

#include <QObject>

#include "models/admin/AdminPolicyFile.h"
#include "models/base/WhenDone.h"
#include "models/outbox/Outbox.h"
#include "models/schedules/ScheduleStore.h"

namespace courier {

/// Keeps the outbox's counts for the screen, read again soon after every change. Main thread.
class OutboxWatch final : public QObject {
  Q_OBJECT
 public:
  explicit OutboxWatch(Outbox& outbox, QObject* parent = nullptr);

  [[nodiscard]] const OutboxCounts& counts() const { return m_counts; }
  /// What a person must decide.
  [[nodiscard]] qint64 needsYou() const { return m_counts.held + m_counts.unanswered; }

 public Q_SLOTS:
  /// Reads soon; many calls make one reading.
  void refresh();

 Q_SIGNALS:
  void changed();

 private:
  void read();
  Outbox& m_outbox;
  OutboxCounts m_counts;
  Soon m_soon;
};

/// What is left undone where the program ends: deliveries that wait, schedules that are on. Read again soon after every
/// change. Main thread.
class PendingWork final : public QObject {
  Q_OBJECT
 public:
  /// What goes on with it after this program.
  enum class After {
    Nobody,
    AgentAtLogin,  ///< the agent is installed; whether it runs already is not known
    Agent          ///< the agent runs
  };
  PendingWork(const OutboxWatch& outbox, ScheduleStore& schedules, const Clock& clock, const AdminPolicyFile& policy,
              QObject* parent = nullptr);

  [[nodiscard]] bool isAny() const;
  /// "2 deliveries wait and 3 schedules are on. Nothing runs until you start Query Courier again."
  [[nodiscard]] QString quitWords(After after) const;
  /// The run that comes next, in this computer's zone; without one, the program's name alone.
  [[nodiscard]] QString toolTip() const;

 public Q_SLOTS:
  /// Reads soon; many calls make one reading.
  void refresh();

 Q_SIGNALS:
  void changed();

 private:
  void read();
  const OutboxWatch& m_outbox;
  ScheduleStore& m_schedules;
  const Clock& m_clock;
  const AdminPolicyFile& m_policy;
  QVector<Schedule> m_on;
  Soon m_soon;
};

}  // namespace courier
