#include "widgets/common/Button.h"

#include <QMenu>
#include <QStyle>
#include <algorithm>

#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kButtonSide = 14;  ///< the style sheet's padding and border, rounded up
constexpr int kPictureGap = 4;

QString kindName(ButtonKind kind) {
  switch (kind) {
    case ButtonKind::Primary:
      return QStringLiteral("primary");
    case ButtonKind::Quiet:
      return QStringLiteral("quiet");
    case ButtonKind::Plain:
      break;
  }
  return QStringLiteral("plain");
}

}  // namespace

Button::Button(const QString& text, ButtonKind kind, QWidget* parent) : QPushButton(text, parent) {
  setFocusPolicy(Qt::TabFocus);
  setAutoDefault(false);
  setProperty("kind", kindName(kind));
}

void Button::setKind(ButtonKind kind) {
  setProperty("kind", kindName(kind));
  style()->unpolish(this);
  style()->polish(this);
}

QSize Button::sizeHint() const {
  QSize size = QPushButton::sizeHint();
  if (!isCheckable()) return size;
  const int strong = QFontMetrics(semibold(font())).size(Qt::TextShowMnemonic, text()).width();
  const int picture = icon().isNull() ? 0 : iconSize().width() + kPictureGap;
  size.setWidth(std::max(size.width(), strong + picture + 2 * kButtonSide));
  return size;
}

void Button::setDropMenu(QMenu* menu) {
  setProperty("menu", menu != nullptr);
  setMenu(menu);
  style()->unpolish(this);
  style()->polish(this);
}

}  // namespace courier
