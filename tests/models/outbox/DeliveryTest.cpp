#include "models/outbox/Delivery.h"

#include <gtest/gtest.h>

#include <QSet>

namespace courier {
namespace {

TEST(Delivery, EveryReasonHasAKeyOfItsOwn) {
  QSet<QString> seen;
  for (int i = 0; i <= static_cast<int>(ReasonKind::GaveUp); ++i) {
    const auto kind = static_cast<ReasonKind>(i);
    const QString key = reasonKindKey(kind);
    EXPECT_EQ(key.isEmpty(), kind == ReasonKind::None);
    EXPECT_FALSE(seen.contains(key)) << key.toStdString();
    seen.insert(key);
    EXPECT_EQ(reasonKindFromKey(key), kind);
  }
  EXPECT_EQ(reasonKindFromKey(QStringLiteral("from a later version")), ReasonKind::None);
}

TEST(Delivery, OutcomeKeysAreThoseOfTheTableAndComeBack) {
  EXPECT_EQ(attemptOutcomeKey(AttemptOutcome::Answered), QStringLiteral("answered"));
  EXPECT_EQ(attemptOutcomeKey(AttemptOutcome::NotSent), QStringLiteral("not_sent"));
  EXPECT_EQ(attemptOutcomeKey(AttemptOutcome::Unknown), QStringLiteral("unknown"));
  for (const auto outcome : {AttemptOutcome::Answered, AttemptOutcome::NotSent, AttemptOutcome::Unknown})
    EXPECT_EQ(attemptOutcomeFromKey(attemptOutcomeKey(outcome)), outcome);
  EXPECT_FALSE(attemptOutcomeFromKey(QStringLiteral("lost")));
}

}  // namespace
}  // namespace courier
