#include "widgets/results/ResultHeader.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cstdlib>

#include "models/explore/ResultTableModel.h"
#include "widgets/common/CellDelegate.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kTypeGap = 6;  ///< between a column's name and its type
constexpr int kMarkGap = 6;
constexpr int kArrowWidth = 8;
constexpr int kFunnelWidth = 9;

}  // namespace

bool isNumberType(const QString& type) {
  return type == QStringLiteral("long") || type == QStringLiteral("int") || type == QStringLiteral("double") ||
         type == QStringLiteral("float");
}

ResultHeader::ResultHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
  setSectionsClickable(true);
  setSectionsMovable(false);
  setFixedHeight(kRecordHeight);
}

QString ResultHeader::columnName(int section) const {
  return beginningOf(model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString());
}

QString ResultHeader::typeName(int section) const {
  return model()->headerData(section, Qt::Horizontal, ResultTableModel::TypeNameRole).toString();
}

int ResultHeader::sortOf(int section) const {
  return model()->headerData(section, Qt::Horizontal, ResultTableModel::SortRole).toInt();
}

bool ResultHeader::isFiltered(int section) const {
  return model()->headerData(section, Qt::Horizontal, ResultTableModel::FilterRole).toBool();
}

int ResultHeader::marksWidth(int section) const {
  int width = 0;
  const int sort = std::abs(sortOf(section));
  if (sort > 0) width += kMarkGap + kArrowWidth;
  if (sort > 1) width += QFontMetrics(smallFont()).horizontalAdvance(QString::number(sort)) + 2;
  if (isFiltered(section)) width += kMarkGap + kFunnelWidth;
  return width;
}

void ResultHeader::paintEvent(QPaintEvent* event) {
  QHeaderView::paintEvent(event);
  QPainter painter(viewport());
  painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1), Theme::of(palette()).line);
}

void ResultHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Theme& theme = Theme::of(palette());
  painter->save();
  painter->fillRect(rect, theme.bg);
  painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
  const QString name = columnName(section);
  const QString type = typeName(section);
  const QFont nameFont = semibold(font());
  const QFont typeFont = smallFont();
  const QFontMetrics nameMetrics(nameFont);
  const QFontMetrics typeMetrics(typeFont);
  const int marks = marksWidth(section);
  const QRect inside = rect.adjusted(kCellSide, 0, -kCellSide, -1);
  const int room = std::max(0, inside.width() - marks);
  const int typeWidth = type.isEmpty() ? 0 : typeMetrics.horizontalAdvance(type) + kTypeGap;
  const bool bothFit = nameMetrics.horizontalAdvance(name) + typeWidth <= room;
  const QString shownName = nameMetrics.elidedText(name, Qt::ElideRight, room);
  const int nameWidth = nameMetrics.horizontalAdvance(shownName);
  const int wordsWidth = nameWidth + (bothFit ? typeWidth : 0);
  int left = inside.left();
  if (isNumberType(type)) left = std::max(left, inside.right() + 1 - wordsWidth - marks);
  painter->setFont(nameFont);
  painter->setPen(marks > 0 ? theme.text : theme.dim);
  painter->drawText(QRect(left, inside.top(), nameWidth + 1, inside.height()),
                    Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shownName);
  if (bothFit && typeWidth > 0) {
    painter->setFont(typeFont);
    painter->setPen(theme.null);
    painter->drawText(QRect(left + nameWidth + kTypeGap, inside.top(), typeWidth, inside.height()),
                      Qt::AlignVCenter | Qt::AlignLeft, type);
  }
  if (marks > 0) paintMarks(*painter, QRect(left + wordsWidth, inside.top(), marks, inside.height()), section);
  painter->restore();
}

void ResultHeader::paintMarks(QPainter& painter, const QRect& area, int section) const {
  const Theme& theme = Theme::of(palette());
  painter.setRenderHint(QPainter::Antialiasing);
  int left = area.left() + kMarkGap;
  const int middle = area.center().y() + 1;
  if (const int sort = sortOf(section); sort != 0) {
    const int up = sort > 0 ? 1 : -1;
    painter.setPen(QPen(theme.accent, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF points[] = {QPointF(left + 1, middle + up * 2), QPointF(left + kArrowWidth / 2.0, middle - up * 2),
                              QPointF(left + kArrowWidth - 1, middle + up * 2)};
    painter.drawPolyline(points, 3);
    left += kArrowWidth;
    if (std::abs(sort) > 1) {
      painter.setFont(smallFont());
      const QString number = QString::number(std::abs(sort));
      const int width = QFontMetrics(smallFont()).horizontalAdvance(number);
      painter.drawText(QRect(left + 2, area.top(), width + 1, area.height()), Qt::AlignVCenter | Qt::AlignLeft, number);
      left += width + 2;
    }
    left += kMarkGap;
  }
  if (!isFiltered(section)) return;
  QPainterPath funnel;
  funnel.moveTo(left, middle - 4);
  funnel.lineTo(left + kFunnelWidth, middle - 4);
  funnel.lineTo(left + 5.5, middle);
  funnel.lineTo(left + 5.5, middle + 4);
  funnel.lineTo(left + 3.5, middle + 3);
  funnel.lineTo(left + 3.5, middle);
  funnel.closeSubpath();
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.accent);
  painter.drawPath(funnel);
}

QSize ResultHeader::sectionSizeFromContents(int section) const {
  const int width = QFontMetrics(semibold(font())).horizontalAdvance(columnName(section)) + kTypeGap +
                    QFontMetrics(smallFont()).horizontalAdvance(typeName(section)) + marksWidth(section) +
                    2 * kCellSide + 2;
  return {width, kRecordHeight};
}

bool ResultHeader::viewportEvent(QEvent* event) {
  // The whole name, which the head may have cut, and the database's own word for the type.
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int section = logicalIndexAt(help->pos());
    if (section < 0) return QHeaderView::viewportEvent(event);
    const QString type = model()->headerData(section, Qt::Horizontal, Qt::ToolTipRole).toString();
    QString tip = columnName(section);
    if (!type.isEmpty()) tip += QStringLiteral(" · ") + type;
    QToolTip::showText(help->globalPos(), tip.toHtmlEscaped(), this);
    return true;
  }
  return QHeaderView::viewportEvent(event);
}

}  // namespace courier
