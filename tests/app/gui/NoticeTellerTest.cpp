#include <gtest/gtest.h>

#include "app/gui/NoticeWatch.h"

namespace courier {
namespace {

Notice notice(qint64 target, NoticeKind kind, qint64 schedule = 0) {
  Notice made;
  made.targetId.value = target;
  made.scheduleId.value = schedule;
  made.kind = kind;
  return made;
}

TEST(NoticeTellerTest, WhatWaitedBeforeTheStartIsNotSaid) {
  NoticeTeller teller;
  const Notice old = notice(1, NoticeKind::Refused);
  EXPECT_TRUE(teller.toTell({old}).isEmpty());
  EXPECT_TRUE(teller.toTell({old}).isEmpty());
  EXPECT_EQ(teller.toTell({old, notice(2, NoticeKind::Paused)}).size(), 1);
}

TEST(NoticeTellerTest, ATargetSaysOneFailureAndOneRecoveryUntilSomebodyLooks) {
  NoticeTeller teller;
  EXPECT_TRUE(teller.toTell({}).isEmpty());
  QVector<Notice> unseen = {notice(1, NoticeKind::Refused)};
  EXPECT_EQ(teller.toTell(unseen).size(), 1);
  unseen.append(notice(1, NoticeKind::Expired));
  unseen.append(notice(1, NoticeKind::Paused));
  EXPECT_TRUE(teller.toTell(unseen).isEmpty());
  unseen.append(notice(1, NoticeKind::Recovered));
  const auto recovery = teller.toTell(unseen);
  ASSERT_EQ(recovery.size(), 1);
  EXPECT_EQ(recovery.first().kind, NoticeKind::Recovered);
  EXPECT_TRUE(teller.toTell(unseen).isEmpty());
  EXPECT_TRUE(teller.lookedAt(unseen).isEmpty());

  EXPECT_EQ(teller.lookedAt({}), QStringList{QStringLiteral("target/1")});
  EXPECT_EQ(teller.toTell({notice(1, NoticeKind::Refused)}).size(), 1);
}

TEST(NoticeTellerTest, SchedulesShareAMessageThatSaysEachOnce) {
  NoticeTeller teller;
  Notice first = notice(0, NoticeKind::ScheduleFailed, 3);
  first.id = 7;
  first.text = QStringLiteral("'a' failed.");
  Notice second = notice(0, NoticeKind::ScheduleFailed, 4);
  second.id = 8;
  second.text = QStringLiteral("'b' failed.");
  EXPECT_TRUE(teller.toTell({}).isEmpty());
  auto told = teller.toTell({first});
  ASSERT_EQ(told.size(), 1);
  EXPECT_EQ(told.first().text, QStringLiteral("'a' failed."));
  first.text = QStringLiteral("'a' failed 2 times.");
  EXPECT_TRUE(teller.toTell({first}).isEmpty());
  told = teller.toTell({first, second, notice(1, NoticeKind::Refused)});
  ASSERT_EQ(told.size(), 2);
  EXPECT_EQ(noticeKey(told.first()), QStringLiteral("target/1"));
  EXPECT_EQ(noticeKey(told.last()), kSchedulesKey);
  EXPECT_EQ(told.last().text, QStringLiteral("'b' failed. 1 more message about schedules."));
  EXPECT_TRUE(teller.lookedAt({second}).contains(QStringLiteral("target/1")));
  EXPECT_TRUE(teller.toTell({second}).isEmpty());
  EXPECT_EQ(teller.lookedAt({}), QStringList{kSchedulesKey});
}

TEST(NoticeTellerTest, NeedsYouLeadsToATargetsNoticeAlone) {
  const Notice failed = notice(0, NoticeKind::ScheduleFailed, 3);
  const Notice refused = notice(1, NoticeKind::Refused);
  const QVector<Notice> unseen = {refused, failed, notice(1, NoticeKind::Recovered)};
  ASSERT_NE(newestNotice(unseen), nullptr);
  EXPECT_EQ(newestNotice(unseen)->kind, NoticeKind::Refused);
  EXPECT_EQ(newestNotice(unseen, kSchedulesKey)->kind, NoticeKind::ScheduleFailed);
  EXPECT_EQ(newestNotice({failed}), nullptr);
}

TEST(NoticeTellerTest, EveryKindHasATitle) {
  for (int kind = 0; kind <= static_cast<int>(NoticeKind::SchedulesForbidden); ++kind)
    EXPECT_FALSE(noticeTitle(static_cast<NoticeKind>(kind)).isEmpty()) << kind;
}

}  // namespace
}  // namespace courier
