#pragma once

#include <QAccessible>

class QTabBar;

namespace courier {

/// What assistive technology sees of a bar of tabs: each tab with "Press", "Close" where it has a cross, and "Activate"
/// (a double click) where the bar says that it means something (property hasTabDoubleClick); then what else the bar
/// holds, as the field for a new name. Main thread.
[[nodiscard]] QAccessibleInterface* newTabsAccess(QTabBar& bar);

}  // namespace courier
