#include "widgets/common/TabsAccess.h"

#include <QAbstractButton>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QHash>
#include <QMouseEvent>
#include <QPointer>
#include <QTabBar>

namespace courier {
namespace {

const QString kCloseTab = QStringLiteral("Close");
const QString kActivateTab = QStringLiteral("Activate");

class TabAccess final : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
  TabAccess(QTabBar& bar, int index) : m_bar(&bar), m_index(index) {}

  [[nodiscard]] bool isValid() const override { return !m_bar.isNull() && m_index < m_bar->count(); }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* parent() const override {
    return m_bar ? QAccessible::queryAccessibleInterface(m_bar) : nullptr;
  }
  [[nodiscard]] QWindow* window() const override { return parent() ? parent()->window() : nullptr; }
  [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  void setText(QAccessible::Text, const QString&) override {}
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    if (!isValid()) return {};
    if (kind == QAccessible::Description) return m_bar->tabToolTip(m_index);
    if (kind != QAccessible::Name) return {};
    const QString given = m_bar->accessibleTabName(m_index);
    return given.isEmpty() ? m_bar->tabText(m_index) : given;
  }
  [[nodiscard]] QAccessible::Role role() const override { return QAccessible::PageTab; }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    if (!isValid()) {
      state.invalid = true;
      return state;
    }
    state.selectable = true;
    state.focusable = true;
    state.selected = m_bar->currentIndex() == m_index;
    state.focused = state.selected && m_bar->hasFocus();
    state.disabled = !m_bar->isTabEnabled(m_index) || !m_bar->isEnabled();
    state.invisible = !m_bar->isVisible() || !m_bar->isTabVisible(m_index);
    state.offscreen = !m_bar->rect().intersects(m_bar->tabRect(m_index));
    return state;
  }
  [[nodiscard]] QRect rect() const override {
    if (!isValid()) return {};
    const QRect tab = m_bar->tabRect(m_index);
    return {m_bar->mapToGlobal(tab.topLeft()), tab.size()};
  }
  void* interface_cast(QAccessible::InterfaceType type) override {
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
  }

  [[nodiscard]] QStringList actionNames() const override {
    if (!isValid() || state().disabled) return {};
    QStringList names{pressAction()};
    if (m_bar->tabsClosable()) names.append(kCloseTab);
    if (m_bar->property("hasTabDoubleClick").toBool()) names.append(kActivateTab);
    return names;
  }
  void doAction(const QString& name) override {
    if (!actionNames().contains(name)) return;
    if (name == kCloseTab) {
      Q_EMIT m_bar->tabCloseRequested(m_index);
    } else {
      m_bar->setCurrentIndex(m_index);
      if (name == kActivateTab) doubleClick();
    }
  }
  [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

 private:
  void doubleClick() {
    const QPointF at = m_bar->tabRect(m_index).center();
    QMouseEvent event(QEvent::MouseButtonDblClick, at, m_bar->mapToGlobal(at), Qt::LeftButton, Qt::LeftButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(m_bar, &event);
  }
  QPointer<QTabBar> m_bar;
  int m_index;
};

class TabsAccess final : public QAccessibleWidget {
 public:
  explicit TabsAccess(QTabBar& bar) : QAccessibleWidget(&bar, QAccessible::PageTabList) {}
  ~TabsAccess() override {
    for (const QAccessible::Id id : std::as_const(m_tabs)) QAccessible::deleteAccessibleInterface(id);
  }

  [[nodiscard]] int childCount() const override { return bar().count() + static_cast<int>(fields().size()); }
  [[nodiscard]] QAccessibleInterface* child(int number) const override {
    if (number < 0 || number >= childCount()) return nullptr;
    if (number >= bar().count()) return QAccessible::queryAccessibleInterface(fields()[number - bar().count()]);
    if (const auto known = m_tabs.constFind(number); known != m_tabs.constEnd())
      return QAccessible::accessibleInterface(*known);
    auto* made = new TabAccess(bar(), number);
    m_tabs.insert(number, QAccessible::registerAccessibleInterface(made));
    return made;
  }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
    for (int number = 0; number < childCount(); ++number) {
      if (this->child(number) == child) return number;
    }
    return -1;
  }
  [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override {
    return child(bar().tabAt(bar().mapFromGlobal(QPoint(x, y))));
  }
  [[nodiscard]] QAccessibleInterface* focusChild() const override {
    return bar().hasFocus() ? child(bar().currentIndex()) : nullptr;
  }

 private:
  [[nodiscard]] QTabBar& bar() const { return *static_cast<QTabBar*>(widget()); }
  /// What it holds besides tabs, their crosses and the arrows that only scroll.
  [[nodiscard]] QList<QWidget*> fields() const {
    QList<QWidget*> found;
    for (QWidget* part : bar().findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
      if (!qobject_cast<QAbstractButton*>(part) && part->isVisible()) found.append(part);
    }
    return found;
  }
  mutable QHash<int, QAccessible::Id> m_tabs;
};

}  // namespace

QAccessibleInterface* newTabsAccess(QTabBar& bar) {
  return new TabsAccess(bar);
}

}  // namespace courier
