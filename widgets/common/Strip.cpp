#include "widgets/common/Strip.h"

#include <QPainter>

#include "widgets/common/Theme.h"

namespace courier {

Strip::Strip(Fill fill, Lines lines, QWidget* parent) : QWidget(parent), m_fill(fill), m_lines(lines) {}

void Strip::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::of(palette());
  QPainter painter(this);
  painter.fillRect(rect(), m_fill == Fill::Panel ? theme.panel : theme.bg);
  if (m_lines.testFlag(TopLine)) painter.fillRect(QRect(0, 0, width(), 1), theme.line);
  if (m_lines.testFlag(BottomLine)) painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
  if (m_lines.testFlag(RightLine)) painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.line);
}

}  // namespace courier
