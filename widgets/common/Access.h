#pragma once

namespace courier {

/// Everything the mouse can do can be done through the accessibility tree: from here on lists, tables, trees and tab
/// bars offer it as actions (ViewAccess, TabsAccess), and a window's open menus are found below it. Once a program,
/// before its first window; cheap to call again.
void installAccess();

}  // namespace courier
