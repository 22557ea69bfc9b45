#pragma once

#include <QTimeZone>
#include <optional>
#include <vector>

#include "models/schedules/CronExpression.h"

namespace courier {

/// One instant at which a schedule is due.
struct CronSlot {
  qint64 atMs = 0;       ///< UTC ms
  bool isMoved = false;  ///< its local time does not exist: this is the end of the gap

  bool operator==(const CronSlot&) const = default;
};

/// Walks through an expression's instants in one zone, from UTC to local time and never back: time is cut into the
/// stretches between two changes of the zone's offset, and within a stretch both run alike. Keeps the stretches it has
/// seen. One thread at a time.
class CronWalk {
 public:
  CronWalk(CronExpression expression, QTimeZone zone);

  /// The first slot after `afterMs`; see CronExpression::next().
  [[nodiscard]] std::optional<CronSlot> next(qint64 afterMs);
  /// How many slots there are after `afterMs` up to and with `untilMs`. Whole days are counted at once.
  [[nodiscard]] qint64 count(qint64 afterMs, qint64 untilMs);
  /// The last slot up to and with `untilMs` that is after `afterMs`.
  [[nodiscard]] std::optional<CronSlot> last(qint64 afterMs, qint64 untilMs);

  [[nodiscard]] const CronExpression& expression() const { return m_expression; }

 private:
  struct Stretch {
    qint64 begin;   ///< UTC seconds
    qint64 end;     ///< likewise
    qint64 offset;  ///< seconds to add for local time
  };
  /// The index of the stretch that holds `second`; those of the two days before are known too.
  [[nodiscard]] size_t stretchAt(qint64 second);
  /// Begins anew where what is kept does not reach.
  void forget(qint64 second);
  void extend();
  /// Whether a local time that stretch `index` has was had before it.
  [[nodiscard]] bool ranBefore(size_t index, qint64 localSeconds) const;
  /// Whether local times that match were left out at the stretch's beginning.
  [[nodiscard]] bool fallsIntoGap(size_t index) const;
  [[nodiscard]] std::optional<CronSlot> nextIn(size_t index, qint64 fromSecond) const;

  CronExpression m_expression;
  QTimeZone m_zone;
  std::vector<Stretch> m_stretches;  ///< one behind the other
};

}  // namespace courier
