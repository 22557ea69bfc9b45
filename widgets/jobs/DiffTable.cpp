#include "widgets/jobs/DiffTable.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <algorithm>

#include "models/base/TableRoles.h"
#include "widgets/common/DataTable.h"
#include "widgets/results/CellDialog.h"
#include "widgets/results/ResultHeader.h"

namespace courier {
namespace {

constexpr int kDiffTableRowHeight = 27;
constexpr int kLeastWidth = 64;
constexpr int kMostWidth = 420;
constexpr int kRowsMeasured = 60;

RowChange changeOf(const QModelIndex& index) {
  return static_cast<RowChange>(index.data(DiffTableModel::ChangeRole).toInt());
}

Tone toneOf(RowChange change) {
  switch (change) {
    case RowChange::Added:
      return Tone::Ok;
    case RowChange::Removed:
      return Tone::Bad;
    case RowChange::Changed:
      break;
  }
  return Tone::Warn;
}

bool isFilled(const QModelIndex& index) {
  return changeOf(index) != RowChange::Changed || index.column() == 0 ||
         index.data(DiffTableModel::ValueChangedRole).toBool();
}

bool isNumberColumn(const QModelIndex& index) {
  const QString type =
      index.model()->headerData(index.column(), Qt::Horizontal, ResultTableModel::TypeNameRole).toString();
  return type == QStringLiteral("long") || type == QStringLiteral("int") || type == QStringLiteral("double") ||
         type == QStringLiteral("float");
}

}  // namespace

CellLook DiffDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  CellLook cell = ResultDelegate::look(option, index);
  const Theme& theme = Theme::of(option.palette);
  if (index.column() == 0) {
    cell.color = theme.toneText(toneOf(changeOf(index)));
    cell.detail = index.data(NoteRole).toString();
    return cell;
  }
  // The faint colours are made for the plain ground.
  if (isFilled(index)) cell.color = theme.text;
  if (index.data(DiffTableModel::ValueChangedRole).toBool() && isNumberColumn(index)) {
    const QString arrow = QStringLiteral(" → ");
    QStringList both = cell.text.split(arrow);
    for (QString& number : both) number = groupedNumber(number, option.locale);
    cell.text = both.join(arrow);
    cell.alignment = Qt::AlignRight;
  }
  return cell;
}

void DiffDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem cell = option;
  if (isFilled(index)) cell.backgroundBrush = Theme::of(option.palette).toneFill(toneOf(changeOf(index)));
  ResultDelegate::paint(painter, cell, index);
}

DiffTable::DiffTable(QWidget* parent) : QTableView(parent), m_model(new DiffTableModel(this)) {
  setAccessibleName(tr("Rows that differ"));
  setHorizontalHeader(new ResultHeader(this));
  prepareTable(*this, kDiffTableRowHeight);
  setItemDelegate(new DiffDelegate(this));
  verticalHeader()->hide();
  setSelectionMode(QAbstractItemView::SingleSelection);
  setSelectionBehavior(QAbstractItemView::SelectItems);
  setModel(m_model);
  connect(this, &QTableView::doubleClicked, this, &DiffTable::openCell);
}

void DiffTable::setDiff(std::shared_ptr<ResultStore> older, std::shared_ptr<ResultStore> newer,
                        std::shared_ptr<const ResultDiff> diff) {
  m_model->setDiff(std::move(older), std::move(newer), std::move(diff));
  fitColumns();
  scrollToTop();
}

void DiffTable::fitColumns() {
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  const int rows = std::min(m_model->rowCount(), kRowsMeasured);
  for (int column = 0; column < m_model->columnCount(); ++column) {
    int width = horizontalHeader()->sectionSizeHint(column);
    for (int row = 0; row < rows && width < kMostWidth; ++row) {
      width = std::max(width, itemDelegate()->sizeHint(option, m_model->index(row, column)).width());
    }
    setColumnWidth(column, std::clamp(width, kLeastWidth, kMostWidth));
  }
}

void DiffTable::openCell() {
  const QModelIndex at = currentIndex();
  if (!at.isValid() || at.column() == 0) return;
  auto* dialog = new CellDialog(at, this);
  const QString column = m_model->headerData(at.column(), Qt::Horizontal, Qt::DisplayRole).toString();
  dialog->setHeading(QStringLiteral("%1, %2").arg(at.siblingAtColumn(0).data(NoteRole).toString(), column));
  dialog->open();
}

void DiffTable::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    openCell();
    return;
  }
  QTableView::keyPressEvent(event);
}

}  // namespace courier
