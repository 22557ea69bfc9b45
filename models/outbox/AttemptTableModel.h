#pragma once

#include "models/base/Clock.h"
#include "models/base/KeyedTableModel.h"
#include "models/outbox/Delivery.h"

namespace courier {

/// The attempts of one delivery as a table, newest first: number, when, the answer, and how long each part took. Main
/// thread. Speaks TableRoles.
class AttemptTableModel final : public KeyedTableModel<Attempt> {
  Q_OBJECT
 public:
  enum Column { NumberColumn, WhenColumn, AnswerColumn, ConnectColumn, SendColumn, WaitColumn, ColumnCount };

  explicit AttemptTableModel(const Clock& clock, QObject* parent = nullptr);
  /// In any order.
  void setAttempts(QVector<Attempt> attempts);

  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] Key keyOf(const Attempt& attempt) const override { return {attempt.id.value, attempt.number}; }
  [[nodiscard]] TableCell cell(const Attempt& attempt, int column) const override;

 private:
  const Clock& m_clock;
};

}  // namespace courier
