#pragma once

#include <memory>

#include "models/base/CancelToken.h"
#include "models/explore/ResultTableModel.h"
#include "models/export/ExportOptions.h"
#include "widgets/results/CellCopy.h"
#include "widgets/results/ResultTable.h"

class QMenu;

namespace courier {

class RowArranger;

/// The rows of a result, growing while the query runs: all, or those that a person asked for, in their order. Copies
/// cells, opens one whole; never asks for more than is seen. Sorting and filters are found by a RowArranger. Main
/// thread.
class ResultGrid final : public ResultTable {
  Q_OBJECT
 public:
  explicit ResultGrid(QWidget* parent = nullptr);
  /// Stops a copy under way.
  ~ResultGrid() override;

  /// Shows another result from its first row, as the database gave it.
  void setResult(std::shared_ptr<ResultStore> result);
  [[nodiscard]] ResultTableModel* resultModel() const { return m_model; }
  [[nodiscard]] RowArranger* arranger() const { return m_arranger; }

  /// Copies the selection, a large one on another thread; emits copyRefused() where it is too much.
  void copySelection(CopyHeaders headers);
  /// Copies the rows and columns that are selected, in one of the forms of exports; made on another thread.
  void copyAs(ExportFormat format);
  /// Of the connection that the rows are from: how INSERT and IN name and write.
  void setDialect(InsertDialect dialect) { m_dialect = dialect; }
  [[nodiscard]] InsertDialect dialect() const { return m_dialect; }
  /// Opens the current cell's whole value.
  void openCell();
  /// Rows of an earlier run beside one that is under way: dimmed, and said to be so.
  void setOld(bool isOld);
  [[nodiscard]] bool isOld() const { return m_isOld; }

  /// Sorts by this column alone, or by it after those that are sorted by already.
  void sortBy(int column, bool descending, bool adds);
  /// Ascending, then descending, then not at all.
  void turnSort(int column, bool adds);
  void clearSort();
  /// In place of the column's filter, if it has one.
  void setFilter(const ValueFilter& filter);
  void dropFilter(int column);
  /// Rows with this text in one column at least.
  void setAnyColumn(const QString& text);
  void clearFilters();
  /// Only the rows with the current cell's value, or all but those.
  void filterByCurrent(bool excludes);
  [[nodiscard]] QString columnName(int column) const;

  /// Hides the column; the last one that is shown stays.
  void hideColumn(int column);
  void showAllColumns();
  /// The columns up to this one stay in sight.
  void pinUpTo(int column);

 Q_SIGNALS:
  void copyRefused(const QString& why);
  /// It is too much for the clipboard; a file could hold it.
  void copyTooLarge(const QString& why);
  /// What is shown changed, or what is looked for.
  void arrangementChanged();
  void filterWanted(int column);
  void findWanted();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void showArranged(const RowListPtr& rows, const Arrangement& arrangement);
  /// Until enough rows have come to be measured.
  void fitFirst();
  void widenForSight();
  void setGrouping(bool groups);
  [[nodiscard]] QMenu* newMenu();
  void addCopyActions(QMenu& menu);
  void addColumnActions(QMenu& menu, int column);
  void openHeadMenu(int column, const QPoint& globalAt);
  void paintRest(QPainter& painter) const;
  void paintRunning(QPainter& painter) const;
  ResultTableModel* m_model;
  RowArranger* m_arranger;
  ResultDelegate* m_delegate;
  int m_measured = 0;  ///< rows that the columns' widths are made for
  bool m_isOld = false;
  bool m_isCopying = false;
  InsertDialect m_dialect = InsertDialect::Standard;
  CancelToken m_cancel;
};

}  // namespace courier
