#include "widgets/common/CellDelegate.h"

#include <QAbstractItemView>
#include <QLocale>
#include <QPainter>
#include <algorithm>

#include "widgets/common/Labels.h"

namespace courier {
namespace {

constexpr int kDetailGap = 6;
constexpr qsizetype kMostShown = 500;

/// Draws the text in the painter's colour, its marks in the quiet one.
void drawMarked(QPainter& painter, const QRect& area, const QString& text, const QColor& quiet) {
  const auto isMark = [](QChar character) { return character == kLineBreakMark || character == kTabMark; };
  constexpr int how = Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine;
  if (std::none_of(text.cbegin(), text.cend(), isMark)) return painter.drawText(area, how, text);
  const QPen pen = painter.pen();
  int left = area.left();
  for (qsizetype from = 0; from < text.size();) {
    const bool marks = isMark(text[from]);
    qsizetype to = from;
    while (to < text.size() && isMark(text[to]) == marks) ++to;
    const QString part = text.mid(from, to - from);
    const int width = painter.fontMetrics().horizontalAdvance(part);
    painter.setPen(marks ? QPen(quiet) : pen);
    painter.drawText(QRect(left, area.top(), width + 1, area.height()), how, part);
    left += width;
    from = to;
  }
}

}  // namespace

CellDelegate::CellDelegate(QObject* parent, Adjust adjust) : QStyledItemDelegate(parent), m_adjust(std::move(adjust)) {}

QRect CellDelegate::paintFrame(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Theme& theme = Theme::of(option.palette);
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  const QBrush ground = option.backgroundBrush.style() == Qt::NoBrush ? QBrush(theme.panel) : option.backgroundBrush;
  painter->fillRect(option.rect, selected ? QBrush(theme.accentSoft) : ground);
  painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.line);
  const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
  // Where whole rows are selected the fill shows the place; single cells need a frame of their own.
  const bool cellsMatter = view && view->selectionBehavior() == QAbstractItemView::SelectItems;
  if (cellsMatter && view->hasFocus() && view->currentIndex() == index) {
    painter->setPen(theme.accent);
    painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
  }
  return option.rect.adjusted(kCellSide, 0, -kCellSide, -1);
}

PillGround CellDelegate::groundOf(const QStyleOptionViewItem& option) {
  return option.state.testFlag(QStyle::State_Selected) ? PillGround::Selection : PillGround::Panel;
}

CellLook CellDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem item = option;
  initStyleOption(&item, index);
  const Theme& theme = Theme::of(option.palette);
  // No cell shows more, whatever its model holds.
  CellLook look{beginningOf(item.text, kMostShown), {}, theme.text, item.font, Qt::AlignLeft};
  if (item.displayAlignment & Qt::AlignRight) look.alignment = Qt::AlignRight;
  if (m_adjust) m_adjust(look, index, theme);
  return look;
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  const QRect content = paintFrame(painter, option, index);
  const CellLook cell = look(option, index);
  const QFontMetrics metrics(cell.font);
  painter->setFont(cell.font);
  const int detailWidth = cell.detail.isEmpty() ? 0 : metrics.horizontalAdvance(cell.detail) + kDetailGap;
  // Where both find no room, two thirds are the text's.
  const int room = std::max(0, content.width() - std::min(detailWidth, content.width() / 3));
  const QString text = metrics.elidedText(cell.text, Qt::ElideRight, room);
  const int textWidth = metrics.horizontalAdvance(text);
  int left = content.left();
  if (cell.alignment & Qt::AlignRight) left = std::max(left, content.right() + 1 - textWidth - detailWidth);
  painter->setPen(cell.color);
  drawMarked(*painter, QRect(left, content.top(), textWidth + 1, content.height()), text,
             Theme::of(option.palette).null);
  if (detailWidth > 0) {
    const int detailLeft = left + textWidth + kDetailGap;
    const int detailRoom = content.right() + 1 - detailLeft;
    painter->setPen(Theme::of(option.palette).dim);
    painter->drawText(QRect(detailLeft, content.top(), detailRoom, content.height()),
                      Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      metrics.elidedText(cell.detail, Qt::ElideRight, detailRoom));
  }
  painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const CellLook cell = look(option, index);
  const QFontMetrics metrics(cell.font);
  int width = metrics.horizontalAdvance(cell.text) + 2 * kCellSide + 2;
  if (!cell.detail.isEmpty()) width += metrics.horizontalAdvance(cell.detail) + kDetailGap;
  return {width, metrics.height() + 10};
}

QString groupedNumber(const QString& text, const QLocale& locale) {
  qsizetype first = 0;
  if (text.startsWith(QLatin1Char('-')) || text.startsWith(QLatin1Char('+'))) first = 1;
  if (first == text.size()) return text;
  for (qsizetype at = first; at < text.size(); ++at) {
    if (text[at] < QLatin1Char('0') || text[at] > QLatin1Char('9')) return text;
  }
  bool fits = false;
  const qlonglong value = text.toLongLong(&fits);
  if (!fits || (text.size() - first > 1 && text[first] == QLatin1Char('0'))) return text;
  // The C locale leaves groups out; everywhere else in the window they are there.
  QLocale grouping = locale;
  grouping.setNumberOptions(grouping.numberOptions() & ~QLocale::OmitGroupSeparator);
  return grouping.toString(value);
}

}  // namespace courier
