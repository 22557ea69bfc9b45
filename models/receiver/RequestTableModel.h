#pragma once

#include "models/base/Clock.h"
#include "models/base/KeyedTableModel.h"
#include "models/receiver/Receiver.h"

namespace courier {

/// The requests that a test receiver got, newest first. Main thread. Speaks TableRoles.
class RequestTableModel final : public KeyedTableModel<ReceivedRequest> {
  Q_OBJECT
 public:
  enum Column { NumberColumn, WhenColumn, MethodColumn, PathColumn, SizeColumn, AnswerColumn, ColumnCount };

  explicit RequestTableModel(const Clock& clock, QObject* parent = nullptr);
  /// Puts one in front; at most `keep` stay. Gives those that went.
  QVector<ReceivedRequest> add(const ReceivedRequest& request, int keep);

  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] Key keyOf(const ReceivedRequest& request) const override { return {request.number, 0}; }
  [[nodiscard]] TableCell cell(const ReceivedRequest& request, int column) const override;

 private:
  const Clock& m_clock;
};

}  // namespace courier
