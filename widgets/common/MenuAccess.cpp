#include "widgets/common/MenuAccess.h"

#include <QAccessibleWidget>
#include <QAction>
#include <QApplication>
#include <QHash>
#include <QMenu>
#include <QPointer>

namespace courier {
namespace {

/// One line of a menu.
class MenuItemAccess final : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
  MenuItemAccess(QMenu& menu, QAction& action) : m_menu(&menu), m_action(&action) {}

  [[nodiscard]] bool isValid() const override { return m_menu && m_action && m_menu->actions().contains(m_action); }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* parent() const override {
    return m_menu ? QAccessible::queryAccessibleInterface(m_menu) : nullptr;
  }
  [[nodiscard]] QWindow* window() const override { return parent() ? parent()->window() : nullptr; }
  [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  void setText(QAccessible::Text, const QString&) override {}
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    if (!isValid()) return {};
    // The line's name as it is read: without the sign before its mnemonic.
    if (kind == QAccessible::Name) return m_action->iconText();
    if (kind == QAccessible::Accelerator) return m_action->shortcut().toString(QKeySequence::NativeText);
    return {};
  }
  [[nodiscard]] QAccessible::Role role() const override {
    return m_action && m_action->isSeparator() ? QAccessible::Separator : QAccessible::MenuItem;
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    if (!isValid()) {
      state.invalid = true;
      return state;
    }
    state.focusable = true;
    state.focused = m_menu->activeAction() == m_action;
    state.disabled = !m_action->isEnabled();
    state.invisible = !m_action->isVisible() || !m_menu->isVisible();
    state.checkable = m_action->isCheckable();
    state.checked = m_action->isChecked();
    state.hasPopup = m_action->menu() != nullptr;
    return state;
  }
  [[nodiscard]] QRect rect() const override {
    if (!isValid()) return {};
    const QRect place = m_menu->actionGeometry(m_action);
    return {m_menu->mapToGlobal(place.topLeft()), place.size()};
  }
  void* interface_cast(QAccessible::InterfaceType type) override {
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
  }

  [[nodiscard]] QStringList actionNames() const override {
    if (!isValid() || !m_action->isEnabled() || m_action->isSeparator()) return {};
    return {m_action->menu() ? showMenuAction() : pressAction()};
  }
  void doAction(const QString& name) override {
    if (!actionNames().contains(name)) return;
    if (QMenu* below = m_action->menu()) {
      below->popup(rect().topRight());
      return;
    }
    const QPointer<QAction> chosen(m_action);
    while (QWidget* open = QApplication::activePopupWidget()) {
      if (!open->close()) break;
    }
    if (chosen) chosen->trigger();
  }
  [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

 private:
  QPointer<QMenu> m_menu;
  QPointer<QAction> m_action;
};

class MenuAccess final : public QAccessibleWidget {
 public:
  explicit MenuAccess(QMenu& menu) : QAccessibleWidget(&menu, QAccessible::PopupMenu) {
    QObject::connect(&menu, &QMenu::aboutToShow, &menu, [&menu] { announceSoon(menu); });
    QObject::connect(&menu, &QMenu::aboutToHide, &menu, [&menu] { tell(menu, QAccessible::ObjectDestroyed); });
    announceSoon(menu);
  }
  ~MenuAccess() override {
    for (const QAccessible::Id id : std::as_const(m_items)) QAccessible::deleteAccessibleInterface(id);
  }

  [[nodiscard]] QAccessibleInterface* parent() const override {
    QWidget* owner = widget()->parentWidget();
    return owner ? QAccessible::queryAccessibleInterface(owner->window()) : QAccessibleWidget::parent();
  }
  [[nodiscard]] int childCount() const override { return static_cast<int>(widget()->actions().size()); }
  [[nodiscard]] QAccessibleInterface* child(int number) const override {
    const QList<QAction*> actions = widget()->actions();
    if (number < 0 || number >= actions.size()) return nullptr;
    QAction* action = actions[number];
    if (const auto known = m_items.constFind(action); known != m_items.constEnd()) {
      QAccessibleInterface* item = QAccessible::accessibleInterface(*known);
      if (item && item->isValid()) return item;
      QAccessible::deleteAccessibleInterface(*known);
    }
    auto* made = new MenuItemAccess(*static_cast<QMenu*>(widget()), *action);
    m_items.insert(action, QAccessible::registerAccessibleInterface(made));
    return made;
  }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
    for (int number = 0; number < childCount(); ++number) {
      if (this->child(number) == child) return number;
    }
    return -1;
  }

 private:
  static void tell(QMenu& menu, QAccessible::Event what) {
    QAccessibleEvent event(&menu, what);
    QAccessible::updateAccessibility(&event);
  }
  /// Once it is on the screen.
  static void announceSoon(QMenu& menu) {
    QMetaObject::invokeMethod(
        &menu,
        [&menu] {
          if (menu.isVisible()) tell(menu, QAccessible::ObjectCreated);
        },
        Qt::QueuedConnection);
  }
  mutable QHash<const QAction*, QAccessible::Id> m_items;
};

}  // namespace

QAccessibleInterface* newMenuAccess(QMenu& menu) {
  return new MenuAccess(menu);
}

QList<QMenu*> openMenus(const QWidget& window) {
  QList<QMenu*> open;
  for (QWidget* top : QApplication::topLevelWidgets()) {
    auto* menu = qobject_cast<QMenu*>(top);
    if (menu && menu->isVisible() && menu->parentWidget() && menu->parentWidget()->window() == &window)
      open.append(menu);
  }
  return open;
}

}  // namespace courier
