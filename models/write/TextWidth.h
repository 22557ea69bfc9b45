#pragma once

#include <QString>
#include <QStringView>

namespace courier {

/// How many cells of a terminal a text takes: two for East Asian wide characters and emoji (Unicode Standard Annex 11),
/// none for combining marks and other characters that are not drawn themselves.
[[nodiscard]] int textWidth(QStringView text);
/// The text, or as much of its beginning as leaves room for "…" within `width` cells.
[[nodiscard]] QString cutToWidth(const QString& text, int width);

}  // namespace courier
