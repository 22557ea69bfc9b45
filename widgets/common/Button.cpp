#include "widgets/common/Button.h"

#include <QMenu>
#include <QStyle>

namespace courier {
namespace {

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

void Button::setDropMenu(QMenu* menu) {
  setProperty("menu", menu != nullptr);
  setMenu(menu);
  style()->unpolish(this);
  style()->polish(this);
}

}  // namespace courier
