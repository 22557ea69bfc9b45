#pragma once

#include <QFont>

namespace courier {

/// The system's interface font is used as it is; these are its few variations.
[[nodiscard]] QFont titleFont();           ///< +5 pt, semibold: a page's name
[[nodiscard]] QFont headingFont();         ///< +2 pt, semibold: a dialog's or a card's name
[[nodiscard]] QFont smallFont();           ///< -1 pt: badges, types, side notes
[[nodiscard]] QFont semibold(QFont font);  ///< the same, semibold
[[nodiscard]] QFont monospaceFont();       ///< the system's fixed font at the interface's size

}  // namespace courier
