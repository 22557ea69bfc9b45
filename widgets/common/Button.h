#pragma once

#include <QPushButton>

namespace courier {

/// How much a button stands out. Each screen has one Primary; Quiet looks like a link.
enum class ButtonKind { Plain, Primary, Quiet };

/// A push button of a kind. It takes the focus by Tab only, so that a click leaves it where the person works.
class Button : public QPushButton {
  Q_OBJECT
 public:
  explicit Button(const QString& text, ButtonKind kind = ButtonKind::Plain, QWidget* parent = nullptr);

  /// A kind may change, as when the mend of an error becomes the main thing to do.
  void setKind(ButtonKind kind);
  /// Shows a chevron and opens `menu`, which it does not own; null takes it away.
  void setDropMenu(QMenu* menu);
  /// One that is strong while it is checked has the room for that at all times: else it would push its neighbours.
  [[nodiscard]] QSize sizeHint() const override;
};

}  // namespace courier
