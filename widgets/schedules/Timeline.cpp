#include "widgets/schedules/Timeline.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/common/Theme.h"

namespace courier {
namespace {

// Lengths in pixels.
constexpr int kSides = 16;
constexpr int kTop = 12;
constexpr int kBottom = 8;
constexpr int kChartHeight = 34;
constexpr int kBarWidth = 3;
constexpr int kLowestBar = 9;
constexpr int kReach = 8;  ///< from a bar, that still mean it
constexpr qint64 kHourMs = 3'600'000;

constexpr int kNumberGap = 32;  ///< between two numbers at least

int lineHeight(const QFont& font) {
  return QFontMetrics(font).height();
}

}  // namespace

Timeline::Timeline(QWidget* parent) : QWidget(parent), m_zone(QTimeZone::systemTimeZone()) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Next 24 hours"));
  setAccessibleDescription(describe());
}

void Timeline::show(const QVector<Schedule>& schedules, qint64 nowMs) {
  const qint64 readMs = m_current < 0 ? 0 : m_runs.bars[m_current].startMs;
  m_runs = dayahead::runsAhead(schedules, nowMs);
  const int busiest = m_runs.busiest();
  m_most = busiest < 0 ? 0 : m_runs.bars[busiest].count;
  // The bar that was read stays so while it lies ahead.
  const int again = m_current < 0 ? -1 : m_runs.nearest(readMs);
  m_current = again >= 0 && (hasFocus() || m_runs.bars[again].startMs == readMs) ? again : -1;
  setAccessibleDescription(m_current < 0 ? describe() : barText(m_current));
  update();
}

void Timeline::setZone(const QTimeZone& zone) {
  m_zone = zone;
  setAccessibleDescription(describe());
  update();
}

QString Timeline::timeText(qint64 atMs) const {
  const QLocale locale;
  const QString form = locale.timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss"));
  return locale.toString(QDateTime::fromMSecsSinceEpoch(atMs, m_zone).time(), form);
}

QString Timeline::barText(int bar) const {
  if (bar < 0 || bar >= m_runs.bars.size()) return {};
  const RunsBar& runs = m_runs.bars[bar];
  QString names = runs.names.join(QStringLiteral(", "));
  if (runs.count > runs.names.size()) {
    names = tr("%1 and %2 more", "a, b, c and 12 more")
                .arg(names, QLocale().toString(runs.count - static_cast<int>(runs.names.size())));
  }
  return tr("%1 · %2: %3", "07:30 · 3 runs: a, b, c")
      .arg(timeText(runs.startMs), tr("%Ln run(s)", nullptr, runs.count), names);
}

QString Timeline::describe() const {
  if (m_runs.bars.isEmpty()) return tr("No runs in the next 24 hours.");
  const auto total = static_cast<int>(m_runs.total);
  QString text = tr("%1. The next: %2.", "312 runs. The next: 07:30 · 1 run: a.")
                     .arg(tr("%Ln run(s)", nullptr, total), barText(0));
  if (m_most >= crowd) {
    const RunsBar& most = m_runs.bars[m_runs.busiest()];
    text += QLatin1Char(' ') + tr("Most at once: %1 at %2.", "Most at once: 5 at 07:30.")
                                   .arg(QLocale().toString(most.count), timeText(most.startMs));
  }
  return text;
}

QRect Timeline::chart() const {
  const int top = kTop + lineHeight(font()) + 4 + lineHeight(smallFont());
  return {kSides, top, std::max(1, width() - 2 * kSides), kChartHeight};
}

QSize Timeline::sizeHint() const {
  const int small = lineHeight(smallFont());
  return {640, kTop + lineHeight(font()) + 4 + small + kChartHeight + 4 + small + kBottom};
}

QSize Timeline::minimumSizeHint() const {
  return {240, sizeHint().height()};
}

int Timeline::xOf(qint64 atMs) const {
  const QRect area = chart();
  const double share = static_cast<double>(atMs - m_runs.fromMs) / static_cast<double>(dayahead::spanMs);
  return area.left() + static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (area.width() - kBarWidth)));
}

QPoint Timeline::barPosition(int bar) const {
  return {xOf(m_runs.bars[bar].startMs) + kBarWidth / 2, chart().bottom() - kLowestBar / 2};
}

int Timeline::barAt(const QPoint& point) const {
  const QRect area = chart();
  if (m_runs.bars.isEmpty() || !area.adjusted(-kReach, -kReach, kReach, kReach).contains(point)) return -1;
  const double share = static_cast<double>(point.x() - area.left() - kBarWidth / 2) /
                       static_cast<double>(std::max(1, area.width() - kBarWidth));
  const auto atMs = m_runs.fromMs + static_cast<qint64>(share * static_cast<double>(dayahead::spanMs));
  const int bar = m_runs.nearest(atMs);
  if (std::abs(barPosition(bar).x() - point.x()) > kReach) return -1;
  // Minutes that share a pixel: the most crowded one is meant.
  int meant = bar;
  const auto consider = [&](int other) {
    if (m_runs.bars[other].count > m_runs.bars[meant].count) meant = other;
  };
  const int x = xOf(m_runs.bars[bar].startMs);
  for (int other = bar - 1; other >= 0 && x - xOf(m_runs.bars[other].startMs) < kBarWidth; --other) consider(other);
  for (int other = bar + 1; other < m_runs.bars.size() && xOf(m_runs.bars[other].startMs) - x < kBarWidth; ++other) {
    consider(other);
  }
  return meant;
}

void Timeline::setCurrent(int bar) {
  if (bar == m_current) return;
  m_current = bar;
  setAccessibleDescription(bar < 0 ? describe() : barText(bar));
  update();
}

bool Timeline::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int bar = barAt(help->pos());
  if (bar < 0) {
    QToolTip::hideText();
    event->ignore();
  } else {
    QToolTip::showText(help->globalPos(), barText(bar), this);
  }
  return true;
}

void Timeline::mouseMoveEvent(QMouseEvent* event) {
  const int bar = barAt(event->position().toPoint());
  setCursor(bar < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
  if (bar >= 0 || !hasFocus()) setCurrent(bar);
}

void Timeline::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const int bar = barAt(event->position().toPoint());
  setCurrent(bar);
  if (bar >= 0) Q_EMIT runClicked(m_runs.bars[bar].firstSchedule);
}

void Timeline::leaveEvent(QEvent* event) {
  if (!hasFocus()) setCurrent(-1);
  QWidget::leaveEvent(event);
}

void Timeline::focusInEvent(QFocusEvent* event) {
  const bool isByKeys = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  if (isByKeys && m_current < 0 && !m_runs.bars.isEmpty()) setCurrent(0);
  update();
  QWidget::focusInEvent(event);
}

void Timeline::focusOutEvent(QFocusEvent* event) {
  setCurrent(-1);
  update();
  QWidget::focusOutEvent(event);
}

void Timeline::keyPressEvent(QKeyEvent* event) {
  if (m_runs.bars.isEmpty()) return QWidget::keyPressEvent(event);
  const int last = static_cast<int>(m_runs.bars.size()) - 1;
  const int current = std::clamp(m_current, 0, last);
  const qint64 atMs = m_runs.bars[current].startMs;
  switch (event->key()) {
    case Qt::Key_Left:
      return setCurrent(std::max(0, current - 1));
    case Qt::Key_Right:
      return setCurrent(m_current < 0 ? 0 : std::min(last, current + 1));
    case Qt::Key_PageUp:
      // A gap longer than an hour must not hold it fast.
      return setCurrent(std::min(m_runs.nearest(atMs - kHourMs), std::max(0, current - 1)));
    case Qt::Key_PageDown:
      return setCurrent(std::max(m_runs.nearest(atMs + kHourMs), std::min(last, current + 1)));
    case Qt::Key_Home:
      return setCurrent(0);
    case Qt::Key_End:
      return setCurrent(last);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_current >= 0) Q_EMIT runClicked(m_runs.bars[m_current].firstSchedule);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

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
  const QRect head(kSides, kTop, width() - 2 * kSides, lineHeight(font()));
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
  const double slope = static_cast<double>(kChartHeight - kLowestBar) / std::max(m_most - 1, crowd - 1);
  const auto barRect = [&](const RunsBar& bar) {
    const int height = kLowestBar + static_cast<int>(std::lround(slope * (bar.count - 1)));
    return QRect(xOf(bar.startMs), area.bottom() + 1 - height, kBarWidth, height);
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
