#pragma once

#include <QTimeZone>
#include <QWidget>
#include <optional>

#include "models/schedules/DayAhead.h"

namespace courier {

/// The runs of the next 24 hours on a line: a bar for each minute with runs, the higher the more begin then, those of
/// a crowd marked with their number. Times are the desktop's. The mouse, or Left, Right, Page Up, Page Down, Home and
/// End, read the bars one by one; Return opens the first schedule of the one that is read.
class Timeline final : public QWidget {
  Q_OBJECT
 public:
  /// So many runs in one minute are a crowd: more than the queries that run at once can begin.
  static constexpr int crowd = 4;

  explicit Timeline(QWidget* parent = nullptr);

  /// Shows the runs after `nowMs` (UTC ms) of those schedules that are on: again with every change and as time goes.
  void show(const QVector<Schedule>& schedules, qint64 nowMs);
  using QWidget::show;
  /// For times; the desktop's own is the default.
  void setZone(const QTimeZone& zone);

  [[nodiscard]] const RunsAhead& runs() const { return m_runs; }
  /// The bar that is read, -1: none.
  [[nodiscard]] int currentBar() const { return m_current; }
  /// "07:30 · 3 runs: a, b, c".
  [[nodiscard]] QString barText(int bar) const;
  /// The middle of a bar, in this widget's pixels.
  [[nodiscard]] QPoint barPosition(int bar) const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void runClicked(courier::ScheduleId schedule);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  [[nodiscard]] QRect chart() const;
  [[nodiscard]] int xOf(qint64 atMs) const;
  /// The bar close to a point, -1: none.
  [[nodiscard]] int barAt(const QPoint& point) const;
  [[nodiscard]] QString timeText(qint64 atMs) const;
  [[nodiscard]] QString describe() const;
  void setCurrent(int bar);
  void paintHead(QPainter& painter) const;
  void paintAxis(QPainter& painter) const;
  void paintBars(QPainter& painter) const;

  RunsAhead m_runs;
  QTimeZone m_zone;
  int m_most = 0;  ///< runs of the busiest minute
  int m_current = -1;
};

}  // namespace courier
