#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

#include "models/base/TableRoles.h"

namespace courier {

/// The colours of one scheme. A value; the two that exist are constants. Text on any fill reaches a contrast of 4.5:1.
struct Theme {
  bool isDark = false;
  QColor bg;           ///< behind pages, headers and bars
  QColor panel;        ///< rails, cards, tables, inputs
  QColor row;          ///< a faint fill: hover
  QColor line;         ///< 1-px lines
  QColor text;         ///< words
  QColor dim;          ///< labels, second-rank words
  QColor null;         ///< NULL, types, line numbers
  QColor accent;       ///< the one strong colour
  QColor accentHover;  ///< the same under the mouse
  QColor onAccent;     ///< words on accent
  QColor accentSoft;   ///< selected rows
  QColor selection;    ///< selected text
  QColor scroll;       ///< scroll bar handles
  QColor ok, okSoft;
  QColor warn, warnSoft;
  QColor bad, badSoft, onBad;
  QColor keyword, string, number;  ///< of SQL

  [[nodiscard]] static const Theme& light();
  [[nodiscard]] static const Theme& dark();
  /// The scheme that a widget's palette (or the desktop's) belongs to, by the lightness of its window colour.
  [[nodiscard]] static const Theme& of(const QPalette& palette);

  [[nodiscard]] QColor toneText(Tone tone) const;
  [[nodiscard]] QColor toneFill(Tone tone) const;
  [[nodiscard]] QPalette palette() const;
  /// resources/style.qss with this scheme's colours.
  [[nodiscard]] QString styleSheet() const;
};

/// The contrast of two opaque colours as WCAG 2.1 defines it: 1 to 21.
[[nodiscard]] double contrastRatio(const QColor& first, const QColor& second);

/// The system's interface font is used as it is; these are its few variations.
[[nodiscard]] QFont titleFont();           ///< +5 pt, semibold: a page's name
[[nodiscard]] QFont headingFont();         ///< +2 pt, semibold: a dialog's or a card's name
[[nodiscard]] QFont smallFont();           ///< -1 pt: badges, types, side notes
[[nodiscard]] QFont semibold(QFont font);  ///< the same, semibold
[[nodiscard]] QFont monospaceFont();       ///< the system's fixed font at the interface's size

}  // namespace courier
