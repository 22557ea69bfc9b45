#include "widgets/common/Labels.h"

#include <QEvent>
#include <QPainter>

#include "widgets/common/Theme.h"

namespace courier {

DimLabel::DimLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
  setTextFormat(Qt::PlainText);
  recolor();
}

void DimLabel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) recolor();
  QLabel::changeEvent(event);
}

void DimLabel::recolor() {
  const QColor wanted = Theme::of(palette()).dim;
  if (palette().color(QPalette::WindowText) == wanted) return;
  QPalette colors = palette();
  // On a panel a label takes the Text role instead.
  colors.setColor(QPalette::WindowText, wanted);
  colors.setColor(QPalette::Text, wanted);
  setPalette(colors);
}

DimLabel* newHeading(const QString& text, QWidget* parent) {
  auto* label = new DimLabel(text, parent);
  label->setFont(semibold(smallFont()));
  return label;
}

QLabel* newWords(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

QLabel* newCopyableWords(const QString& text, QWidget* parent) {
  QLabel* label = newWords(text, parent);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QString beginningOf(const QString& text, qsizetype most) {
  if (text.size() <= most) return text;
  qsizetype kept = most - 1;
  if (text[kept - 1].isHighSurrogate()) --kept;
  return text.first(kept) + u'…';
}

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
