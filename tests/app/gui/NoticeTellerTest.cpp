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

TEST(NoticeTellerTest, ASchedulesNoticeWithoutATargetHasItsOwnKey) {
  NoticeTeller teller;
  EXPECT_TRUE(teller.toTell({}).isEmpty());
  const auto told = teller.toTell({notice(0, NoticeKind::Empty, 3), notice(0, NoticeKind::Empty, 4)});
  ASSERT_EQ(told.size(), 2);
  EXPECT_NE(noticeKey(told.first()), noticeKey(told.last()));
}

TEST(NoticeTellerTest, EveryKindHasATitle) {
  for (int kind = 0; kind <= static_cast<int>(NoticeKind::Recovered); ++kind)
    EXPECT_FALSE(noticeTitle(static_cast<NoticeKind>(kind)).isEmpty()) << kind;
}

}  // namespace
}  // namespace courier
