#include "widgets/schedules/NoticeList.h"

#include <QLabel>
#include <QSignalSpy>

#include "models/notices/NoticeStore.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/schedules/SchedulesFixture.h"
#include "widgets/common/Note.h"
#include "widgets/schedules/SchedulesPage.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

Notice notice(qint64 id, NoticeKind kind, qint64 schedule, const char* text) {
  Notice made;
  made.id = id;
  made.kind = kind;
  made.scheduleId.value = schedule;
  made.text = QString::fromUtf8(text);
  made.createdMs = id * 60'000;
  return made;
}

class NoticeListTest : public testing::SchedulesFixture {
 protected:
  QList<Note*> notes() {
    QList<Note*> shown;
    for (auto* note : m_list.findChildren<Note*>()) {
      if (note->isVisibleTo(&m_list)) shown.append(note);
    }
    return shown;
  }
  static Button* button(Note* note, const char* text) {
    for (auto* button : note->findChildren<Button*>()) {
      if (button->text() == QString::fromLatin1(text)) return button;
    }
    return nullptr;
  }
  NoticeList m_list{m_clock};
};

TEST_F(NoticeListTest, SaysNothingWhileThereIsNothing) {
  EXPECT_TRUE(m_list.isHidden());
  m_list.show({notice(1, NoticeKind::ScheduleFailed, 1, "'a' failed.")});
  EXPECT_FALSE(m_list.isHidden());
  m_list.show({});
  EXPECT_TRUE(m_list.isHidden());
  EXPECT_TRUE(notes().isEmpty());
}

TEST_F(NoticeListTest, TheNewestStandOnTopAndTheRestIsCounted) {
  QSignalSpy history(&m_list, &NoticeList::historyWanted);
  QSignalSpy dismissed(&m_list, &NoticeList::dismissed);
  QSignalSpy all(&m_list, &NoticeList::allDismissed);
  m_list.show({notice(1, NoticeKind::ScheduleFailed, 1, "'a' failed."),
               notice(2, NoticeKind::ScheduleSkipped, 2, "'b' skipped 1 run."),
               notice(3, NoticeKind::SchedulesMissed, 0, "While this computer slept, 7 schedules missed 312 runs."),
               notice(4, NoticeKind::ScheduleRecovered, 4, "'d' failed 1 time and then succeeded."),
               notice(5, NoticeKind::ScheduleFailed, 5, "'e' failed.")});
  ASSERT_EQ(notes().size(), 4);
  EXPECT_TRUE(notes().at(0)->text().endsWith(QStringLiteral(" · 'e' failed.")));
  EXPECT_EQ(notes().at(0)->tone(), Tone::Bad);
  EXPECT_EQ(notes().at(1)->tone(), Tone::Warn);
  EXPECT_EQ(button(notes().at(2), "Show history"), nullptr) << "of seven schedules there is no one history";
  EXPECT_EQ(notes().at(3)->text(), QStringLiteral("2 more messages about schedules."));
  button(notes().at(0), "Show history")->click();
  EXPECT_EQ(qvariant_cast<ScheduleId>(history.first().first()).value, 5);
  button(notes().at(2), "Dismiss")->click();
  EXPECT_EQ(dismissed.first().first().toLongLong(), 3);
  button(notes().at(3), "Dismiss all")->click();
  EXPECT_EQ(all.size(), 1);
}

TEST_F(NoticeListTest, WhatIsSaidAnewKeepsItsButtons) {
  const QVector<Notice> one = {notice(1, NoticeKind::ScheduleFailed, 1, "'a' failed.")};
  m_list.show(one);
  Button* before = button(notes().first(), "Dismiss");
  m_list.show(one);
  EXPECT_EQ(button(notes().first(), "Dismiss"), before) << "a click under way meets the same button";
  m_list.show({notice(1, NoticeKind::ScheduleFailed, 1, "'a' failed 2 times.")});
  ASSERT_EQ(notes().size(), 1);
  EXPECT_TRUE(notes().first()->text().endsWith(QStringLiteral("'a' failed 2 times.")));
}

TEST_F(NoticeListTest, OnItsPageAHistoryIsLookedAt) {
  const Schedule hourly = add(made(QStringLiteral("hourly_count_example"), QStringLiteral("0 * * * *")));
  add(made(QStringLiteral("daily_totals"), QStringLiteral("0 6 * * *")));
  SchedulesPage page(parts());
  page.resize(1192, 772);
  page.show();
  activate(page);
  ASSERT_TRUE(waitUntil([&] { return !page.statusText().isEmpty(); }));
  const qint64 now = m_clock.nowMs();
  Notice failed = notice(1, NoticeKind::ScheduleFailed, hourly.id.value,
                         "'hourly_count_example' failed 3 times, most recently: no such table: www_access. Once that "
                         "is fixed, run it again from its history.");
  Notice missed = notice(2, NoticeKind::SchedulesMissed, 0,
                         "While this computer slept, 7 schedules missed 312 runs; 5 were caught up. You can run what "
                         "was left out from their histories.");
  failed.createdMs = now - 7'200'000;
  missed.createdMs = now - 60'000;
  page.showNotices({missed, failed});
  EXPECT_EQ(testing::unnamedControls(page), QStringList());
  testing::shoot(page, QStringLiteral("schedules-notices"));
  QSignalSpy lookedAt(&page, &SchedulesPage::lookedAt);
  auto* list = page.findChild<NoticeList*>();
  button(list->findChildren<Note*>().first(), "Show history")->click();
  ASSERT_TRUE(waitUntil([&] { return lookedAt.size() == 1; }));
  EXPECT_EQ(qvariant_cast<ScheduleId>(lookedAt.first().first()), hourly.id);
}

}  // namespace
}  // namespace courier
