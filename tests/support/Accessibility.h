#pragma once

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QStringList>
#include <QTabBar>
#include <QWidget>

namespace courier::testing {

/// The controls below `root` (itself included) that a screen reader could not name. Controls that belong to another
/// control (a combo box's list, a spin box's line, scroll bars) are that control's business.
[[nodiscard]] inline QStringList unnamedControls(QWidget& root) {
  QStringList found;
  const auto isPart = [](const QWidget* widget) {
    const QString name = widget->objectName();
    if (name.startsWith(QStringLiteral("qt_"))) return true;
    for (const QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
      if (qobject_cast<const QComboBox*>(parent) || qobject_cast<const QAbstractSpinBox*>(parent) ||
          parent->inherits("QLineEdit") || parent->inherits("QTabBar") || parent->inherits("QHeaderView") ||
          (parent->inherits("QAbstractItemView") &&
           (widget->inherits("QHeaderView") || widget->inherits("QTableCornerButton")))) {
        return true;
      }
    }
    return widget->inherits("QScrollBar");
  };
  QList<QWidget*> all = root.findChildren<QWidget*>();
  all.prepend(&root);
  for (QWidget* widget : std::as_const(all)) {
    const bool interactive = widget->focusPolicy() != Qt::NoFocus || qobject_cast<QAbstractButton*>(widget);
    if (!interactive || isPart(widget)) continue;
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
    const QString name = face ? face->text(QAccessible::Name) : widget->accessibleName();
    if (name.trimmed().isEmpty()) {
      found.append(QStringLiteral("%1 '%2' in %3")
                       .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                            widget->parentWidget()
                                ? QString::fromLatin1(widget->parentWidget()->metaObject()->className())
                                : QStringLiteral("nothing")));
    }
  }
  return found;
}

}  // namespace courier::testing
