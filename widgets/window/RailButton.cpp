#include "widgets/window/RailButton.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <algorithm>

#include "widgets/common/Icons.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kIconSize = 22;
constexpr int kMostShown = 99;

}  // namespace

RailButton::RailButton(const QString& iconName, const QString& title, QWidget* parent)
    : QAbstractButton(parent),
      m_plain(courier::icon(iconName, IconTone::Dim)),
      m_strong(courier::icon(iconName, IconTone::Accent)) {
  setText(title);
  setCheckable(true);
  setAutoExclusive(true);
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setBadge(0);
}

void RailButton::setBadge(qint64 count) {
  m_badge = count;
  setAccessibleName(
      count > 0 ? tr("%1, %n need you", nullptr, static_cast<int>(std::min<qint64>(count, 1'000'000))).arg(text())
                : text());
  update();
}

QSize RailButton::sizeHint() const {
  return {75, 64};
}

void RailButton::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::of(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool strong = isChecked();
  if (strong || underMouse()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(strong ? theme.accentSoft : theme.bg);
    painter.drawRoundedRect(rect(), 8, 8);
  }
  if (hasFocus()) {
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 7, 7);
  }
  const QRect picture((width() - kIconSize) / 2, 10, kIconSize, kIconSize);
  (strong ? m_strong : m_plain).paint(&painter, picture);
  painter.setFont(strong ? semibold(font()) : font());
  painter.setPen(strong ? theme.accent : theme.dim);
  painter.drawText(QRect(2, 36, width() - 4, 18), Qt::AlignCenter,
                   painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - 4));
  if (m_badge > 0) paintBadge(painter, picture.topRight());
}

/// At the icon's corner, where the longest name leaves room.
void RailButton::paintBadge(QPainter& painter, QPoint corner) const {
  const Theme& theme = Theme::of(palette());
  const QString count =
      m_badge > kMostShown ? QStringLiteral("%1+").arg(locale().toString(kMostShown)) : locale().toString(m_badge);
  painter.setFont(smallFont());
  const QRect badge(corner.x() - 4, corner.y() - 5, std::max(15, painter.fontMetrics().horizontalAdvance(count) + 10),
                    14);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.bad);
  painter.drawRoundedRect(badge, 7, 7);
  painter.setPen(theme.onBad);
  painter.drawText(badge, Qt::AlignCenter, count);
}

bool RailButton::event(QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) update();
  return QAbstractButton::event(event);
}

}  // namespace courier
