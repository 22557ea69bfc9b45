#pragma once

#include <QAbstractItemView>
#include <QTimer>
#include <functional>
#include <vector>

class QHeaderView;

namespace courier {

class RowHeads;

/// A table of rows of one height, as many as a model has: nothing is kept or walked for a row that is not in sight, so
/// ten million cost what ten do. Columns are a QHeaderView's: they can be drawn wider, moved and hidden, and the first
/// ones can be pinned: they stay where they are while the others scroll. Main thread.
class RowsView : public QAbstractItemView {
  Q_OBJECT
 public:
  /// Makes a head for the columns: one for all, and one that shows the pinned ones above it.
  using HeadMaker = std::function<QHeaderView*(QWidget* parent)>;
  /// `rowHeight`: in px, the line below the row counted.
  RowsView(int rowHeight, const HeadMaker& makeHeads, QWidget* parent = nullptr);
  ~RowsView() override;

  void setModel(QAbstractItemModel* model) override;
  [[nodiscard]] QHeaderView* horizontalHeader() const { return m_heads; }
  /// The head that stands where a person sees this column's: the pinned ones have their own.
  [[nodiscard]] QHeaderView* headOf(int column) const;

  /// Numbers beside the rows, or none.
  void setRowNumbers(bool shown);
  [[nodiscard]] bool hasRowNumbers() const;
  /// Where the head of a row stands in this widget.
  [[nodiscard]] QRect rowHeadRect(int row) const;

  /// How many columns, counted as they are shown, stay in sight.
  void setPinnedColumns(int count);
  [[nodiscard]] int pinnedColumns() const { return m_pinned; }

  [[nodiscard]] int rowHeight() const { return m_rowHeight; }
  /// -1: there is none.
  [[nodiscard]] int rowAt(int y) const;
  [[nodiscard]] int columnAt(int x) const;
  [[nodiscard]] int rowViewportPosition(int row) const { return row * m_rowHeight - verticalOffset(); }
  [[nodiscard]] int columnViewportPosition(int column) const;
  [[nodiscard]] int columnWidth(int column) const;
  void setColumnWidth(int column, int width);
  [[nodiscard]] bool isColumnHidden(int column) const;
  void setColumnHidden(int column, bool hidden);
  /// The columns that are shown, from the first a person reads to the last.
  [[nodiscard]] std::vector<int> shownColumns() const;
  /// The first and the last row in sight; none: {0, -1}.
  struct RowSpan {
    int first = 0;
    int last = -1;
  };
  [[nodiscard]] RowSpan rowsInSight() const;
  /// How wide the columns in sight are, to the end of the last.
  [[nodiscard]] int columnsEnd() const;

  [[nodiscard]] QModelIndex indexAt(const QPoint& point) const override;
  void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
  [[nodiscard]] QRect visualRect(const QModelIndex& index) const override;
  /// Nothing: it would look at every row of the column.
  void keyboardSearch(const QString& search) override;
  void reset() override;
  void selectRow(int row);
  void selectColumn(int column);
  /// Rows `from` to `to`, all their columns; replaces the selection or adds to it.
  void selectRows(int from, int to, bool adds);
  [[nodiscard]] bool isRowTouched(int row) const;

 Q_SIGNALS:
  /// The head of a column was clicked, right-clicked, or its edge double-clicked.
  void headClicked(int column);
  void headMenuWanted(int column, const QPoint& globalAt);
  void headEdgeDoubleClicked(int column);
  /// Columns were moved, hidden, shown, pinned, or drawn to another width.
  void columnsChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  /// Draws what is in sight anew; the base class would ask for the place of every cell that changed.
  void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles) override;
  void rowsInserted(const QModelIndex& parent, int start, int end) override;
  void updateGeometries() override;
  void changeEvent(QEvent* event) override;
  [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
  [[nodiscard]] int horizontalOffset() const override;
  [[nodiscard]] int verticalOffset() const override;
  [[nodiscard]] bool isIndexHidden(const QModelIndex& index) const override;
  void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) override;
  [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection& selection) const override;
  void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

 private:
  [[nodiscard]] int rowCount() const;
  [[nodiscard]] bool isPinned(int column) const;
  [[nodiscard]] int pinnedWidth() const;
  /// Where the pinned columns stand in the viewport.
  [[nodiscard]] QRect pinnedArea() const;
  void paintCells(QPainter& painter, const QRect& area, const std::vector<int>& columns, const RowSpan& rows);
  void syncPinnedHeads();
  void placeHeads();
  /// The logical columns between two places, both included, as runs of neighbours.
  [[nodiscard]] QItemSelection cells(int top, int bottom, int fromVisual, int toVisual) const;
  [[nodiscard]] int visualAt(int x) const;

  int m_rowHeight;
  int m_pinned = 0;
  QHeaderView* m_heads;
  QHeaderView* m_pinnedHeads;
  RowHeads* m_rowHeads = nullptr;
  QWidget* m_corner = nullptr;
  QTimer m_placeSoon;  ///< many columns may get another width at once
  bool m_isSyncing = false;
  bool m_isPlacing = false;
};

}  // namespace courier
