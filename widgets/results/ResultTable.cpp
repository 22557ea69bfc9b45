#include "widgets/results/ResultTable.h"

#include <QHeaderView>
#include <QScopedValueRollback>
#include <algorithm>

#include "models/explore/ResultTableModel.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Theme.h"
#include "widgets/results/ResultHeader.h"

namespace courier {
namespace {

constexpr int kLeastColumn = 64;
constexpr int kMostColumn = 420;
constexpr int kRowsMeasured = 60;
constexpr int kCellsMeasured = 1200;

/// What cellDisplayText() writes for control characters is a box in many fonts.
QString withQuietMarks(QString text) {
  constexpr char16_t firstSymbol = 0x2400;
  constexpr char16_t lastSymbol = 0x2426;
  const auto isSymbol = [](QChar character) {
    return character.unicode() >= firstSymbol && character.unicode() <= lastSymbol;
  };
  if (std::none_of(text.cbegin(), text.cend(), isSymbol)) return text;
  text.replace(QStringLiteral("␍␊"), QStringLiteral("␊"));
  for (QChar& character : text) {
    if (!isSymbol(character)) continue;
    character = character == QChar(u'␊') || character == QChar(u'␍') ? kLineBreakMark
                : character == QChar(u'␉')                           ? kTabMark
                                                                     : kControlMark;
  }
  return text;
}

}  // namespace

bool ResultDelegate::isNumberColumn(const QModelIndex& index) {
  return isNumberType(
      index.model()->headerData(index.column(), Qt::Horizontal, ResultTableModel::TypeNameRole).toString());
}

CellLook ResultDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  CellLook cell = CellDelegate::look(option, index);
  const Theme& theme = Theme::of(option.palette);
  switch (static_cast<CellKind>(index.data(ResultTableModel::KindRole).toInt())) {
    case CellKind::Integer:
      if (m_groups) cell.text = groupedNumber(cell.text, option.locale);
      cell.alignment = Qt::AlignRight;
      break;
    case CellKind::Real:
      cell.alignment = Qt::AlignRight;
      break;
    case CellKind::Null:
      cell.color = theme.null;
      cell.font.setItalic(true);
      if (isNumberColumn(index)) cell.alignment = Qt::AlignRight;
      break;
    case CellKind::Blob:
      cell.color = theme.dim;
      break;
    case CellKind::Text:
    case CellKind::Array:
      cell.text = withQuietMarks(cell.text);
      break;
    case CellKind::Boolean:
      break;
  }
  return cell;
}

ResultTable::ResultTable(QWidget* parent)
    : RowsView(
          kValueHeight, [](QWidget* view) { return new ResultHeader(view); }, parent) {
  setSelectionBehavior(QAbstractItemView::SelectItems);
  connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column, int before, int now) {
    // A width of 0 is one that is hidden.
    if (!m_isFitting && before > 0 && now > 0) m_drawn.insert(column);
  });
}

int ResultTable::neededWidth(int column, int firstRow, int lastRow, int atLeast) const {
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  int width = atLeast;
  for (int row = std::max(0, firstRow); row <= lastRow && width < kMostColumn; ++row) {
    width = std::max(width, itemDelegate()->sizeHint(option, model()->index(row, column)).width());
  }
  return width;
}

void ResultTable::fitColumns() {
  m_drawn.clear();
  fitRest();
}

void ResultTable::resetColumns() {
  m_drawn.clear();
  setPinnedColumns(0);
  for (int column = 0; column < horizontalHeader()->count(); ++column) {
    const int place = horizontalHeader()->visualIndex(column);
    if (place != column) horizontalHeader()->moveSection(place, column);
    setColumnHidden(column, false);
  }
}

void ResultTable::fitRest() {
  const int columns = model()->columnCount();
  // Of a thousand columns fewer values are looked at: the screen waits.
  const int rows = std::min({model()->rowCount(), kRowsMeasured, std::max(4, kCellsMeasured / std::max(1, columns))});
  for (int column = 0; column < columns; ++column) {
    if (m_drawn.contains(column) || isColumnHidden(column)) continue;
    setWidth(column, neededWidth(column, 0, rows - 1, horizontalHeader()->sectionSizeHint(column)));
  }
}

void ResultTable::fitColumn(int column) {
  const RowSpan sight = rowsInSight();
  m_drawn.remove(column);
  setWidth(column, neededWidth(column, sight.first, sight.last, horizontalHeader()->sectionSizeHint(column)));
}

void ResultTable::drawColumn(int column, int width) {
  setColumnWidth(column, width);
  m_drawn.insert(column);
}

void ResultTable::widenFor(int firstRow, int lastRow) {
  for (const int column : shownColumns()) {
    const int left = columnViewportPosition(column);
    if (left >= viewport()->width() || left + columnWidth(column) <= 0 || m_drawn.contains(column)) continue;
    const QString type = model()->headerData(column, Qt::Horizontal, ResultTableModel::TypeNameRole).toString();
    if (!isNumberType(type)) continue;
    const int now = columnWidth(column);
    if (const int width = neededWidth(column, firstRow, lastRow, now); width > now) setWidth(column, width);
  }
}

void ResultTable::setWidth(int column, int width) {
  const QScopedValueRollback fitting(m_isFitting, true);
  setColumnWidth(column, std::clamp(width, kLeastColumn, kMostColumn));
}

}  // namespace courier
