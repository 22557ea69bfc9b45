#include "widgets/common/RowsView.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QHeaderView>
#include <QPaintEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "widgets/common/RowHeads.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

/// Where the heads of rows and columns meet: a click selects everything.
class GridCorner final : public QAbstractButton {
 public:
  explicit GridCorner(QWidget* parent) : QAbstractButton(parent) { setFocusPolicy(Qt::NoFocus); }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Theme& theme = Theme::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.bg);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
  }
};

}  // namespace

RowsView::RowsView(int rowHeight, const HeadMaker& makeHeads, QWidget* parent)
    : QAbstractItemView(parent), m_rowHeight(rowHeight), m_heads(makeHeads(this)), m_pinnedHeads(makeHeads(this)) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollMode(ScrollPerPixel);
  setVerticalScrollMode(ScrollPerPixel);
  setTabKeyNavigation(false);
  setEditTriggers(NoEditTriggers);
  for (QHeaderView* heads : {m_heads, m_pinnedHeads}) {
    heads->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    heads->setHighlightSections(false);
    heads->setMinimumSectionSize(48);
    heads->setFocusPolicy(Qt::NoFocus);
    heads->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(heads, &QHeaderView::sectionClicked, this, &RowsView::headClicked);
    connect(heads, &QHeaderView::sectionHandleDoubleClicked, this, &RowsView::headEdgeDoubleClicked);
    connect(heads, &QWidget::customContextMenuRequested, this, [this, heads](const QPoint& at) {
      const int column = heads->logicalIndexAt(at);
      if (column >= 0) Q_EMIT headMenuWanted(column, heads->viewport()->mapToGlobal(at));
    });
  }
  m_pinnedHeads->setSectionsMovable(false);
  m_pinnedHeads->hide();
  m_placeSoon.setSingleShot(true);
  m_placeSoon.setInterval(0);
  connect(&m_placeSoon, &QTimer::timeout, this, [this] { updateGeometries(); });
  connect(m_heads, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
    if (!m_isSyncing && m_pinned > 0 && isPinned(column) && width > 0) m_pinnedHeads->resizeSection(column, width);
    m_placeSoon.start();
    viewport()->update();
    Q_EMIT columnsChanged();
  });
  connect(m_pinnedHeads, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
    if (!m_isSyncing && width > 0) m_heads->resizeSection(column, width);
  });
  connect(m_heads, &QHeaderView::sectionMoved, this, [this] {
    syncPinnedHeads();
    viewport()->update();
    Q_EMIT columnsChanged();
  });
  connect(m_heads, &QHeaderView::sectionCountChanged, this, [this] {
    m_pinned = 0;
    syncPinnedHeads();
    updateGeometries();
  });
  connect(m_heads, &QHeaderView::geometriesChanged, this, [this] { updateGeometries(); });
}

// A view that is going tells nobody of its heads any more.
RowsView::~RowsView() {
  m_heads->disconnect(this);
  m_pinnedHeads->disconnect(this);
}

void RowsView::setModel(QAbstractItemModel* model) {
  if (this->model()) this->model()->disconnect(this);
  QAbstractItemView::setModel(model);
  m_heads->setModel(model);
  m_pinnedHeads->setModel(model);
  if (model) {
    const auto again = [this] {
      updateGeometries();
      viewport()->update();
    };
    connect(model, &QAbstractItemModel::rowsRemoved, this, again);
    connect(model, &QAbstractItemModel::columnsInserted, this, again);
    connect(model, &QAbstractItemModel::columnsRemoved, this, again);
    connect(model, &QAbstractItemModel::layoutChanged, this, again);
  }
  updateGeometries();
}

int RowsView::rowCount() const {
  return model() ? model()->rowCount(rootIndex()) : 0;
}

void RowsView::reset() {
  QAbstractItemView::reset();
  m_pinned = 0;
  syncPinnedHeads();
  updateGeometries();
}

void RowsView::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles) {
  Q_UNUSED(topLeft)
  Q_UNUSED(bottomRight)
  Q_UNUSED(roles)
  viewport()->update();
}

void RowsView::rowsInserted(const QModelIndex& parent, int start, int end) {
  QAbstractItemView::rowsInserted(parent, start, end);
  updateGeometries();
  viewport()->update();
}

// Columns.

QHeaderView* RowsView::headOf(int column) const {
  return isPinned(column) ? m_pinnedHeads : m_heads;
}

bool RowsView::isPinned(int column) const {
  return m_pinned > 0 && m_heads->visualIndex(column) < m_pinned;
}

void RowsView::setPinnedColumns(int count) {
  count = std::clamp(count, 0, m_heads->count());
  if (count == m_pinned) return;
  m_pinned = count;
  syncPinnedHeads();
  updateGeometries();
  viewport()->update();
  Q_EMIT columnsChanged();
}

/// Gives the pinned heads the order, the widths and the gaps of all.
void RowsView::syncPinnedHeads() {
  if (m_isSyncing) return;
  const QScopedValueRollback syncing(m_isSyncing, true);
  m_pinnedHeads->setVisible(m_pinned > 0);
  if (m_pinned == 0 || m_pinnedHeads->count() != m_heads->count()) return;
  for (int place = 0; place < m_heads->count(); ++place) {
    const int column = m_heads->logicalIndex(place);
    const bool shows = place < m_pinned && !m_heads->isSectionHidden(column);
    if (place < m_pinned) m_pinnedHeads->moveSection(m_pinnedHeads->visualIndex(column), place);
    m_pinnedHeads->setSectionHidden(column, !shows);
    if (shows) m_pinnedHeads->resizeSection(column, m_heads->sectionSize(column));
  }
}

int RowsView::pinnedWidth() const {
  int width = 0;
  for (int place = 0; place < m_pinned; ++place) width += m_heads->sectionSize(m_heads->logicalIndex(place));
  return width;
}

QRect RowsView::pinnedArea() const {
  const int width = std::min(pinnedWidth(), viewport()->width());
  return {isRightToLeft() ? viewport()->width() - width : 0, 0, width, viewport()->height()};
}

int RowsView::columnViewportPosition(int column) const {
  if (!isPinned(column)) return m_heads->sectionViewportPosition(column);
  return pinnedArea().left() + m_pinnedHeads->sectionViewportPosition(column);
}

int RowsView::columnWidth(int column) const {
  return m_heads->sectionSize(column);
}

void RowsView::setColumnWidth(int column, int width) {
  m_heads->resizeSection(column, width);
}

bool RowsView::isColumnHidden(int column) const {
  return m_heads->isSectionHidden(column);
}

void RowsView::setColumnHidden(int column, bool hidden) {
  if (hidden == isColumnHidden(column)) return;
  m_heads->setSectionHidden(column, hidden);
  syncPinnedHeads();
  updateGeometries();
  viewport()->update();
  Q_EMIT columnsChanged();
}

std::vector<int> RowsView::shownColumns() const {
  std::vector<int> columns;
  for (int place = 0; place < m_heads->count(); ++place) {
    const int column = m_heads->logicalIndex(place);
    if (!m_heads->isSectionHidden(column)) columns.push_back(column);
  }
  return columns;
}

int RowsView::columnAt(int x) const {
  const QRect pinned = pinnedArea();
  if (m_pinned > 0 && x >= pinned.left() && x <= pinned.right())
    return m_pinnedHeads->logicalIndexAt(x - pinned.left());
  return m_heads->logicalIndexAt(x);
}

int RowsView::visualAt(int x) const {
  const int column = columnAt(x);
  if (column >= 0) return m_heads->visualIndex(column);
  const bool isBefore = isRightToLeft() ? x >= viewport()->width() : x < 0;
  return isBefore ? 0 : m_heads->count() - 1;
}

int RowsView::columnsEnd() const {
  return m_heads->length() - m_heads->offset();
}

// Rows.

int RowsView::rowAt(int y) const {
  const int at = y + verticalOffset();
  const int row = at / m_rowHeight;
  return at < 0 || row >= rowCount() ? -1 : row;
}

RowsView::RowSpan RowsView::rowsInSight() const {
  const int rows = rowCount();
  if (rows == 0) return {};
  const int first = std::clamp(verticalOffset() / m_rowHeight, 0, rows - 1);
  const int last = std::clamp((verticalOffset() + viewport()->height() - 1) / m_rowHeight, 0, rows - 1);
  return {first, last};
}

void RowsView::setRowNumbers(bool shown) {
  if (shown == hasRowNumbers()) return;
  if (shown) {
    m_rowHeads = new RowHeads(*this);
    auto* corner = new GridCorner(this);
    corner->setAccessibleName(tr("Select all"));
    connect(corner, &QAbstractButton::clicked, this, &QAbstractItemView::selectAll);
    m_corner = corner;
    m_rowHeads->show();
    m_corner->show();
  } else {
    delete std::exchange(m_rowHeads, nullptr);
    delete std::exchange(m_corner, nullptr);
  }
  updateGeometries();
}

bool RowsView::hasRowNumbers() const {
  return m_rowHeads != nullptr;
}

QRect RowsView::rowHeadRect(int row) const {
  if (!m_rowHeads) return {};
  return {m_rowHeads->x(), m_rowHeads->y() + rowViewportPosition(row), m_rowHeads->width(), m_rowHeight};
}

// Places.

QModelIndex RowsView::indexAt(const QPoint& point) const {
  const int row = rowAt(point.y());
  const int column = columnAt(point.x());
  return row < 0 || column < 0 ? QModelIndex() : model()->index(row, column, rootIndex());
}

QRect RowsView::visualRect(const QModelIndex& index) const {
  if (!index.isValid() || isIndexHidden(index)) return {};
  return {columnViewportPosition(index.column()), rowViewportPosition(index.row()), columnWidth(index.column()),
          m_rowHeight};
}

bool RowsView::isIndexHidden(const QModelIndex& index) const {
  return m_heads->isSectionHidden(index.column());
}

int RowsView::horizontalOffset() const {
  return m_heads->offset();
}

int RowsView::verticalOffset() const {
  return verticalScrollBar()->value();
}

void RowsView::scrollTo(const QModelIndex& index, ScrollHint hint) {
  if (!index.isValid() || isIndexHidden(index)) return;
  const int height = viewport()->height();
  const int top = index.row() * m_rowHeight;
  const int offset = verticalOffset();
  if (hint == PositionAtTop) {
    verticalScrollBar()->setValue(top);
  } else if (hint == PositionAtBottom) {
    verticalScrollBar()->setValue(top + m_rowHeight - height);
  } else if (hint == PositionAtCenter) {
    verticalScrollBar()->setValue(top - (height - m_rowHeight) / 2);
  } else if (top < offset || m_rowHeight > height) {
    verticalScrollBar()->setValue(top);
  } else if (top + m_rowHeight > offset + height) {
    verticalScrollBar()->setValue(top + m_rowHeight - height);
  }
  if (isPinned(index.column())) return;
  // Counted from the edge at which reading begins.
  const int covered = pinnedWidth();
  const int from = m_heads->sectionPosition(index.column());
  const int width = columnWidth(index.column());
  const int room = viewport()->width();
  QScrollBar* bar = horizontalScrollBar();
  if (from - bar->value() < covered || width > room - covered) {
    bar->setValue(from - covered);
  } else if (from + width > bar->value() + room) {
    bar->setValue(from + width - room);
  }
}

QModelIndex RowsView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
  const std::vector<int> columns = shownColumns();
  const int rows = rowCount();
  if (columns.empty() || rows == 0) return {};
  const QModelIndex current = currentIndex();
  if (!current.isValid()) return model()->index(0, columns.front(), rootIndex());
  const auto known = std::find(columns.begin(), columns.end(), current.column());
  auto place = known == columns.end() ? 0 : static_cast<int>(known - columns.begin());
  const int last = static_cast<int>(columns.size()) - 1;
  int row = current.row();
  const int page = std::max(1, viewport()->height() / m_rowHeight - 1);
  const bool far = modifiers.testFlag(Qt::ControlModifier);
  if (isRightToLeft()) {
    if (action == MoveLeft || action == MoveRight) action = action == MoveLeft ? MoveRight : MoveLeft;
  }
  switch (action) {
    case MoveUp:
      row = far ? 0 : row - 1;
      break;
    case MoveDown:
      row = far ? rows - 1 : row + 1;
      break;
    case MovePrevious:
    case MoveLeft:
      place = far ? 0 : place - 1;
      break;
    case MoveNext:
    case MoveRight:
      place = far ? last : place + 1;
      break;
    case MoveHome:
      place = 0;
      if (far) row = 0;
      break;
    case MoveEnd:
      place = last;
      if (far) row = rows - 1;
      break;
    case MovePageUp:
      row -= page;
      break;
    case MovePageDown:
      row = row > rows - 1 - page ? rows - 1 : row + page;
      break;
  }
  return model()->index(std::clamp(row, 0, rows - 1), columns[static_cast<size_t>(std::clamp(place, 0, last))],
                        rootIndex());
}

void RowsView::keyboardSearch(const QString&) {}

// Selection.

QItemSelection RowsView::cells(int top, int bottom, int fromVisual, int toVisual) const {
  std::vector<int> columns;
  for (int place = fromVisual; place <= toVisual; ++place) {
    const int column = m_heads->logicalIndex(place);
    if (column >= 0 && !m_heads->isSectionHidden(column)) columns.push_back(column);
  }
  std::sort(columns.begin(), columns.end());
  QItemSelection selection;
  for (size_t at = 0; at < columns.size();) {
    size_t end = at + 1;
    while (end < columns.size() && columns[end] == columns[end - 1] + 1) ++end;
    selection.append(QItemSelectionRange(model()->index(top, columns[at], rootIndex()),
                                         model()->index(bottom, columns[end - 1], rootIndex())));
    at = end;
  }
  return selection;
}

void RowsView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) {
  const int rows = rowCount();
  if (!selectionModel() || rows == 0 || m_heads->count() == 0) return;
  const auto rowNear = [&](int y) {
    return static_cast<int>(std::clamp<qint64>((qint64{y} + verticalOffset()) / m_rowHeight, 0, rows - 1));
  };
  const int one = visualAt(rect.left());
  const int other = visualAt(rect.right());
  selectionModel()->select(
      cells(rowNear(rect.top()), rowNear(rect.bottom()), std::min(one, other), std::max(one, other)), flags);
}

QRegion RowsView::visualRegionForSelection(const QItemSelection& selection) const {
  QRegion region;
  const RowSpan sight = rowsInSight();
  for (const QItemSelectionRange& range : selection) {
    const int top = std::max(range.top(), sight.first);
    const int bottom = std::min(range.bottom(), sight.last);
    if (range.isValid() && top <= bottom) {
      region += QRect(0, rowViewportPosition(top), viewport()->width(), (bottom - top + 1) * m_rowHeight);
    }
  }
  return region;
}

// QTableView lists every selected cell for a screen reader: five million rows would take seconds and 600 MB.
void RowsView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  viewport()->update();
  if (m_rowHeads) m_rowHeads->update();
  if (!QAccessible::isActive()) return;
  const auto tell = [this](const QItemSelection& ranges, QAccessible::Event kind) {
    if (ranges.isEmpty()) return;
    const QModelIndex first = ranges.first().topLeft();
    QAccessibleEvent event(this, kind);
    // As Qt counts the cells of a table, its heads included.
    event.setChild((first.row() + 1) * (model()->columnCount() + (hasRowNumbers() ? 1 : 0)) + first.column() +
                   (hasRowNumbers() ? 1 : 0));
    QAccessible::updateAccessibility(&event);
  };
  tell(selected, QAccessible::SelectionAdd);
  tell(deselected, QAccessible::SelectionRemove);
}

void RowsView::selectRow(int row) {
  selectRows(row, row, false);
}

void RowsView::selectRows(int from, int to, bool adds) {
  if (!selectionModel() || rowCount() == 0) return;
  const int column = currentIndex().isValid() ? currentIndex().column() : m_heads->logicalIndex(0);
  selectionModel()->setCurrentIndex(model()->index(from, column, rootIndex()), QItemSelectionModel::NoUpdate);
  selectionModel()->select(cells(std::min(from, to), std::max(from, to), 0, m_heads->count() - 1),
                           adds ? QItemSelectionModel::Select : QItemSelectionModel::ClearAndSelect);
}

void RowsView::selectColumn(int column) {
  const int rows = rowCount();
  if (!selectionModel() || rows == 0 || isColumnHidden(column)) return;
  const int row = std::max(0, rowsInSight().first);
  selectionModel()->setCurrentIndex(model()->index(row, column, rootIndex()), QItemSelectionModel::NoUpdate);
  selectionModel()->select(
      QItemSelection(model()->index(0, column, rootIndex()), model()->index(rows - 1, column, rootIndex())),
      QItemSelectionModel::ClearAndSelect);
}

bool RowsView::isRowTouched(int row) const {
  if (!selectionModel()) return false;
  const QItemSelection selection = selectionModel()->selection();
  return std::any_of(selection.begin(), selection.end(),
                     [row](const QItemSelectionRange& range) { return row >= range.top() && row <= range.bottom(); });
}

// Looks.

void RowsView::paintEvent(QPaintEvent* event) {
  const RowSpan rows = rowsInSight();
  if (!model() || rows.last < rows.first) return;
  QPainter painter(viewport());
  const QRect pinned = pinnedArea();
  std::vector<int> free;
  std::vector<int> held;
  for (const int column : shownColumns()) (isPinned(column) ? held : free).push_back(column);
  QRect open = viewport()->rect();
  if (m_pinned > 0) {
    if (isRightToLeft()) {
      open.setRight(pinned.left() - 1);
    } else {
      open.setLeft(pinned.right() + 1);
    }
  }
  paintCells(painter, open.intersected(event->rect()), free, rows);
  if (m_pinned == 0) return;
  paintCells(painter, pinned.intersected(event->rect()), held, rows);
  painter.setClipping(false);
  const int edge = isRightToLeft() ? pinned.left() : pinned.right();
  painter.fillRect(QRect(edge, 0, 1, rowViewportPosition(rows.last) + m_rowHeight), Theme::of(palette()).dim);
}

void RowsView::paintCells(QPainter& painter, const QRect& area, const std::vector<int>& columns, const RowSpan& rows) {
  if (area.isEmpty()) return;
  painter.setClipRect(area);
  QStyleOptionViewItem look;
  initViewItemOption(&look);
  const QItemSelection selection = selectionModel()->selection();
  const auto isSelected = [&selection](int row, int column) {
    return std::any_of(selection.begin(), selection.end(), [&](const QItemSelectionRange& range) {
      return row >= range.top() && row <= range.bottom() && column >= range.left() && column <= range.right();
    });
  };
  const QModelIndex current = currentIndex();
  for (int row = rows.first; row <= rows.last; ++row) {
    const int top = rowViewportPosition(row);
    if (top > area.bottom() || top + m_rowHeight <= area.top()) continue;
    for (const int column : columns) {
      const QRect rect(columnViewportPosition(column), top, columnWidth(column), m_rowHeight);
      if (!rect.intersects(area)) continue;
      const QModelIndex index = model()->index(row, column, rootIndex());
      look.rect = rect;
      look.state.setFlag(QStyle::State_Selected, isSelected(row, column));
      look.state.setFlag(QStyle::State_HasFocus, hasFocus() && index == current);
      itemDelegateForIndex(index)->paint(&painter, look, index);
    }
  }
}

void RowsView::updateGeometries() {
  if (m_isPlacing) return;
  const QScopedValueRollback placing(m_isPlacing, true);
  placeHeads();
  const QSize room = viewport()->size();
  const qint64 height = qint64{rowCount()} * m_rowHeight;
  verticalScrollBar()->setPageStep(std::max(1, room.height() - m_rowHeight));
  verticalScrollBar()->setSingleStep(m_rowHeight);
  verticalScrollBar()->setRange(
      0, static_cast<int>(std::clamp<qint64>(height - room.height(), 0, std::numeric_limits<int>::max())));
  horizontalScrollBar()->setPageStep(std::max(1, room.width()));
  horizontalScrollBar()->setSingleStep(24);
  horizontalScrollBar()->setRange(0, std::max(0, m_heads->length() - room.width()));
  m_heads->setOffset(horizontalScrollBar()->value());
  if (m_rowHeads) m_rowHeads->update();
  QAbstractItemView::updateGeometries();
}

void RowsView::placeHeads() {
  const int height = std::max(m_heads->minimumHeight(), m_heads->sizeHint().height());
  const int width = m_rowHeads ? m_rowHeads->sizeHint().width() : 0;
  const bool mirrored = isRightToLeft();
  setViewportMargins(mirrored ? 0 : width, height, mirrored ? width : 0, 0);
  const QRect cells = viewport()->geometry();
  m_heads->setGeometry(cells.left(), cells.top() - height, cells.width(), height);
  if (m_pinned > 0) {
    const QRect pinned = pinnedArea();
    m_pinnedHeads->setGeometry(cells.left() + pinned.left(), cells.top() - height, pinned.width(), height);
    m_pinnedHeads->raise();
  }
  if (!m_rowHeads) return;
  const int left = mirrored ? cells.right() + 1 : cells.left() - width;
  m_rowHeads->setGeometry(left, cells.top(), width, cells.height());
  m_corner->setGeometry(left, cells.top() - height, width, height);
}

void RowsView::resizeEvent(QResizeEvent* event) {
  QAbstractItemView::resizeEvent(event);
  updateGeometries();
}

void RowsView::changeEvent(QEvent* event) {
  QAbstractItemView::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
      event->type() == QEvent::LayoutDirectionChange) {
    updateGeometries();
  }
}

void RowsView::scrollContentsBy(int dx, int dy) {
  if (dx != 0) m_heads->setOffset(horizontalScrollBar()->value());
  if (dy != 0 && m_rowHeads) m_rowHeads->update();
  viewport()->update();
}

}  // namespace courier
