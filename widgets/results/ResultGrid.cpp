#include "widgets/results/ResultGrid.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Theme.h"
#include "widgets/results/CellDialog.h"
#include "widgets/results/ResultTable.h"

namespace courier {
namespace {

constexpr int kRowsToFit = 60;

}  // namespace

/// The row numbers beside a result: dim, right-aligned.
class RowNumbers final : public QHeaderView {
 public:
  explicit RowNumbers(QWidget* parent) : QHeaderView(Qt::Vertical, parent) {
    setObjectName(QStringLiteral("rowNumbers"));
    setSectionResizeMode(QHeaderView::Fixed);
    setSectionsClickable(true);
    fitTo(0);
  }

  /// Makes room for the number `rows`.
  void fitTo(qint64 rows) {
    const QString widest(std::max<qsizetype>(2, groupedNumber(QString::number(rows), locale()).size()),
                         QLatin1Char('0'));
    setFixedWidth(std::max(44, QFontMetrics(font()).horizontalAdvance(widest) + 2 * kCellSide));
  }

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override {
    const Theme& theme = Theme::of(palette());
    painter->save();
    const auto* view = qobject_cast<const QAbstractItemView*>(parentWidget());
    const bool selected =
        view && view->selectionModel() && view->selectionModel()->rowIntersectsSelection(section, QModelIndex());
    painter->fillRect(rect, selected ? theme.accentSoft : theme.panel);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
    painter->setPen(theme.null);
    painter->drawText(rect.adjusted(0, 0, -kCellSide, -1), Qt::AlignVCenter | Qt::AlignRight,
                      groupedNumber(QString::number(section + 1), locale()));
    painter->restore();
  }
};

ResultGrid::ResultGrid(QWidget* parent) : ResultTable(parent), m_model(new ResultTableModel(this)) {
  setAccessibleName(tr("Result rows"));
  m_numbers = new RowNumbers(this);
  setRowHeads(m_numbers);
  m_delegate = new ResultDelegate(this);
  setItemDelegate(m_delegate);
  setSelectionMode(QAbstractItemView::ContiguousSelection);
  setCornerButtonEnabled(true);
  setModel(m_model);
  connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] {
    m_numbers->fitTo(m_model->rowCount());
    fitFirst();
    widenForSight();
  });
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ResultGrid::widenForSight);
  connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
    m_measured = 0;
    m_numbers->fitTo(m_model->rowCount());
    fitFirst();
  });
  setProperty("hasCellMenu", true);
  connect(this, &QTableView::doubleClicked, this, &ResultGrid::openCell);
}

ResultGrid::~ResultGrid() {
  m_cancel.cancel();
}

void ResultGrid::setResult(std::shared_ptr<ResultStore> result) {
  m_measured = 0;
  m_model->setStore(std::move(result));
  fitFirst();
  scrollToTop();
}

// Columns that jump while rows come in cannot be read: after the first ones only numbers get more room.
void ResultGrid::fitFirst() {
  const int rows = std::min(m_model->rowCount(), kRowsToFit);
  if (m_model->columnCount() == 0 || (m_measured > 0 && (m_measured >= kRowsToFit || rows == m_measured))) return;
  m_measured = rows;
  fitColumns();
}

void ResultGrid::widenForSight() {
  const int first = rowAt(0);
  if (first < 0) return;
  const int last = rowAt(viewport()->height() - 1);
  widenFor(first, last < 0 ? m_model->rowCount() - 1 : last);
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

void ResultGrid::copySelection(CopyHeaders headers) {
  const QItemSelection selection = selectionModel()->selection();
  if (selection.isEmpty()) return;
  const qint64 cells = cellcopy::spannedCells(selection);
  if (cells > cellcopy::kMostCells) {
    Q_EMIT copyRefused(
        tr("That is %L1 cells: too many for the clipboard. Copy at most %L2.").arg(cells).arg(cellcopy::kMostCells));
    return;
  }
  if (cells <= cellcopy::kMostCellsAtOnce) {
    if (QMimeData* copied = cellcopy::copy(*m_model, selection, headers)) {
      QGuiApplication::clipboard()->setMimeData(copied);
    }
    return;
  }
  if (m_isCopying) return;
  m_isCopying = true;
  whenDone(runInBackground([store = m_model->store(), part = cellcopy::partOf(*m_model, selection, headers),
                            cancel = m_cancel] { return cellcopy::tsv(*store, part, cancel); }),
           this, [this](const Expected<QByteArray>& copied) {
             m_isCopying = false;
             if (!copied) return Q_EMIT copyRefused(copied.error().message);
             auto* data = new QMimeData;
             data->setData(QStringLiteral("text/plain"), *copied);
             QGuiApplication::clipboard()->setMimeData(data);
           });
}

void ResultGrid::openCell() {
  if (currentIndex().isValid()) (new CellDialog(currentIndex(), this))->open();
}

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
    painter.drawText(viewport()->rect().adjusted(12, 10, -12, 0), Qt::AlignLeft | Qt::AlignTop, tr("0 rows"));
    return;
  }
  // The lines of the rows go on behind the last column.
  const int left = horizontalHeader()->length() - horizontalHeader()->offset();
  const int rest = viewport()->width() - left;
  if (rest <= 0) return;
  for (int row = std::max(0, rowAt(0)); row < m_model->rowCount(); ++row) {
    const int bottom = rowViewportPosition(row) + rowHeight(row) - 1;
    painter.fillRect(QRect(left, bottom, rest, 1), theme.line);
    if (bottom > viewport()->height()) break;
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

void ResultGrid::keyPressEvent(QKeyEvent* event) {
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  if (event->matches(QKeySequence::Copy)) {
    copySelection(CopyHeaders::Without);
  } else if (event->key() == Qt::Key_C && shift && event->modifiers().testFlag(Qt::ControlModifier)) {
    copySelection(CopyHeaders::With);
  } else if (shift && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    openCell();
  } else {
    ResultTable::keyPressEvent(event);
    return;
  }
  event->accept();
}

void ResultGrid::contextMenuEvent(QContextMenuEvent* event) {
  if (!currentIndex().isValid()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("&Copy"), QKeySequence::Copy, this, [this] { copySelection(CopyHeaders::Without); });
  menu->addAction(tr("Copy with &headers"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), this,
                  [this] { copySelection(CopyHeaders::With); });
  menu->addSeparator();
  menu->addAction(tr("&Open cell"), QKeySequence(Qt::SHIFT | Qt::Key_Return), this, &ResultGrid::openCell);
  menu->addSeparator();
  QAction* groups = menu->addAction(tr("&Group digits"));
  groups->setCheckable(true);
  groups->setChecked(m_delegate->isGrouping());
  connect(groups, &QAction::toggled, this, &ResultGrid::setGrouping);
  menu->popup(event->globalPos());
}

}  // namespace courier
