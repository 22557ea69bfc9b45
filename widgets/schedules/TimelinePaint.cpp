// Timeline: what it looks like.
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/common/Fonts.h"
#include "widgets/common/Theme.h"
#include "widgets/schedules/Timeline.h"
#include "widgets/schedules/TimelineGeometry.h"

namespace courier {
namespace {

constexpr int kNumberGap = 32;  ///< px between two numbers at least

}  // namespace

void Timeline::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::TextAntialiasing);
  paintHead(painter);
  paintAxis(painter);
  paintBars(painter);
  if (!hasFocus()) return;
  painter.setPen(QPen(Theme::of(palette()).accent, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(4.5, 4.5, -4.5, -4.5), 6, 6);
}

void Timeline::paintHead(QPainter& painter) const {
  const Theme& theme = Theme::of(palette());
  const QRect head(timeline::sides, timeline::top, width() - 2 * timeline::sides, timeline::lineHeight(font()));
  const QString title = tr("Next 24 hours");
  painter.setFont(font());
  painter.setPen(theme.dim);
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, title);
  const QString read = m_current >= 0          ? barText(m_current)
                       : m_runs.bars.isEmpty() ? QString()
                                               : tr("%Ln run(s)", nullptr, static_cast<int>(m_runs.total));
  const QRect right = head.adjusted(painter.fontMetrics().horizontalAdvance(title) + 24, 0, 0, 0);
  painter.setPen(m_current >= 0 ? theme.text : theme.dim);
  painter.drawText(right, Qt::AlignRight | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(read, Qt::ElideRight, right.width()));
}

void Timeline::paintAxis(QPainter& painter) const {
  const Theme& theme = Theme::of(palette());
  const QRect area = chart();
  painter.fillRect(QRect(area.left(), area.bottom() + 1, area.width(), 1), theme.line);
  painter.setPen(theme.dim);
  if (m_runs.bars.isEmpty()) {
    painter.setFont(font());
    painter.drawText(area, Qt::AlignCenter, tr("No runs in the next 24 hours."));
    return;
  }
  painter.setFont(smallFont());
  const QFontMetrics metrics = painter.fontMetrics();
  const QRect labels(area.left(), area.bottom() + 4, area.width(), metrics.height());
  const QString now = tr("now", "the left end of a time line");
  painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter, now);
  static constexpr std::array steps = {1, 2, 3, 4, 6, 12};
  const int wanted = metrics.horizontalAdvance(timeText(0)) + 48;
  const auto fits = [&](int hours) { return area.width() * hours / 24 >= wanted; };
  const auto* step = std::find_if(steps.begin(), steps.end(), fits);
  int freeFrom = labels.left() + metrics.horizontalAdvance(now) + 12;
  for (const HourMark& mark : dayahead::hourMarks(m_runs.fromMs, m_zone, step == steps.end() ? 12 : *step)) {
    const int x = xOf(mark.atMs);
    painter.fillRect(QRect(x, area.bottom() + 1, 1, 4), theme.line);
    const QString text = timeText(mark.atMs);
    const int left = x - metrics.horizontalAdvance(text) / 2;
    if (left < freeFrom || left + metrics.horizontalAdvance(text) > labels.right()) continue;
    painter.drawText(QRect(left, labels.top(), labels.right() - left + 1, labels.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
    freeFrom = left + metrics.horizontalAdvance(text) + 8;
  }
}

void Timeline::paintBars(QPainter& painter) const {
  const Theme& theme = Theme::of(palette());
  const QRect area = chart();
  const double slope =
      static_cast<double>(timeline::chartHeight - timeline::lowestBar) / std::max(m_most - 1, crowd - 1);
  const auto barRect = [&](const RunsBar& bar) {
    const int height = timeline::lowestBar + static_cast<int>(std::lround(slope * (bar.count - 1)));
    return QRect(xOf(bar.startMs), area.bottom() + 1 - height, timeline::barWidth, height);
  };
  const auto paint = [&](const RunsBar& bar, const QColor& color) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(barRect(bar), 1, 1);
  };
  QVector<RunsBar> crowded;
  for (const RunsBar& bar : m_runs.bars) {
    if (bar.count >= crowd) {
      crowded.append(bar);
    } else {
      paint(bar, theme.accent);
    }
  }
  // The numbers of the highest come first: others may find no room.
  std::stable_sort(crowded.begin(), crowded.end(),
                   [](const RunsBar& a, const RunsBar& b) { return a.count > b.count; });
  painter.setFont(smallFont());
  const QFontMetrics metrics = painter.fontMetrics();
  QVector<QRect> taken;
  for (const RunsBar& bar : std::as_const(crowded)) {
    paint(bar, theme.warn);
    const QString number = QLocale().toString(bar.count);
    const QRect at = barRect(bar);
    QRect place(0, 0, metrics.horizontalAdvance(number) + 2, metrics.height());
    place.moveCenter({at.center().x(), at.top() - metrics.height() / 2});
    place.moveLeft(std::clamp(place.left(), 0, std::max(0, width() - place.width())));
    const QRect room = place.adjusted(-kNumberGap, 0, kNumberGap, 0);
    if (std::any_of(taken.begin(), taken.end(), [&](const QRect& other) { return other.intersects(room); })) continue;
    taken.append(place);
    painter.setPen(theme.warn);
    painter.drawText(place, Qt::AlignCenter, number);
  }
  if (m_current >= 0) paint(m_runs.bars[m_current], theme.text);
}

}  // namespace courier
