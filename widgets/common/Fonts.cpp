#include "widgets/common/Fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <algorithm>

namespace courier {
namespace {

QFont resized(QFont font, qreal points) {
  // A font given in pixels has no point size.
  const qreal current = font.pointSizeF();
  if (current > 0) {
    font.setPointSizeF(std::max(6.0, current + points));
  } else {
    font.setPixelSize(std::max(8, font.pixelSize() + qRound(points * 4 / 3)));
  }
  return font;
}

}  // namespace

QFont semibold(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont titleFont() {
  return semibold(resized(QApplication::font(), 5));
}

QFont headingFont() {
  return semibold(resized(QApplication::font(), 2));
}

QFont smallFont() {
  return resized(QApplication::font(), -1);
}

QFont monospaceFont() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  const QFont base = QApplication::font();
  if (base.pointSizeF() > 0) {
    font.setPointSizeF(base.pointSizeF());
  } else {
    font.setPixelSize(base.pixelSize());
  }
  return font;
}

}  // namespace courier
