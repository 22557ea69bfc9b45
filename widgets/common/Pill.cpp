#include "widgets/common/Pill.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

namespace courier {
namespace {

constexpr int kSidePadding = 9;
constexpr int kGap = 6;

int pillHeight(const QFontMetrics& metrics) {
  return metrics.height() + 3;
}

}  // namespace

int pillWidth(const PillContent& content, const QFont& font) {
  const QFontMetrics metrics(font);
  int width = 0;
  if (!content.text.isEmpty()) width += metrics.horizontalAdvance(content.text) + 2 * kSidePadding;
  if (!content.detail.isEmpty()) width += (width > 0 ? kGap : 0) + metrics.horizontalAdvance(content.detail);
  return width;
}

void paintPill(QPainter& painter, const QRect& area, const PillContent& content, const Theme& theme, const QFont& font,
               PillGround ground) {
  const QFontMetrics metrics(font);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(font);
  int left = area.left();
  if (!content.text.isEmpty()) {
    const int wanted = metrics.horizontalAdvance(content.text) + 2 * kSidePadding;
    const QRect pill(left, area.center().y() - pillHeight(metrics) / 2, std::min(wanted, area.width()),
                     pillHeight(metrics));
    painter.setPen(Qt::NoPen);
    const QColor fill = theme.toneFill(content.tone);
    painter.setBrush(ground == PillGround::Selection && fill == theme.accentSoft ? theme.panel : fill);
    painter.drawRoundedRect(pill, pill.height() / 2.0, pill.height() / 2.0);
    painter.setPen(theme.toneText(content.tone));
    const QRect inside = pill.adjusted(kSidePadding, 0, -kSidePadding, 0);
    painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(content.text, Qt::ElideRight, inside.width() + 1));
    left = pill.right() + 1 + kGap;
  }
  const int room = area.right() - left + 1;
  if (!content.detail.isEmpty() && room > 8) {
    painter.setPen(theme.dim);
    painter.drawText(QRect(left, area.top(), room, area.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(content.detail, Qt::ElideRight, room));
  }
  painter.restore();
}

Pill::Pill(const PillContent& content, QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setContent(content);
}

void Pill::setContent(const PillContent& content) {
  m_content = content;
  setAccessibleName(content.detail.isEmpty() ? content.text : content.text + QStringLiteral(", ") + content.detail);
  updateGeometry();
  update();
}

QSize Pill::sizeHint() const {
  return {pillWidth(m_content, font()), pillHeight(fontMetrics()) + 2};
}

void Pill::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintPill(painter, rect(), m_content, Theme::of(palette()), font());
}

}  // namespace courier
