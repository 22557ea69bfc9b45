#pragma once

#include <QSet>

#include "widgets/common/CellDelegate.h"
#include "widgets/common/RowsView.h"

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

/// A table of a result's values, however many. Main thread.
class ResultTable : public RowsView {
  Q_OBJECT
 public:
  explicit ResultTable(QWidget* parent = nullptr);

  /// Makes each column as wide as its head and its first values, within bounds; also those that a person drew.
  void fitColumns();
  /// All columns as they come: in their order, shown, unpinned, of nobody's width.
  void resetColumns();
  /// The same for one column, by the rows in sight.
  void fitColumn(int column);
  /// The widths that a person gave, by column.
  [[nodiscard]] bool isDrawn(int column) const { return m_drawn.contains(column); }
  /// A width as if a person had drawn it.
  void drawColumn(int column, int width);

 protected:
  /// As fitColumns(), but for those that a person drew.
  void fitRest();
  /// Makes the columns of numbers wide enough for these rows too: a number that is cut is another number. None shrinks,
  /// and none that the person drew is touched.
  void widenFor(int firstRow, int lastRow);

 private:
  [[nodiscard]] int neededWidth(int column, int firstRow, int lastRow, int atLeast) const;
  void setWidth(int column, int width);
  QSet<int> m_drawn;  ///< columns that have the person's width
  bool m_isFitting = false;
};

}  // namespace courier
