#pragma once

#include <QTimeZone>

#include "models/base/Clock.h"
#include "models/base/KeyedTableModel.h"
#include "models/schedules/SlotLines.h"

namespace courier {

/// A schedule's history as a table: the slot in the schedule's zone, what became of it, how late, its job and that
/// one's delivery. Main thread. Speaks TableRoles.
class SlotTableModel final : public KeyedTableModel<SlotLine> {
  Q_OBJECT
 public:
  enum Column { SlotColumn, OutcomeColumn, LateColumn, JobColumn, DeliveryColumn, ColumnCount };

  explicit SlotTableModel(const Clock& clock, QObject* parent = nullptr);
  /// The IANA name of the zone in which the slots are shown; UTC where it is not known.
  void setZone(const QString& zone);

  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] Key keyOf(const SlotLine& line) const override { return {line.slot.slotMs, 0}; }
  [[nodiscard]] TableCell cell(const SlotLine& line, int column) const override;

 private:
  const Clock& m_clock;
  QTimeZone m_zone = QTimeZone::utc();
};

/// What became of a slot, in a word with its colour, and why.
struct SlotWords {
  QString text;  ///< "ran", "waiting", "failed", "not run" …
  Tone tone = Tone::None;
  QString reason;  ///< a sentence, "" where the word says it all
};
[[nodiscard]] SlotWords slotWords(const SlotLine& line);

}  // namespace courier
