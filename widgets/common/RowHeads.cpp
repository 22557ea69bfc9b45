#include "widgets/common/RowHeads.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/common/CellDelegate.h"
#include "widgets/common/RowsView.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kLeastRowHead = 44;

}  // namespace

RowHeads::RowHeads(RowsView& view) : QWidget(&view), m_view(view) {
  setObjectName(QStringLiteral("rowNumbers"));
  setAttribute(Qt::WA_OpaquePaintEvent);
}

QSize RowHeads::sizeHint() const {
  const int rows = m_view.model() ? m_view.model()->rowCount() : 0;
  const QString widest(std::max<qsizetype>(2, groupedNumber(QString::number(rows), locale()).size()), QLatin1Char('0'));
  return {std::max(kLeastRowHead, fontMetrics().horizontalAdvance(widest) + 2 * kCellSide), m_view.height()};
}

int RowHeads::rowAt(int y) const {
  return m_view.rowAt(y);
}

void RowHeads::paintEvent(QPaintEvent* event) {
  const Theme& theme = Theme::of(palette());
  QPainter painter(this);
  painter.fillRect(event->rect(), theme.panel);
  const RowsView::RowSpan rows = m_view.rowsInSight();
  painter.setPen(theme.null);
  for (int row = rows.first; row <= rows.last; ++row) {
    const QRect rect(0, m_view.rowViewportPosition(row), width(), m_view.rowHeight());
    if (m_view.isRowTouched(row)) painter.fillRect(rect, theme.accentSoft);
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
    painter.drawText(
        rect.adjusted(0, 0, -kCellSide, -1), Qt::AlignVCenter | Qt::AlignRight,
        groupedNumber(m_view.model()->headerData(row, Qt::Vertical, Qt::DisplayRole).toString(), locale()));
  }
}

void RowHeads::mousePressEvent(QMouseEvent* event) {
  const int row = rowAt(event->position().toPoint().y());
  if (event->button() != Qt::LeftButton || row < 0) return;
  m_view.setFocus(Qt::MouseFocusReason);
  m_adds = event->modifiers().testFlag(Qt::ControlModifier);
  const bool extends = event->modifiers().testFlag(Qt::ShiftModifier) && m_view.currentIndex().isValid();
  m_from = extends ? m_view.currentIndex().row() : row;
  m_view.selectRows(m_from, row, m_adds);
}

void RowHeads::mouseMoveEvent(QMouseEvent* event) {
  if (m_from < 0 || !event->buttons().testFlag(Qt::LeftButton)) return;
  const RowsView::RowSpan rows = m_view.rowsInSight();
  const int y = event->position().toPoint().y();
  int row = rowAt(y);
  if (row < 0) row = y < 0 ? rows.first : rows.last;
  m_view.selectRows(m_from, row, m_adds);
  m_view.scrollTo(m_view.model()->index(row, std::max(0, m_view.currentIndex().column())));
}

void RowHeads::wheelEvent(QWheelEvent* event) {
  QCoreApplication::sendEvent(m_view.viewport(), event);
}

// The rows' menu is the cells'.
void RowHeads::contextMenuEvent(QContextMenuEvent* event) {
  const int row = rowAt(event->pos().y());
  if (row >= 0 && !m_view.isRowTouched(row)) m_view.selectRow(row);
  QContextMenuEvent there(event->reason(), m_view.viewport()->mapFromGlobal(event->globalPos()), event->globalPos(),
                          event->modifiers());
  QCoreApplication::sendEvent(m_view.viewport(), &there);
}

}  // namespace courier
