#include "widgets/common/ViewAccess.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QHash>
#include <QHeaderView>
#include <QListView>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QTableView>
#include <QTreeView>
#include <algorithm>

#include "widgets/common/RowsView.h"

namespace courier {
namespace {

const QString kActivate = QStringLiteral("Activate");
const QString kExpand = QStringLiteral("Expand");
const QString kCollapse = QStringLiteral("Collapse");
constexpr int kMostSelectedCells = 1000;

/// The combo box whose list this is; null for other views.
QComboBox* comboOf(const QAbstractItemView& view) {
  const QWidget* frame = view.parentWidget();
  return frame ? qobject_cast<QComboBox*>(frame->parentWidget()) : nullptr;
}

bool isTable(const QWidget* view) {
  return qobject_cast<const QTableView*>(view) || qobject_cast<const RowsView*>(view);
}

QHeaderView* columnHeads(const QAbstractItemView& view) {
  if (const auto* rows = qobject_cast<const RowsView*>(&view)) return rows->horizontalHeader();
  if (const auto* table = qobject_cast<const QTableView*>(&view)) return table->horizontalHeader();
  if (const auto* tree = qobject_cast<const QTreeView*>(&view)) return tree->header();
  return nullptr;
}

bool hasRowHeads(const QAbstractItemView& view) {
  if (const auto* rows = qobject_cast<const RowsView*>(&view)) return rows->hasRowNumbers();
  return qobject_cast<const QTableView*>(&view) != nullptr;
}

QRect onScreen(const QWidget& widget, const QRect& rect) {
  return {widget.mapToGlobal(rect.topLeft()), rect.size()};
}

/// What a view's cell and a view's head have in common: no children, no window of their own.
class PartAccess : public QAccessibleInterface {
 public:
  explicit PartAccess(QAbstractItemView& view) : m_view(&view) {}
  [[nodiscard]] bool isValid() const override { return !m_view.isNull() && m_view->model() != nullptr; }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* parent() const override {
    return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
  }
  [[nodiscard]] QWindow* window() const override { return parent() ? parent()->window() : nullptr; }
  [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  void setText(QAccessible::Text, const QString&) override {}

 protected:
  [[nodiscard]] QAbstractItemView& view() const { return *m_view; }

 private:
  QPointer<QAbstractItemView> m_view;
};

/// The head of a column or of a row; the corner between them.
class HeadAccess final : public PartAccess {
 public:
  HeadAccess(QAbstractItemView& view, Qt::Orientation along, int section)
      : PartAccess(view), m_along(along), m_section(section) {}

  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    if (!isValid() || m_section < 0 || kind != QAccessible::Name) return {};
    const QString name = view().model()->headerData(m_section, m_along, Qt::AccessibleTextRole).toString();
    return name.isEmpty() ? view().model()->headerData(m_section, m_along).toString() : name;
  }
  [[nodiscard]] QAccessible::Role role() const override {
    if (m_section < 0) return QAccessible::Pane;
    return m_along == Qt::Horizontal ? QAccessible::ColumnHeader : QAccessible::RowHeader;
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    state.invisible = !isValid() || place().isEmpty();
    return state;
  }
  [[nodiscard]] QRect rect() const override { return isValid() && m_section >= 0 ? place() : QRect(); }

 private:
  /// On the screen; empty where it is not shown.
  [[nodiscard]] QRect place() const {
    auto* rows = qobject_cast<RowsView*>(&view());
    if (rows && m_along == Qt::Vertical)
      return rows->hasRowNumbers() ? onScreen(*rows, rows->rowHeadRect(m_section)) : QRect();
    const auto* table = qobject_cast<const QTableView*>(&view());
    const QHeaderView* heads = rows                                  ? rows->headOf(m_section)
                               : m_along == Qt::Horizontal || !table ? columnHeads(view())
                                                                     : table->verticalHeader();
    if (!heads || !heads->isVisible()) return {};
    const int from = heads->sectionViewportPosition(m_section);
    const int size = heads->sectionSize(m_section);
    return onScreen(*heads->viewport(), m_along == Qt::Horizontal ? QRect(from, 0, size, heads->height())
                                                                  : QRect(0, from, heads->width(), size));
  }
  Qt::Orientation m_along;
  int m_section;
};

class CellAccess;

/// The view itself. Its children are numbered as the view numbers them when it tells of the focus: row by row, the
/// heads counted.
class ViewAccess final : public QAccessibleWidget, public QAccessibleTableInterface {
 public:
  explicit ViewAccess(QAbstractItemView& view);
  ~ViewAccess() override;

  [[nodiscard]] int childCount() const override { return (rowCount() + headRows()) * (columnCount() + headColumns()); }
  [[nodiscard]] QAccessibleInterface* child(int number) const override;
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override;
  [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override;
  [[nodiscard]] QAccessibleInterface* focusChild() const override;
  [[nodiscard]] QAccessibleInterface* parent() const override;
  [[nodiscard]] QAccessible::Role role() const override;
  void* interface_cast(QAccessible::InterfaceType type) override;

  [[nodiscard]] QAccessibleInterface* caption() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* summary() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* cellAt(int row, int column) const override { return cell(indexOf(row, column)); }
  [[nodiscard]] int selectedCellCount() const override;
  [[nodiscard]] QList<QAccessibleInterface*> selectedCells() const override;
  [[nodiscard]] QString columnDescription(int column) const override;
  [[nodiscard]] QString rowDescription(int row) const override;
  [[nodiscard]] int selectedColumnCount() const override { return static_cast<int>(selectedColumns().size()); }
  [[nodiscard]] int selectedRowCount() const override;
  [[nodiscard]] int columnCount() const override;
  [[nodiscard]] int rowCount() const override;
  [[nodiscard]] QList<int> selectedColumns() const override;
  [[nodiscard]] QList<int> selectedRows() const override;
  [[nodiscard]] bool isColumnSelected(int column) const override;
  [[nodiscard]] bool isRowSelected(int row) const override;
  bool selectRow(int row) override;
  bool selectColumn(int column) override;
  bool unselectRow(int) override { return false; }
  bool unselectColumn(int) override { return false; }
  void modelChange(QAccessibleTableModelChangeEvent* event) override;

  [[nodiscard]] QAccessibleInterface* cell(const QModelIndex& index) const;
  [[nodiscard]] QAccessibleInterface* head(Qt::Orientation along, int section) const;
  /// Which row of those that are shown; -1: none.
  [[nodiscard]] int rowOf(const QModelIndex& index) const;

 private:
  [[nodiscard]] QAbstractItemView& view() const { return *static_cast<QAbstractItemView*>(widget()); }
  [[nodiscard]] QTreeView* tree() const { return qobject_cast<QTreeView*>(widget()); }
  [[nodiscard]] QModelIndex indexOf(int row, int column) const;
  [[nodiscard]] QModelIndex firstOfTree() const;
  [[nodiscard]] int headRows() const { return columnHeads(view()) ? 1 : 0; }
  [[nodiscard]] int headColumns() const { return hasRowHeads(view()) ? 1 : 0; }
  mutable QHash<QPersistentModelIndex, QAccessible::Id> m_cells;
  mutable QHash<QPair<int, int>, QAccessible::Id> m_heads;
};

/// One cell, wherever its row goes while the model changes.
class CellAccess final : public PartAccess, public QAccessibleTableCellInterface, public QAccessibleActionInterface {
 public:
  CellAccess(QAbstractItemView& view, const QModelIndex& index) : PartAccess(view), m_index(index) {}

  [[nodiscard]] bool isValid() const override { return PartAccess::isValid() && m_index.isValid(); }
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    if (!isValid()) return {};
    if (kind == QAccessible::Description) return m_index.data(Qt::ToolTipRole).toString();
    if (kind != QAccessible::Name) return {};
    const QString name = m_index.data(Qt::AccessibleTextRole).toString();
    return name.isEmpty() ? m_index.data(Qt::DisplayRole).toString() : name;
  }
  [[nodiscard]] QAccessible::Role role() const override {
    if (!isValid() || isTable(&view())) return QAccessible::Cell;
    return tree() ? QAccessible::TreeItem : QAccessible::ListItem;
  }
  [[nodiscard]] QAccessible::State state() const override;
  [[nodiscard]] QRect rect() const override {
    return isValid() ? onScreen(*view().viewport(), view().visualRect(m_index)) : QRect();
  }
  void* interface_cast(QAccessible::InterfaceType type) override {
    if (type == QAccessible::TableCellInterface) return static_cast<QAccessibleTableCellInterface*>(this);
    if (type == QAccessible::ActionInterface) return static_cast<QAccessibleActionInterface*>(this);
    return nullptr;
  }

  [[nodiscard]] bool isSelected() const override {
    return isValid() && view().selectionModel() && view().selectionModel()->isSelected(m_index);
  }
  [[nodiscard]] QList<QAccessibleInterface*> columnHeaderCells() const override {
    return isValid() && columnHeads(view()) ? QList{ofView()->head(Qt::Horizontal, m_index.column())}
                                            : QList<QAccessibleInterface*>();
  }
  [[nodiscard]] QList<QAccessibleInterface*> rowHeaderCells() const override {
    return isValid() && hasRowHeads(view()) ? QList{ofView()->head(Qt::Vertical, m_index.row())}
                                            : QList<QAccessibleInterface*>();
  }
  [[nodiscard]] int columnIndex() const override { return m_index.column(); }
  [[nodiscard]] int rowIndex() const override { return isValid() ? ofView()->rowOf(m_index) : -1; }
  [[nodiscard]] int columnExtent() const override { return 1; }
  [[nodiscard]] int rowExtent() const override { return 1; }
  [[nodiscard]] QAccessibleInterface* table() const override { return parent(); }

  [[nodiscard]] QStringList actionNames() const override;
  void doAction(const QString& name) override;
  [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }
  [[nodiscard]] QModelIndex index() const { return m_index; }

 private:
  [[nodiscard]] ViewAccess* ofView() const { return static_cast<ViewAccess*>(parent()); }
  [[nodiscard]] QTreeView* tree() const { return qobject_cast<QTreeView*>(&view()); }
  [[nodiscard]] QModelIndex branch() const { return m_index.sibling(m_index.row(), 0); }
  void press();
  void showMenu();
  QPersistentModelIndex m_index;
};

ViewAccess::ViewAccess(QAbstractItemView& view) : QAccessibleWidget(&view) {}

// Asked before the view is complete, it is none of these yet.
QAccessible::Role ViewAccess::role() const {
  if (isTable(widget())) return QAccessible::Table;
  return tree() ? QAccessible::Tree : QAccessible::List;
}

ViewAccess::~ViewAccess() {
  for (const QAccessible::Id id : std::as_const(m_cells)) QAccessible::deleteAccessibleInterface(id);
  for (const QAccessible::Id id : std::as_const(m_heads)) QAccessible::deleteAccessibleInterface(id);
}

QModelIndex ViewAccess::firstOfTree() const {
  return view().model() ? view().model()->index(0, 0, view().rootIndex()) : QModelIndex();
}

QModelIndex ViewAccess::indexOf(int row, int column) const {
  if (row < 0 || column < 0 || !view().model()) return {};
  if (!tree()) return view().model()->index(row, column, view().rootIndex());
  QModelIndex index = firstOfTree();
  for (int above = 0; above < row && index.isValid(); ++above) index = tree()->indexBelow(index);
  return index.isValid() ? index.sibling(index.row(), column) : index;
}

int ViewAccess::rowOf(const QModelIndex& index) const {
  if (!tree()) return index.row();
  int row = -1;
  for (QModelIndex above = index.sibling(index.row(), 0); above.isValid(); above = tree()->indexAbove(above)) ++row;
  return row;
}

int ViewAccess::rowCount() const {
  if (!view().model()) return 0;
  if (!tree()) return view().model()->rowCount(view().rootIndex());
  int rows = 0;
  for (QModelIndex index = firstOfTree(); index.isValid(); index = tree()->indexBelow(index)) ++rows;
  return rows;
}

int ViewAccess::columnCount() const {
  if (!view().model()) return 0;
  if (const auto* list = qobject_cast<QListView*>(&view())) return list->modelColumn() + 1;
  return view().model()->columnCount(view().rootIndex());
}

QAccessibleInterface* ViewAccess::cell(const QModelIndex& index) const {
  if (!index.isValid()) return nullptr;
  const QPersistentModelIndex kept(index);
  if (const auto known = m_cells.constFind(kept); known != m_cells.constEnd())
    return QAccessible::accessibleInterface(*known);
  auto* made = new CellAccess(view(), index);
  m_cells.insert(kept, QAccessible::registerAccessibleInterface(made));
  return made;
}

QAccessibleInterface* ViewAccess::head(Qt::Orientation along, int section) const {
  const QPair<int, int> key(static_cast<int>(along), section);
  if (const auto known = m_heads.constFind(key); known != m_heads.constEnd())
    return QAccessible::accessibleInterface(*known);
  auto* made = new HeadAccess(view(), along, section);
  m_heads.insert(key, QAccessible::registerAccessibleInterface(made));
  return made;
}

QAccessibleInterface* ViewAccess::child(int number) const {
  const int perRow = columnCount() + headColumns();
  if (number < 0 || perRow == 0) return nullptr;
  const int row = number / perRow - headRows();
  const int column = number % perRow - headColumns();
  if (row < 0) return head(Qt::Horizontal, column);
  if (column < 0) return row < rowCount() ? head(Qt::Vertical, row) : nullptr;
  return cell(indexOf(row, column));
}

int ViewAccess::indexOfChild(const QAccessibleInterface* child) const {
  for (auto known = m_heads.constBegin(); known != m_heads.constEnd(); ++known) {
    if (QAccessible::accessibleInterface(known.value()) != child) continue;
    const auto [along, section] = known.key();
    if (along == static_cast<int>(Qt::Horizontal)) return section + headColumns();
    return (section + headRows()) * (columnCount() + headColumns());
  }
  const auto* cell = dynamic_cast<const CellAccess*>(child);
  if (!cell || !cell->isValid()) return -1;
  return (cell->rowIndex() + headRows()) * (columnCount() + headColumns()) + cell->columnIndex() + headColumns();
}

QAccessibleInterface* ViewAccess::childAt(int x, int y) const {
  return cell(view().indexAt(view().viewport()->mapFromGlobal(QPoint(x, y))));
}

QAccessibleInterface* ViewAccess::focusChild() const {
  return view().hasFocus() ? cell(view().currentIndex()) : nullptr;
}

QAccessibleInterface* ViewAccess::parent() const {
  QComboBox* combo = comboOf(view());
  return combo ? QAccessible::queryAccessibleInterface(combo) : QAccessibleWidget::parent();
}

void* ViewAccess::interface_cast(QAccessible::InterfaceType type) {
  if (type == QAccessible::TableInterface) return static_cast<QAccessibleTableInterface*>(this);
  return QAccessibleWidget::interface_cast(type);
}

int ViewAccess::selectedCellCount() const {
  int cells = 0;
  if (!view().selectionModel()) return 0;
  for (const QItemSelectionRange& range : view().selectionModel()->selection()) cells += range.width() * range.height();
  return cells;
}

QList<QAccessibleInterface*> ViewAccess::selectedCells() const {
  QList<QAccessibleInterface*> cells;
  if (!view().selectionModel()) return cells;
  for (const QItemSelectionRange& range : view().selectionModel()->selection()) {
    for (int row = range.top(); row <= range.bottom(); ++row) {
      for (int column = range.left(); column <= range.right(); ++column) {
        if (cells.size() == kMostSelectedCells) return cells;
        cells.append(cell(range.model()->index(row, column, range.parent())));
      }
    }
  }
  return cells;
}

QString ViewAccess::columnDescription(int column) const {
  return view().model() ? view().model()->headerData(column, Qt::Horizontal).toString() : QString();
}

QString ViewAccess::rowDescription(int row) const {
  return view().model() ? view().model()->headerData(row, Qt::Vertical).toString() : QString();
}

int ViewAccess::selectedRowCount() const {
  return static_cast<int>(selectedRows().size());
}

QList<int> ViewAccess::selectedRows() const {
  QList<int> rows;
  if (!view().selectionModel()) return rows;
  for (const QItemSelectionRange& range : view().selectionModel()->selection()) {
    for (int row = range.top(); row <= range.bottom() && rows.size() < kMostSelectedCells; ++row) {
      const int shown = rowOf(range.model()->index(row, 0, range.parent()));
      if (isRowSelected(shown) && !rows.contains(shown)) rows.append(shown);
    }
  }
  return rows;
}

QList<int> ViewAccess::selectedColumns() const {
  QList<int> columns;
  for (int column = 0; column < columnCount(); ++column) {
    if (isColumnSelected(column)) columns.append(column);
  }
  return columns;
}

bool ViewAccess::isRowSelected(int row) const {
  const QModelIndex index = indexOf(row, 0);
  return index.isValid() && view().selectionModel() &&
         view().selectionModel()->isRowSelected(index.row(), index.parent());
}

bool ViewAccess::isColumnSelected(int column) const {
  return !tree() && view().selectionModel() && view().selectionModel()->isColumnSelected(column, view().rootIndex());
}

bool ViewAccess::selectRow(int row) {
  const QModelIndex index = indexOf(row, std::max(0, view().currentIndex().column()));
  if (!index.isValid() || !view().selectionModel()) return false;
  view().selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  return true;
}

bool ViewAccess::selectColumn(int column) {
  const QModelIndex index = indexOf(0, column);
  if (!index.isValid() || !view().selectionModel() || view().selectionBehavior() == QAbstractItemView::SelectRows) {
    return false;
  }
  view().selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Columns);
  return true;
}

void ViewAccess::modelChange(QAccessibleTableModelChangeEvent*) {
  for (auto known = m_cells.begin(); known != m_cells.end();) {
    if (known.key().isValid()) {
      ++known;
      continue;
    }
    QAccessible::deleteAccessibleInterface(known.value());
    known = m_cells.erase(known);
  }
}

QAccessible::State CellAccess::state() const {
  QAccessible::State state;
  if (!isValid()) {
    state.invalid = true;
    return state;
  }
  const Qt::ItemFlags flags = m_index.flags();
  state.disabled = !flags.testFlag(Qt::ItemIsEnabled) || !view().isEnabled();
  state.selectable = flags.testFlag(Qt::ItemIsSelectable);
  state.selected = isSelected();
  state.focusable = true;
  state.focused = view().hasFocus() && view().currentIndex() == m_index;
  const QRect place = view().visualRect(m_index);
  state.invisible = !view().isVisible() || place.isEmpty();
  state.offscreen = !view().viewport()->rect().intersects(place);
  if (tree() && view().model()->hasChildren(branch())) {
    state.expandable = true;
    state.expanded = tree()->isExpanded(branch());
    state.collapsed = !state.expanded;
  }
  return state;
}

QStringList CellAccess::actionNames() const {
  if (!isValid() || state().disabled) return {};
  QStringList names{pressAction()};
  if (comboOf(view())) return names;
  if (tree() && state().expandable) names.append(state().expanded ? kCollapse : kExpand);
  names.append(kActivate);
  if (view().contextMenuPolicy() == Qt::CustomContextMenu || view().property("hasCellMenu").toBool())
    names.append(showMenuAction());
  if (view().selectionMode() == QAbstractItemView::ExtendedSelection) names.append(toggleAction());
  return names;
}

void CellAccess::doAction(const QString& name) {
  if (!actionNames().contains(name)) return;
  const QPointer<QAbstractItemView> still(&view());
  if (name == pressAction()) return press();
  if (name == kExpand || name == kCollapse) return tree()->setExpanded(branch(), name == kExpand);
  if (name == toggleAction()) return view().selectionModel()->select(m_index, QItemSelectionModel::Toggle);
  view().setFocus(Qt::OtherFocusReason);
  view().setCurrentIndex(m_index);
  if (name == showMenuAction()) return showMenu();
  Q_EMIT view().doubleClicked(m_index);
  if (still && m_index.isValid()) Q_EMIT view().activated(m_index);
}

void CellAccess::press() {
  if (QComboBox* combo = comboOf(view())) {
    const int row = m_index.row();
    combo->hidePopup();
    combo->setCurrentIndex(row);
    Q_EMIT combo->activated(row);
    return;
  }
  view().setFocus(Qt::OtherFocusReason);
  view().setCurrentIndex(m_index);
  Q_EMIT view().clicked(m_index);
}

void CellAccess::showMenu() {
  view().scrollTo(m_index);
  QWidget* ground = view().viewport();
  const QPoint at = view().visualRect(m_index).center();
  QContextMenuEvent event(QContextMenuEvent::Other, at, ground->mapToGlobal(at));
  QCoreApplication::sendEvent(ground, &event);
}

}  // namespace

QAccessibleInterface* newViewAccess(QAbstractItemView& view) {
  return new ViewAccess(view);
}

}  // namespace courier
