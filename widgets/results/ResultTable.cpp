#include "widgets/results/ResultTable.h"

#include <QAccessible>
#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>
#include <algorithm>

#include "models/data/ResultTableModel.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kTypeGap = 6;  ///< between a column's name and its type
constexpr int kLeastColumn = 64;
constexpr int kMostColumn = 420;
constexpr int kRowsMeasured = 60;

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

bool isNumberType(const QString& type) {
  return type == QStringLiteral("long") || type == QStringLiteral("int") || type == QStringLiteral("double") ||
         type == QStringLiteral("float");
}

class ResultHeader final : public QHeaderView {
 public:
  explicit ResultHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
    setSectionsMovable(false);
    setFixedHeight(kRecordHeight);
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1), Theme::of(palette()).line);
  }

  void paintSection(QPainter* painter, const QRect& rect, int section) const override {
    const Theme& theme = Theme::of(palette());
    painter->save();
    painter->fillRect(rect, theme.bg);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
    const QString name = columnName(section);
    const QString type = model()->headerData(section, Qt::Horizontal, ResultTableModel::TypeNameRole).toString();
    const QFont nameFont = semibold(font());
    const QFont typeFont = smallFont();
    const QFontMetrics nameMetrics(nameFont);
    const QFontMetrics typeMetrics(typeFont);
    const QRect inside = rect.adjusted(kCellSide, 0, -kCellSide, -1);
    const int typeWidth = type.isEmpty() ? 0 : typeMetrics.horizontalAdvance(type) + kTypeGap;
    const bool bothFit = nameMetrics.horizontalAdvance(name) + typeWidth <= inside.width();
    const QString shownName = nameMetrics.elidedText(name, Qt::ElideRight, inside.width());
    const int nameWidth = nameMetrics.horizontalAdvance(shownName);
    int left = inside.left();
    if (isNumberType(type)) left = std::max(left, inside.right() + 1 - nameWidth - (bothFit ? typeWidth : 0));
    painter->setFont(nameFont);
    painter->setPen(theme.dim);
    painter->drawText(QRect(left, inside.top(), nameWidth + 1, inside.height()),
                      Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shownName);
    if (bothFit && typeWidth > 0) {
      painter->setFont(typeFont);
      painter->setPen(theme.null);
      painter->drawText(QRect(left + nameWidth + kTypeGap, inside.top(), typeWidth, inside.height()),
                        Qt::AlignVCenter | Qt::AlignLeft, type);
    }
    painter->restore();
  }

  QSize sectionSizeFromContents(int section) const override {
    const QString name = columnName(section);
    const QString type = model()->headerData(section, Qt::Horizontal, ResultTableModel::TypeNameRole).toString();
    const int width = QFontMetrics(semibold(font())).horizontalAdvance(name) + kTypeGap +
                      QFontMetrics(smallFont()).horizontalAdvance(type) + 2 * kCellSide + 2;
    return {width, kRecordHeight};
  }

 private:
  /// A column without a name of its own is named by its expression, which may hold a megabyte.
  [[nodiscard]] QString columnName(int section) const {
    return beginningOf(model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString());
  }
};

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

ResultTable::ResultTable(QWidget* parent) : QTableView(parent) {
  setHorizontalHeader(new ResultHeader(this));
  prepareTable(*this, kValueHeight);
  setSelectionBehavior(QAbstractItemView::SelectItems);
  verticalHeader()->hide();
  connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
    if (!m_isFitting) m_drawn.insert(column);
  });
}

void ResultTable::setRowHeads(QHeaderView* heads) {
  setVerticalHeader(heads);
  prepareTable(*this, kValueHeight);
}

void ResultTable::fitColumns() {
  m_drawn.clear();
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  const int rows = std::min(model()->rowCount(), kRowsMeasured);
  for (int column = 0; column < model()->columnCount(); ++column) {
    int width = horizontalHeader()->sectionSizeHint(column);
    for (int row = 0; row < rows && width < kMostColumn; ++row) {
      width = std::max(width, itemDelegate()->sizeHint(option, model()->index(row, column)).width());
    }
    setWidth(column, width);
  }
}

void ResultTable::widenFor(int firstRow, int lastRow) {
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  for (int column = 0; column < model()->columnCount(); ++column) {
    const QString type = model()->headerData(column, Qt::Horizontal, ResultTableModel::TypeNameRole).toString();
    if (!isNumberType(type) || m_drawn.contains(column)) continue;
    int width = columnWidth(column);
    for (int row = std::max(0, firstRow); row <= lastRow && width < kMostColumn; ++row) {
      width = std::max(width, itemDelegate()->sizeHint(option, model()->index(row, column)).width());
    }
    if (width > columnWidth(column)) setWidth(column, width);
  }
}

void ResultTable::setWidth(int column, int width) {
  const QScopedValueRollback fitting(m_isFitting, true);
  setColumnWidth(column, std::clamp(width, kLeastColumn, kMostColumn));
}

// QTableView lists every selected cell for a screen reader: five million rows would take seconds and 600 MB.
void ResultTable::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  QAbstractItemView::selectionChanged(selected, deselected);
  if (!QAccessible::isActive()) return;
  const auto tell = [this](const QItemSelection& ranges, QAccessible::Event kind) {
    if (ranges.isEmpty()) return;
    const QModelIndex first = ranges.first().topLeft();
    QAccessibleEvent event(this, kind);
    // As Qt counts the cells of a table, its heads included.
    event.setChild((first.row() + 1) * (model()->columnCount() + 1) + first.column() + 1);
    QAccessible::updateAccessibility(&event);
  };
  tell(selected, QAccessible::SelectionAdd);
  tell(deselected, QAccessible::SelectionRemove);
}

}  // namespace courier
