#pragma once

#include <QSet>
#include <QTableView>

#include "widgets/common/CellDelegate.h"

namespace courier {

/// One value of a result, as it is: numbers at the right and ungrouped, since a year is none to be grouped; NULL dim
/// and slanted, on its column's side; blobs dim; a line break or a tab within a value as a quiet mark.
class ResultDelegate : public CellDelegate {
  Q_OBJECT
 public:
  using CellDelegate::CellDelegate;

  /// Whole numbers in the locale's groups of digits, where a person asks for it.
  void setGrouping(bool groups) { m_groups = groups; }
  [[nodiscard]] bool isGrouping() const { return m_groups; }

 protected:
  /// Whether the index's column holds numbers, by the name of its type.
  [[nodiscard]] static bool isNumberColumn(const QModelIndex& index);
  [[nodiscard]] CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  bool m_groups = false;
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
  /// Makes the columns of numbers wide enough for these rows too: a number that is cut is another number. None shrinks,
  /// and none that the person drew is touched.
  void widenFor(int firstRow, int lastRow);
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

 private:
  void setWidth(int column, int width);
  QSet<int> m_drawn;  ///< columns that have the person's width
  bool m_isFitting = false;
};

}  // namespace courier
