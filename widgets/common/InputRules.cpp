#include "widgets/common/InputRules.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTabBar>

namespace courier {
namespace {

bool isEnter(const QKeyEvent& key) {
  return (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) &&
         (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

/// The choice or number that it is, or whose line it is; null for anything else.
QWidget* wheelField(QObject* watched) {
  const auto isField = [](QObject* object) {
    return qobject_cast<QComboBox*>(object) || qobject_cast<QAbstractSpinBox*>(object);
  };
  if (isField(watched)) return static_cast<QWidget*>(watched);
  if (qobject_cast<QLineEdit*>(watched) && isField(watched->parent())) return static_cast<QWidget*>(watched->parent());
  return nullptr;
}

/// The tabs above a view's parts: nobody means to choose another with the wheel. Among many sheets, people do.
bool isViewChoice(const QObject* watched) {
  return qobject_cast<const QTabBar*>(watched) && watched->property("look") != QStringLiteral("sheets");
}

}  // namespace

InputRules::InputRules(QApplication& application) : QObject(&application) {
  application.installEventFilter(this);
}

bool InputRules::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::KeyPress: {
      auto* button = qobject_cast<QAbstractButton*>(watched);
      const auto* key = static_cast<QKeyEvent*>(event);
      if (!button || !button->isEnabled() || !isEnter(*key)) break;
      if (!key->isAutoRepeat()) button->click();
      return true;
    }
    case QEvent::Polish:
      // By itself the wheel would bring the focus along.
      if (QWidget* field = wheelField(watched); field && field->focusPolicy() == Qt::WheelFocus)
        field->setFocusPolicy(Qt::StrongFocus);
      break;
    case QEvent::Wheel:
      if (const QWidget* field = wheelField(watched); (field && !field->hasFocus()) || isViewChoice(watched)) {
        event->ignore();
        return true;
      }
      break;
    default:
      break;
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace courier
