#pragma once

#include "widgets/common/CellDelegate.h"

class QTableView;

namespace courier {

/// Draws the cells of a KeyedTableModel as its TableRoles say: a pill where there is a tone, else text in its face,
/// with the note behind it.
class RecordDelegate final : public CellDelegate {
  Q_OBJECT
 public:
  explicit RecordDelegate(QObject* parent = nullptr);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace courier
