#pragma once

#include <QIcon>
#include <QString>

namespace courier {

/// Which of the theme's colours a line drawing takes. Each follows a change of scheme by itself.
enum class IconTone { Text, Dim, Accent, OnAccent, Ok, Warn, Bad };

/// The line drawing `name` of resources/icons ("query", "plus" …) in a tone, at any size and resolution. While its
/// button is checked it takes the accent colour.
[[nodiscard]] QIcon icon(const QString& name, IconTone tone = IconTone::Text);

/// Makes the widgets library's resources known; a static library needs it. Cheap to call again.
void loadResources();

}  // namespace courier
