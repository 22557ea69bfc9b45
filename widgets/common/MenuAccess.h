#pragma once

#include <QAccessible>

class QMenu;

namespace courier {

/// What assistive technology sees of a menu. While it is open it is a child of its window, which Qt leaves out, and
/// that is announced; pressing an item closes it, as a click does. Main thread.
[[nodiscard]] QAccessibleInterface* newMenuAccess(QMenu& menu);

/// The menus that are open over a window, in no order.
[[nodiscard]] QList<QMenu*> openMenus(const QWidget& window);

}  // namespace courier
