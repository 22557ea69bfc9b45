#pragma once

#include <QAccessible>

class QAbstractItemView;

namespace courier {

/// What assistive technology sees of a list, a table or a tree, and may do there: every cell offers what the mouse can
/// do with it. "Press" is a click (in a combo box's list: the choice), "Activate" a double click, "ShowMenu" the right
/// button, "Expand" and "Collapse" the arrow before a branch. What is selected is current as well, as after a click.
/// Main thread.
[[nodiscard]] QAccessibleInterface* newViewAccess(QAbstractItemView& view);

}  // namespace courier
