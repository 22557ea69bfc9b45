#include "widgets/results/ResultGrid.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/export/ExportRows.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"
#include "widgets/results/CellDialog.h"
#include "widgets/results/RowArranger.h"

namespace courier {
namespace {

constexpr int kRowsToFit = 60;
constexpr qsizetype kNameInMenu = 40;
constexpr qint64 kMostCopiedBytes = 200'000'000;

/// A column's name in a menu, where '&' would be a mnemonic.
QString menuName(const QString& name) {
  return beginningOf(name, kNameInMenu).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

}  // namespace

ResultGrid::ResultGrid(QWidget* parent)
    : ResultTable(parent), m_model(new ResultTableModel(this)), m_arranger(new RowArranger(this)) {
  setAccessibleName(tr("Result rows"));
  setRowNumbers(true);
  m_delegate = new ResultDelegate(this);
  setItemDelegate(m_delegate);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setModel(m_model);
  horizontalHeader()->setSectionsMovable(true);
  connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] {
    fitFirst();
    widenForSight();
  });
  for (const QScrollBar* bar : {verticalScrollBar(), horizontalScrollBar()})
    connect(bar, &QScrollBar::valueChanged, this, &ResultGrid::widenForSight);
  connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
    m_measured = 0;
    fitFirst();
  });
  setProperty("hasCellMenu", true);
  connect(this, &QAbstractItemView::doubleClicked, this, &ResultGrid::openCell);
  connect(this, &RowsView::headClicked, this, [this](int column) {
    const Qt::KeyboardModifiers keys = QApplication::keyboardModifiers();
    if (keys.testFlag(Qt::ControlModifier)) return selectColumn(column);
    turnSort(column, keys.testFlag(Qt::ShiftModifier));
  });
  connect(this, &RowsView::headMenuWanted, this, &ResultGrid::openHeadMenu);
  connect(this, &RowsView::headEdgeDoubleClicked, this, &ResultTable::fitColumn);
  connect(m_arranger, &RowArranger::arranged, this, &ResultGrid::showArranged);
  connect(m_arranger, &RowArranger::ended, this, &ResultGrid::arrangementChanged);
}

ResultGrid::~ResultGrid() {
  m_cancel.cancel();
}

void ResultGrid::setResult(std::shared_ptr<ResultStore> result) {
  m_measured = 0;
  if (m_model->store()) disconnect(m_model->store().get(), nullptr, m_arranger, nullptr);
  m_arranger->setResult(result);
  if (result) connect(result.get(), &ResultStore::appended, m_arranger, &RowArranger::noteGrowth);
  resetColumns();
  m_model->setStore(std::move(result));
  fitFirst();
  scrollToTop();
  Q_EMIT arrangementChanged();
}

// What is sorted and filtered.

void ResultGrid::showArranged(const RowListPtr& rows, const Arrangement& arrangement) {
  // The row that the keyboard is on stays the current one, wherever it is shown now.
  const QModelIndex before = currentIndex();
  const qint64 row = before.isValid() ? m_model->resultRow(before.row()) : -1;
  const bool wasHere = hasFocus();
  clearSelection();
  m_model->setRows(rows, arrangement);
  if (row >= 0 && m_model->rowCount() > 0) {
    const auto place = rows ? rows->placeOf(row) : std::optional(row);
    const QModelIndex now =
        m_model->index(static_cast<int>(std::min<qint64>(place.value_or(0), m_model->rowCount() - 1)), before.column());
    selectionModel()->setCurrentIndex(now, QItemSelectionModel::ClearAndSelect);
    if (!place) scrollToTop();
  } else {
    scrollToTop();
  }
  if (wasHere) setFocus(Qt::OtherFocusReason);
  widenForSight();
  Q_EMIT arrangementChanged();
}

void ResultGrid::sortBy(int column, bool descending, bool adds) {
  Arrangement wanted = m_arranger->wanted();
  if (!adds) wanted.order.clear();
  const auto known = std::find_if(wanted.order.begin(), wanted.order.end(),
                                  [column](const SortKey& key) { return key.column == column; });
  if (known != wanted.order.end()) {
    known->descending = descending;
  } else {
    wanted.order.append({column, descending});
  }
  m_arranger->want(wanted);
  Q_EMIT arrangementChanged();
}

void ResultGrid::turnSort(int column, bool adds) {
  const QVector<SortKey> order = m_arranger->wanted().order;
  const auto known =
      std::find_if(order.begin(), order.end(), [column](const SortKey& key) { return key.column == column; });
  if (known == order.end() || (!adds && order.size() > 1)) return sortBy(column, false, adds);
  if (!known->descending) return sortBy(column, true, adds);
  Arrangement wanted = m_arranger->wanted();
  wanted.order.removeIf([column](const SortKey& key) { return key.column == column; });
  m_arranger->want(wanted);
  Q_EMIT arrangementChanged();
}

void ResultGrid::clearSort() {
  Arrangement wanted = m_arranger->wanted();
  wanted.order.clear();
  m_arranger->want(wanted);
  Q_EMIT arrangementChanged();
}

void ResultGrid::setFilter(const ValueFilter& filter) {
  Arrangement wanted = m_arranger->wanted();
  wanted.filters.removeIf([&filter](const ValueFilter& each) { return each.column == filter.column; });
  wanted.filters.append(filter);
  m_arranger->want(wanted);
  Q_EMIT arrangementChanged();
}

void ResultGrid::dropFilter(int column) {
  Arrangement wanted = m_arranger->wanted();
  wanted.filters.removeIf([column](const ValueFilter& each) { return each.column == column; });
  m_arranger->want(wanted);
  Q_EMIT arrangementChanged();
}

void ResultGrid::setAnyColumn(const QString& text) {
  Arrangement wanted = m_arranger->wanted();
  wanted.anyColumn = text;
  m_arranger->want(wanted);
  Q_EMIT arrangementChanged();
}

void ResultGrid::clearFilters() {
  Arrangement wanted = m_arranger->wanted();
  wanted.filters.clear();
  wanted.anyColumn.clear();
  m_arranger->want(wanted);
  Q_EMIT arrangementChanged();
}

void ResultGrid::filterByCurrent(bool excludes) {
  const QModelIndex at = currentIndex();
  if (!at.isValid() || !m_model->store()) return;
  const auto located = m_model->store()->locate(m_model->resultRow(at.row()));
  if (!located || at.column() >= located->batch->columnCount()) return;
  ValueFilter filter;
  filter.column = at.column();
  filter.excludes = excludes;
  const KeptValue value = keptValue(located->batch->cell(located->row, at.column()));
  filter.kind = value.kind == CellKind::Null ? ValueFilter::Kind::Null : ValueFilter::Kind::OneOf;
  if (filter.kind == ValueFilter::Kind::OneOf) filter.values = {value};
  // What was excluded before stays excluded.
  for (const ValueFilter& each : m_arranger->wanted().filters) {
    const bool goesOn = each.column == filter.column && each.kind == ValueFilter::Kind::OneOf && each.excludes &&
                        excludes && filter.kind == ValueFilter::Kind::OneOf;
    if (goesOn && !each.values.contains(value)) filter.values = each.values + QVector<KeptValue>{value};
  }
  setFilter(filter);
}

QString ResultGrid::columnName(int column) const {
  return m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

// Columns.

void ResultGrid::hideColumn(int column) {
  if (shownColumns().size() > 1) setColumnHidden(column, true);
}

void ResultGrid::showAllColumns() {
  for (int column = 0; column < m_model->columnCount(); ++column) setColumnHidden(column, false);
}

void ResultGrid::pinUpTo(int column) {
  setPinnedColumns(horizontalHeader()->visualIndex(column) + 1);
}

// Columns that jump while rows come in cannot be read: after the first ones only numbers get more room.
void ResultGrid::fitFirst() {
  const int rows = std::min(m_model->rowCount(), kRowsToFit);
  if (m_model->columnCount() == 0 || (m_measured > 0 && (m_measured >= kRowsToFit || rows == m_measured))) return;
  m_measured = rows;
  fitRest();
}

void ResultGrid::widenForSight() {
  const RowSpan rows = rowsInSight();
  widenFor(rows.first, rows.last);
}

void ResultGrid::setGrouping(bool groups) {
  m_delegate->setGrouping(groups);
  widenForSight();
  viewport()->update();
}

void ResultGrid::setOld(bool isOld) {
  if (isOld == m_isOld) return;
  m_isOld = isOld;
  setAccessibleDescription(isOld ? tr("Rows of the run before; the query is running") : QString());
  viewport()->update();
}

// Copying.

void ResultGrid::copySelection(CopyHeaders headers) {
  const cellcopy::Part part = cellcopy::partOf(*this, headers);
  const qint64 cells = part.cells();
  if (cells <= 0) return;
  if (cells > cellcopy::kMostCells) {
    Q_EMIT copyTooLarge(
        tr("That is %L1 cells: too many for the clipboard. Copy at most %L2.").arg(cells).arg(cellcopy::kMostCells));
    return;
  }
  if (cells <= cellcopy::kMostCellsAtOnce) {
    if (QMimeData* copied = cellcopy::copy(*m_model, part)) QGuiApplication::clipboard()->setMimeData(copied);
    return;
  }
  if (m_isCopying) return;
  m_isCopying = true;
  whenDone(runInBackground(
               [store = m_model->store(), part, cancel = m_cancel] { return cellcopy::tsv(*store, part, cancel); }),
           this, [this](const Expected<QByteArray>& copied) {
             m_isCopying = false;
             if (!copied) return Q_EMIT copyRefused(copied.error().message);
             auto* data = new QMimeData;
             data->setData(QStringLiteral("text/plain"), *copied);
             QGuiApplication::clipboard()->setMimeData(data);
           });
}

void ResultGrid::copyAs(ExportFormat format) {
  const cellcopy::Part part = cellcopy::partOf(*this, CopyHeaders::Without);
  const qint64 cells = part.cells();
  if (cells <= 0 || m_isCopying || !m_model->store()) return;
  if (cells > cellcopy::kMostCells) {
    Q_EMIT copyTooLarge(
        tr("That is %L1 cells: too many for the clipboard. Copy at most %L2.").arg(cells).arg(cellcopy::kMostCells));
    return;
  }
  m_isCopying = true;
  ExportOptions options;
  options.format = format;
  options.dialect = m_dialect;
  // What is pasted into a program is to be as it is.
  options.formulas = FormulaCells::Raw;
  whenDone(runInBackground([store = m_model->store(), part, options, cancel = m_cancel] {
             return exportText(*cellcopy::selectedRows(store, part), options, kMostCopiedBytes, cancel);
           }),
           this, [this](const Expected<QByteArray>& copied) {
             m_isCopying = false;
             if (!copied) return Q_EMIT copyRefused(copied.error().message);
             QGuiApplication::clipboard()->setText(QString::fromUtf8(*copied));
           });
}

void ResultGrid::openCell() {
  if (currentIndex().isValid()) (new CellDialog(currentIndex(), this))->open();
}

// Looks.

void ResultGrid::paintEvent(QPaintEvent* event) {
  ResultTable::paintEvent(event);
  QPainter painter(viewport());
  paintRest(painter);
  if (m_isOld) paintRunning(painter);
}

/// What stands behind and below the cells.
void ResultGrid::paintRest(QPainter& painter) const {
  const Theme& theme = Theme::of(palette());
  if (m_model->rowCount() == 0 && m_model->columnCount() > 0) {
    painter.setPen(theme.dim);
    const bool leavesOut = m_model->arrangement().leavesOut() && m_model->store() && m_model->store()->rowCount() > 0;
    painter.drawText(viewport()->rect().adjusted(12, 10, -12, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     leavesOut ? tr("No row matches the filter.") : tr("0 rows"));
    return;
  }
  // The lines of the rows go on behind the last column.
  const int end = columnsEnd();
  const int rest = viewport()->width() - end;
  if (rest <= 0) return;
  const RowSpan rows = rowsInSight();
  for (int row = rows.first; row <= rows.last; ++row) {
    const int bottom = rowViewportPosition(row) + rowHeight() - 1;
    painter.fillRect(QRect(isRightToLeft() ? 0 : end, bottom, rest, 1), theme.line);
  }
}

void ResultGrid::paintRunning(QPainter& painter) const {
  const Theme& theme = Theme::of(palette());
  QColor veil = theme.panel;
  veil.setAlphaF(0.6F);
  painter.fillRect(viewport()->rect(), veil);
  const PillContent words{Tone::Info, tr("running…"), {}};
  const int width = pillWidth(words, font());
  paintPill(painter, QRect((viewport()->width() - width) / 2, 12, width, kValueHeight), words, theme, font());
}

// Keys and menus.

bool ResultGrid::event(QEvent* event) {
  // Esc stops looking for rows before it stops anything else.
  if (event->type() == QEvent::ShortcutOverride && m_arranger->isWorking() &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();
    return true;
  }
  return ResultTable::event(event);
}

void ResultGrid::keyPressEvent(QKeyEvent* event) {
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  const bool ctrl = event->modifiers().testFlag(Qt::ControlModifier);
  if (event->matches(QKeySequence::Copy)) {
    copySelection(CopyHeaders::Without);
  } else if (event->key() == Qt::Key_C && shift && ctrl) {
    copySelection(CopyHeaders::With);
  } else if (shift && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    openCell();
  } else if (event->matches(QKeySequence::Find)) {
    Q_EMIT findWanted();
  } else if (event->key() == Qt::Key_Escape && m_arranger->isWorking()) {
    m_arranger->stop();
  } else if (event->key() == Qt::Key_Space && ctrl && currentIndex().isValid()) {
    selectColumn(currentIndex().column());
  } else if (event->key() == Qt::Key_Space && shift && currentIndex().isValid()) {
    selectRow(currentIndex().row());
  } else {
    ResultTable::keyPressEvent(event);
    return;
  }
  event->accept();
}

QMenu* ResultGrid::newMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  return menu;
}

void ResultGrid::addCopyActions(QMenu& menu) {
  menu.addAction(tr("&Copy"), QKeySequence::Copy, this, [this] { copySelection(CopyHeaders::Without); });
  menu.addAction(tr("Copy with &headers"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), this,
                 [this] { copySelection(CopyHeaders::With); });
  QMenu* forms = menu.addMenu(tr("Copy &as"));
  for (const ExportFormat format :
       {ExportFormat::Csv, ExportFormat::Json, ExportFormat::Markdown, ExportFormat::Sql, ExportFormat::InList}) {
    forms->addAction(exportFormatName(format), this, [this, format] { copyAs(format); });
  }
}

void ResultGrid::addColumnActions(QMenu& menu, int column) {
  const QVector<SortKey>& order = m_arranger->wanted().order;
  const bool isSorted =
      std::any_of(order.begin(), order.end(), [column](const SortKey& key) { return key.column == column; });
  menu.addAction(tr("Sort &ascending"), this, [this, column] { sortBy(column, false, false); });
  menu.addAction(tr("Sort &descending"), this, [this, column] { sortBy(column, true, false); });
  if (!order.isEmpty() && !isSorted)
    menu.addAction(tr("Then &by this column"), this, [this, column] { sortBy(column, false, true); });
  if (!order.isEmpty()) menu.addAction(tr("As the database ga&ve them"), this, &ResultGrid::clearSort);
  menu.addSeparator();
  menu.addAction(tr("&Filter…"), this, [this, column] { Q_EMIT filterWanted(column); });
  const QVector<ValueFilter>& filters = m_arranger->wanted().filters;
  if (std::any_of(filters.begin(), filters.end(), [column](const ValueFilter& each) { return each.column == column; }))
    menu.addAction(tr("&Remove the filter"), this, [this, column] { dropFilter(column); });
  menu.addSeparator();
  QAction* hide = menu.addAction(tr("H&ide column"), this, [this, column] { hideColumn(column); });
  hide->setEnabled(shownColumns().size() > 1);
  QMenu* hidden = nullptr;
  for (int each = 0; each < m_model->columnCount(); ++each) {
    if (!isColumnHidden(each)) continue;
    if (!hidden) {
      hidden = menu.addMenu(tr("Sho&w column"));
      hidden->addAction(tr("All"), this, &ResultGrid::showAllColumns);
      hidden->addSeparator();
    }
    hidden->addAction(menuName(columnName(each)), this, [this, each] { setColumnHidden(each, false); });
  }
  const int place = horizontalHeader()->visualIndex(column);
  if (place + 1 != pinnedColumns()) menu.addAction(tr("&Pin up to here"), this, [this, column] { pinUpTo(column); });
  if (pinnedColumns() > 0) menu.addAction(tr("&Unpin columns"), this, [this] { setPinnedColumns(0); });
  menu.addAction(tr("Fi&t column"), this, [this, column] { fitColumn(column); });
  menu.addAction(tr("Fit a&ll columns"), this, [this] { fitColumns(); });
  menu.addSeparator();
  menu.addAction(tr("Copy colum&n name"), this,
                 [this, column] { QGuiApplication::clipboard()->setText(columnName(column)); });
}

void ResultGrid::openHeadMenu(int column, const QPoint& globalAt) {
  QMenu* menu = newMenu();
  addColumnActions(*menu, column);
  menu->popup(globalAt);
}

void ResultGrid::contextMenuEvent(QContextMenuEvent* event) {
  // A click beside what is selected means the cell that is clicked.
  const QModelIndex under = event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : QModelIndex();
  if (under.isValid() && !selectionModel()->isSelected(under)) setCurrentIndex(under);
  if (!currentIndex().isValid()) return;
  const int column = currentIndex().column();
  QMenu* menu = newMenu();
  addCopyActions(*menu);
  menu->addSeparator();
  menu->addAction(tr("&Open cell"), QKeySequence(Qt::SHIFT | Qt::Key_Return), this, &ResultGrid::openCell);
  menu->addSeparator();
  menu->addAction(tr("Only rows with this &value"), this, [this] { filterByCurrent(false); });
  menu->addAction(tr("Without rows with thi&s value"), this, [this] { filterByCurrent(true); });
  menu->addSeparator();
  addColumnActions(*menu, column);
  menu->addSeparator();
  QAction* groups = menu->addAction(tr("&Group digits"));
  groups->setCheckable(true);
  groups->setChecked(m_delegate->isGrouping());
  connect(groups, &QAction::toggled, this, &ResultGrid::setGrouping);
  menu->popup(event->globalPos());
}

}  // namespace courier
