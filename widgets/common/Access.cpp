#include "widgets/common/Access.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAccessibleWidget>
#include <QAction>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

#include "widgets/common/Dialog.h"
#include "widgets/common/MenuAccess.h"
#include "widgets/common/Page.h"
#include "widgets/common/TabsAccess.h"
#include "widgets/common/ViewAccess.h"

namespace courier {
namespace {

struct AccessTr {
  Q_DECLARE_TR_FUNCTIONS(Access)
};

/// A window, with the menus that are open over it: Qt leaves them out of the tree.
class WindowAccess final : public QAccessibleWidget {
 public:
  explicit WindowAccess(QWidget& window) : QAccessibleWidget(&window) {}

  [[nodiscard]] QAccessible::Role role() const override {
    if (!widget()->isWindow()) return QAccessible::Client;
    return qobject_cast<QDialog*>(widget()) ? QAccessible::Dialog : QAccessible::Window;
  }
  [[nodiscard]] int childCount() const override {
    return QAccessibleWidget::childCount() + static_cast<int>(menus().size());
  }
  [[nodiscard]] QAccessibleInterface* child(int number) const override {
    const int inside = QAccessibleWidget::childCount();
    if (number < inside) return QAccessibleWidget::child(number);
    const QList<QMenu*> open = menus();
    return number - inside < open.size() ? QAccessible::queryAccessibleInterface(open[number - inside]) : nullptr;
  }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
    auto* menu = child ? qobject_cast<QMenu*>(child->object()) : nullptr;
    const auto place = menu ? menus().indexOf(menu) : -1;
    return place >= 0 ? QAccessibleWidget::childCount() + static_cast<int>(place)
                      : QAccessibleWidget::indexOfChild(child);
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state = QAccessibleWidget::state();
    state.modal = widget()->isModal();
    return state;
  }

 private:
  [[nodiscard]] QList<QMenu*> menus() const { return openMenus(*widget()); }
};

/// A tool button. Qt's own, where it opens a menu at once, answers "ShowMenu" with a click, to which such a button does
/// not listen. Asked anew each time: a button is known to the tree before it gets its menu.
class ToolButtonAccess final : public QAccessibleWidget {
 public:
  explicit ToolButtonAccess(QToolButton& button) : QAccessibleWidget(&button, QAccessible::Button) {}

  [[nodiscard]] QAccessible::Role role() const override {
    if (button().menu()) return QAccessible::ButtonMenu;
    return button().isCheckable() ? QAccessible::CheckBox : QAccessible::Button;
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state = QAccessibleWidget::state();
    state.hasPopup = button().menu() != nullptr;
    state.checkable = button().isCheckable();
    state.checked = button().isChecked();
    state.pressed = button().isDown();
    return state;
  }
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    const QString given = QAccessibleWidget::text(kind);
    if (kind != QAccessible::Name || !given.isEmpty()) return given;
    return button().text().remove(QLatin1Char('&'));
  }
  [[nodiscard]] QStringList actionNames() const override {
    if (!button().isEnabled()) return {};
    return QStringList{mainAction()} + QAccessibleWidget::actionNames();
  }
  void doAction(const QString& name) override {
    if (!button().isEnabled()) return;
    if (name != mainAction()) return QAccessibleWidget::doAction(name);
    if (QMenu* menu = button().menu()) return menu->popup(button().mapToGlobal(button().rect().bottomLeft()));
    button().click();
  }

 private:
  [[nodiscard]] QToolButton& button() const { return *static_cast<QToolButton*>(widget()); }
  [[nodiscard]] QString mainAction() const {
    if (button().menu()) return showMenuAction();
    return button().isCheckable() ? toggleAction() : pressAction();
  }
};

/// A page can be a window of its own, and is made before it has a parent.
bool canBeWindow(const QWidget& widget) {
  return qobject_cast<const QMainWindow*>(&widget) || qobject_cast<const Dialog*>(&widget) ||
         qobject_cast<const Page*>(&widget);
}

/// The small button in a line edit has a drawing and nothing else.
void nameEditButton(QObject& object) {
  auto* button = qobject_cast<QToolButton*>(&object);
  if (!button || !qobject_cast<QLineEdit*>(button->parentWidget()) || !button->accessibleName().isEmpty()) return;
  const QAction* action = button->defaultAction();
  button->setAccessibleName(action && !action->text().isEmpty() ? action->text() : AccessTr::tr("Clear"));
}

QAccessibleInterface* newAccess(const QString&, QObject* object) {
  if (!object) return nullptr;
  nameEditButton(*object);
  if (auto* menu = qobject_cast<QMenu*>(object)) return newMenuAccess(*menu);
  if (auto* button = qobject_cast<QToolButton*>(object)) return new ToolButtonAccess(*button);
  if (auto* bar = qobject_cast<QTabBar*>(object)) return newTabsAccess(*bar);
  auto* view = qobject_cast<QAbstractItemView*>(object);
  if (view && !qobject_cast<QHeaderView*>(view) && !view->inherits("QCalendarView")) return newViewAccess(*view);
  auto* widget = qobject_cast<QWidget*>(object);
  if (widget && canBeWindow(*widget)) return new WindowAccess(*widget);
  return nullptr;
}

}  // namespace

void installAccess() {
  static const bool isInstalled = [] {
    QAccessible::installFactory(&newAccess);
    return true;
  }();
  Q_UNUSED(isInstalled)
}

}  // namespace courier
