#pragma once

#include <QHash>
#include <optional>

#include "models/base/Clock.h"
#include "models/base/KeyedTableModel.h"
#include "models/jobs/JobStore.h"

namespace courier {

/// Jobs with their deliveries as a table, one line for each delivery: job, when, query, the query's state and duration,
/// rows, target, the delivery's state. Two things that end apart are two columns. Main thread. Speaks TableRoles.
class JobTableModel final : public KeyedTableModel<JobLine> {
  Q_OBJECT
 public:
  enum Column {
    JobColumn,
    WhenColumn,
    QueryColumn,
    StateColumn,
    DurationColumn,
    RowsColumn,
    TargetColumn,
    DeliveryColumn,
    ColumnCount
  };

  explicit JobTableModel(const Clock& clock, QObject* parent = nullptr);

  [[nodiscard]] static Key keyOfLine(const JobLine& line);
  /// The first line of a job, -1 where it is not shown.
  [[nodiscard]] int rowOfJob(JobId id) const;
  /// The line of a delivery, -1 where it is not shown.
  [[nodiscard]] int rowOfDelivery(DeliveryId id) const;
  /// How far an attempt has come, until the delivery is no longer being sent.
  void setProgress(DeliveryId id, qint64 sent, qint64 total);
  /// Rows that a running query has given so far.
  void setRowsSoFar(JobId id, qint64 rows);

  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] Key keyOf(const JobLine& line) const override { return keyOfLine(line); }
  [[nodiscard]] TableCell cell(const JobLine& line, int column) const override;

 private:
  [[nodiscard]] TableCell rowsCell(const JobLine& line) const;
  [[nodiscard]] TableCell deliveryCell(const JobLine& line) const;

  const Clock& m_clock;
  QHash<DeliveryId, int> m_percent;
  QHash<JobId, qint64> m_rowsSoFar;
};

/// When a job began, or was queued where it did not begin: UTC ms.
[[nodiscard]] qint64 beganMs(const Job& job);
/// How long its query ran, or has run by `nowMs`; nothing where none ran.
[[nodiscard]] std::optional<qint64> durationMs(const Job& job, qint64 nowMs);
/// "success", "error" … for people, and its colour.
[[nodiscard]] QString jobStateWord(JobState state);
[[nodiscard]] Tone toneOf(JobState state);

}  // namespace courier
