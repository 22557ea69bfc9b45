#pragma once

#include <QObject>

#include "models/base/Soon.h"
#include "models/outbox/Outbox.h"

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

}  // namespace courier
