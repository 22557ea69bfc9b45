#include "models/targets/TargetUse.h"

#include <gtest/gtest.h>

#include <QDateTime>

namespace courier {
namespace {

TEST(TargetUse, WhereTheSecretIsAndWhenItWasLastUsed) {
  const qint64 now = QDateTime(QDate(2026, 11, 21), QTime(18, 0)).toMSecsSinceEpoch();
  const auto place = SecretStore::Place::Keychain;
  Target target;
  EXPECT_EQ(secretUseText(target, place, now), QString());
  target.to.secretKey = QStringLiteral("key");
  target.to.options.auth = AuthKind::Bearer;
  EXPECT_EQ(secretUseText(target, place, now), QStringLiteral("Secret in the keychain, never used"));
  target.to.options.auth = AuthKind::Basic;
  EXPECT_EQ(secretUseText(target, place, now), QStringLiteral("Password in the keychain, never used"))
      << "a password without a user name";
  target.to.user = QStringLiteral("alice");
  EXPECT_EQ(secretUseText(target, place, now), QStringLiteral("Password in the keychain, never used"));
  target.secretUsedMs = QDateTime(QDate(2026, 11, 21), QTime(10, 4)).toMSecsSinceEpoch();
  const QString today = secretUseText(target, place, now);
  EXPECT_TRUE(today.startsWith(QStringLiteral("Password in the keychain, last used today 10:04"))) << qPrintable(today);
  EXPECT_FALSE(secretUseText(target, place, now + 24 * 3'600'000).contains(QStringLiteral("today")));
}

TEST(TargetUse, TenSchedulesAreNamed) {
  EXPECT_EQ(scheduleUseText({}), QString());
  EXPECT_EQ(scheduleLossText({}), QString());
  QStringList names;
  for (int number = 10; number < 25; ++number) names.append(QStringLiteral("s%1").arg(number));
  const QString text = scheduleUseText(names);
  EXPECT_TRUE(text.contains(QStringLiteral("15")) && text.endsWith(QStringLiteral("s19 …"))) << qPrintable(text);
  EXPECT_TRUE(scheduleLossText({QStringLiteral("a"), QStringLiteral("b")}).contains(QStringLiteral("a, b")));
}

}  // namespace
}  // namespace courier
