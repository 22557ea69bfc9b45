#pragma once

#include "models/base/Clock.h"
#include "models/base/KeyedTableModel.h"
#include "models/schedules/SlotLines.h"

namespace courier {

/// The schedules as a table: switch, name, when in words, next run, how the last one ended, target, and a column for a
/// menu. Main thread. Speaks TableRoles.
class ScheduleTableModel final : public KeyedTableModel<ScheduleOverview> {
  Q_OBJECT
 public:
  enum Column { SwitchColumn, NameColumn, WhenColumn, NextColumn, LastColumn, TargetColumn, MenuColumn, ColumnCount };

  explicit ScheduleTableModel(const Clock& clock, QObject* parent = nullptr);

  [[nodiscard]] int rowOf(ScheduleId id) const { return KeyedTableModel::rowOf(Key(id.value, 0)); }
  [[nodiscard]] QVector<Schedule> schedules() const;
  /// The schedule that runs next of those that are on, and when (UTC ms).
  struct Next {
    QString name;
    QString zone;
    qint64 atMs = 0;
  };
  [[nodiscard]] std::optional<Next> next() const;

  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] Key keyOf(const ScheduleOverview& row) const override { return {row.schedule.id.value, 0}; }
  [[nodiscard]] TableCell cell(const ScheduleOverview& row, int column) const override;

 private:
  [[nodiscard]] TableCell nextRun(const ScheduleOverview& row) const;
  [[nodiscard]] TableCell lastRun(const ScheduleOverview& row) const;
  [[nodiscard]] TableCell target(const Schedule& schedule) const;

  const Clock& m_clock;
};

}  // namespace courier
