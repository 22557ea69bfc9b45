#include "widgets/common/RailButton.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <algorithm>

#include "widgets/common/Fonts.h"
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
  (strong ? m_strong : m_plain).paint(&painter, QRect((width() - kIconSize) / 2, 10, kIconSize, kIconSize));

  QFont font = this->font();
  if (strong) font = semibold(font);
  const QString count = m_badge > kMostShown ? QStringLiteral("%1+").arg(locale().toString(kMostShown))
                        : m_badge > 0        ? locale().toString(m_badge)
                                             : QString();
  QFont badgeFont = smallFont();
  const QFontMetrics badgeMetrics(badgeFont);
  const int badgeWidth = count.isEmpty() ? 0 : std::max(15, badgeMetrics.horizontalAdvance(count) + 10);
  const int badgeSpace = count.isEmpty() ? 0 : badgeWidth + 4;
  const QFontMetrics metrics(font);
  const QString name = metrics.elidedText(text(), Qt::ElideRight, width() - badgeSpace - 4);
  const int nameWidth = metrics.horizontalAdvance(name);
  const int left = (width() - nameWidth - badgeSpace) / 2;
  const QRect line(left, 36, nameWidth + 1, 18);
  painter.setFont(font);
  painter.setPen(strong ? theme.accent : theme.dim);
  painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, name);
  if (!count.isEmpty()) {
    const QRect badge(left + nameWidth + 4, line.center().y() - 6, badgeWidth, 14);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.bad);
    painter.drawRoundedRect(badge, 7, 7);
    painter.setFont(badgeFont);
    painter.setPen(theme.onBad);
    painter.drawText(badge, Qt::AlignCenter, count);
  }
}

bool RailButton::event(QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) update();
  return QAbstractButton::event(event);
}

}  // namespace courier
