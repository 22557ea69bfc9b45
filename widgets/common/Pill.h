#pragma once

#include <QFont>
#include <QRect>
#include <QWidget>

#include "widgets/common/Theme.h"

class QPainter;

namespace courier {

/// A state as a word on a soft colour.
struct PillContent {
  Tone tone = Tone::Dim;
  QString text;    ///< on the colour
  QString detail;  ///< dim, behind it; may be empty
};

enum class PillGround { Panel, Selection };
/// Draws a pill, and its detail behind it, vertically centred at the left of `area`; cuts what does not fit. One of the
/// selection's own colour is drawn in the panel's where it stands on a selection.
void paintPill(QPainter& painter, const QRect& area, const PillContent& content, const Theme& theme, const QFont& font,
               PillGround ground = PillGround::Panel);
/// The width that paintPill() needs.
[[nodiscard]] int pillWidth(const PillContent& content, const QFont& font);

/// A pill as a widget of its own.
class Pill final : public QWidget {
  Q_OBJECT
 public:
  explicit Pill(const PillContent& content = {}, QWidget* parent = nullptr);
  void setContent(const PillContent& content);
  [[nodiscard]] const PillContent& content() const { return m_content; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  PillContent m_content;
};

}  // namespace courier
