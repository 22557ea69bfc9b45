#include "widgets/common/DimLabel.h"

#include <QEvent>

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

}  // namespace courier
