#pragma once

#include <QTableView>

#include "widgets/common/CellDelegate.h"

namespace courier {

/// One value of a result: numbers at the right in the locale's groups, NULL dim and slanted, blobs dim.
class ResultDelegate : public CellDelegate {
  Q_OBJECT
 public:
  using CellDelegate::CellDelegate;

 protected:
  /// Whether the index's column holds numbers, by the name of its type.
  [[nodiscard]] static bool isNumberColumn(const QModelIndex& index);
  [[nodiscard]] CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// A table of a result's values. Column heads are the name, and small and dim behind it the type; those of numbers
/// stand at the right, as their values do. Main thread.
class ResultTable : public QTableView {
  Q_OBJECT
 public:
  explicit ResultTable(QWidget* parent = nullptr);

 protected:
  /// Shows heads beside the rows; without, there are none.
  void setRowHeads(QHeaderView* heads);
  /// Makes each column as wide as its head and its first values, within bounds.
  void fitColumns();
};

}  // namespace courier
