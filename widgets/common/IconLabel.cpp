#include "widgets/common/IconLabel.h"

#include <QPainter>

namespace courier {

IconLabel::IconLabel(const QString& name, IconTone tone, int size, QWidget* parent)
    : QWidget(parent), m_icon(icon(name, tone)) {
  setFixedSize(size, size);
}

void IconLabel::setIcon(const QString& name, IconTone tone) {
  m_icon = icon(name, tone);
  update();
}

void IconLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  m_icon.paint(&painter, rect());
}

}  // namespace courier
