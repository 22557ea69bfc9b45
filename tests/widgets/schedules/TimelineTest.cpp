#include "widgets/schedules/Timeline.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QImage>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/Accessibility.h"
#include "tests/support/Schedules.h"
#include "tests/support/Shots.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

using testing::shoot;
using testing::unnamedControls;

constexpr qint64 nine = 1'795'424'400'000;  // 2026-11-23T09:00:00Z

Schedule scheduleOf(qint64 id, const char* name, const char* cron) {
  Schedule schedule = testing::scheduleOf(name, cron);
  schedule.id.value = id;
  return schedule;
}

QVector<Schedule> someSchedules() {
  return {scheduleOf(1, "hourly_count_example", "0 * * * *"),
          scheduleOf(2, "daily_revenue", "30 7 * * *"),
          scheduleOf(3, "stock", "0 */6 * * *"),
          scheduleOf(4, "orders", "20,40 9-17 * * *"),
          scheduleOf(5, "returns", "0 18 * * *"),
          scheduleOf(6, "visits", "0 18 * * *"),
          scheduleOf(7, "night_report", "5 4 * * *")};
}

class TimelineTest : public ::testing::Test {
 protected:
  TimelineTest() {
    m_line.setZone(QTimeZone::utc());
    m_line.resize(1120, m_line.sizeHint().height());
  }
  void fill(const QVector<Schedule>& schedules) {
    m_line.show(schedules, nine);
    m_line.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_line));
  }
  [[nodiscard]] std::string current() const { return m_line.barText(m_line.currentBar()).toStdString(); }

  /// As the mouse does, wherever the screen ends.
  void moveTo(const QPoint& at) {
    QMouseEvent move(QEvent::MouseMove, at, m_line.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_line, &move);
  }

  Timeline m_line;
};

TEST_F(TimelineTest, SaysWhatRunsWithoutAMouse) {
  fill(someSchedules());
  shoot(m_line, QStringLiteral("timeline"));
  EXPECT_EQ(m_line.accessibleName(), QStringLiteral("Next 24 hours"));
  EXPECT_EQ(m_line.accessibleDescription().toStdString(),
            "50 runs. The next: 09:20 · 1 run: orders. Most at once: 4 at 18:00.");
  EXPECT_EQ(unnamedControls(m_line), QStringList());
}

TEST_F(TimelineTest, TheKeysReadTheBarsOneByOne) {
  fill(someSchedules());
  m_line.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&m_line));
  m_line.clearFocus();
  m_line.setFocus(Qt::TabFocusReason);
  EXPECT_EQ(current(), "09:20 · 1 run: orders");
  QTest::keyClick(&m_line, Qt::Key_Right);
  EXPECT_EQ(current(), "09:40 · 1 run: orders");
  QTest::keyClick(&m_line, Qt::Key_PageDown);
  EXPECT_EQ(current(), "10:40 · 1 run: orders");
  QTest::keyClick(&m_line, Qt::Key_Right);
  EXPECT_EQ(current(), "11:00 · 1 run: hourly_count_example");
  EXPECT_EQ(m_line.accessibleDescription().toStdString(), current());
  shoot(m_line, QStringLiteral("timeline-read"));
  QSignalSpy clicked(&m_line, &Timeline::runClicked);
  QTest::keyClick(&m_line, Qt::Key_Return);
  ASSERT_EQ(clicked.size(), 1);
  EXPECT_EQ(clicked.first().first().value<ScheduleId>().value, 1);
  QTest::keyClick(&m_line, Qt::Key_End);
  EXPECT_EQ(current(), "09:00 · 1 run: hourly_count_example");
  QTest::keyClick(&m_line, Qt::Key_PageUp);
  EXPECT_EQ(current(), "08:00 · 1 run: hourly_count_example");
  QTest::keyClick(&m_line, Qt::Key_Home);
  QTest::keyClick(&m_line, Qt::Key_Left);
  EXPECT_EQ(current(), "09:20 · 1 run: orders");
}

TEST_F(TimelineTest, TheMouseReadsTheBarBelowIt) {
  fill(someSchedules());
  const int busiest = m_line.runs().busiest();
  moveTo(m_line.barPosition(busiest));
  EXPECT_EQ(m_line.currentBar(), busiest);
  EXPECT_EQ(current(), "18:00 · 4 runs: hourly_count_example, stock, returns, visits");
  QSignalSpy clicked(&m_line, &Timeline::runClicked);
  QTest::mouseClick(&m_line, Qt::LeftButton, {}, m_line.barPosition(0));
  ASSERT_EQ(clicked.size(), 1);
  EXPECT_EQ(clicked.first().first().value<ScheduleId>().value, 4);
  QTest::mouseClick(&m_line, Qt::LeftButton, {}, QPoint(4, 4));
  EXPECT_EQ(clicked.size(), 1);
}

TEST_F(TimelineTest, ACrowdStandsHigherAndIsMarked) {
  QVector<Schedule> schedules = someSchedules();
  for (int at = 0; at < 20; ++at) {
    schedules.append(scheduleOf(100 + at, "crowd", "0 22 * * *"));
    schedules.last().name = QStringLiteral("report_%1").arg(at + 1);
  }
  fill(schedules);
  shoot(m_line, QStringLiteral("timeline-crowd"));
  const QImage image = m_line.grab().toImage();
  const double scale = image.devicePixelRatio();
  const Theme& theme = Theme::of(m_line.palette());
  const auto heightOf = [&](int bar, const QColor& color) {
    const QPoint at = m_line.barPosition(bar);
    int height = 0;
    for (int y = 0; y < m_line.height(); ++y) {
      const QPoint pixel(static_cast<int>((at.x() + 0.5) * scale), static_cast<int>((y + 0.5) * scale));
      height += image.pixelColor(pixel) == color ? 1 : 0;
    }
    return height;
  };
  const int busiest = m_line.runs().busiest();
  EXPECT_EQ(m_line.runs().bars[busiest].count, 21);
  EXPECT_GT(heightOf(busiest, theme.warn), 2 * heightOf(0, theme.accent));
  EXPECT_GT(heightOf(0, theme.accent), 4);
  EXPECT_TRUE(m_line.barText(busiest).endsWith(QStringLiteral("report_5 and 15 more")))
      << m_line.barText(busiest).toStdString();
}

TEST_F(TimelineTest, EveryMinuteOfTheDayFits) {
  fill({scheduleOf(1, "every_minute", "* * * * *"), scheduleOf(2, "hourly", "0 * * * *")});
  shoot(m_line, QStringLiteral("timeline-minutes"));
  EXPECT_EQ(m_line.runs().bars.size(), 1440);
  // The minutes share pixels: the mouse finds the one where the most begin.
  const int ten = m_line.runs().nearest(nine + 3'600'000);
  moveTo(m_line.barPosition(ten));
  EXPECT_EQ(current(), "10:00 · 2 runs: every_minute, hourly");
}

TEST_F(TimelineTest, SaysThatThereIsNothing) {
  Schedule off = scheduleOf(1, "off", "* * * * *");
  off.isOn = false;
  fill({off});
  shoot(m_line, QStringLiteral("timeline-empty"));
  EXPECT_EQ(m_line.accessibleDescription(), QStringLiteral("No runs in the next 24 hours."));
  m_line.setFocus(Qt::TabFocusReason);
  QTest::keyClick(&m_line, Qt::Key_Right);
  QTest::keyClick(&m_line, Qt::Key_PageUp);
  EXPECT_EQ(m_line.currentBar(), -1);
}

TEST_F(TimelineTest, NarrowWindowsKeepTheirLabelsApart) {
  m_line.resize(360, m_line.sizeHint().height());
  fill(someSchedules());
  shoot(m_line, QStringLiteral("timeline-narrow"));
  EXPECT_LE(m_line.minimumSizeHint().width(), 360);
}

TEST_F(TimelineTest, TheBarThatIsReadStaysAsTimeGoes) {
  fill(someSchedules());
  m_line.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&m_line));
  m_line.clearFocus();
  m_line.setFocus(Qt::TabFocusReason);
  QTest::keyClick(&m_line, Qt::Key_Right);
  EXPECT_EQ(current(), "09:40 · 1 run: orders");
  m_line.show(someSchedules(), nine + 30 * 60'000);
  EXPECT_EQ(current(), "09:40 · 1 run: orders");
  m_line.show({}, nine);
  EXPECT_EQ(m_line.currentBar(), -1);
}

}  // namespace
}  // namespace courier
