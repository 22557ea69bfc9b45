#include "models/base/Wording.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QLocale>

namespace courier {
namespace {

TEST(NameText, FindsControlCharacters) {
  for (const QString& bad :
       {QStringLiteral("a\nb"), QStringLiteral("\t"), QString(QChar(0)), QString(QChar(0x85)), QString(QChar(0x7f))})
    EXPECT_TRUE(hasControlCharacters(bad));
  for (const QString& good : {QString(), QStringLiteral("Müller & Söhne (2)"), QStringLiteral("数据库")})
    EXPECT_FALSE(hasControlCharacters(good)) << qUtf8Printable(good);
}

TEST(NameText, ListsAFewNames) {
  EXPECT_EQ(listedNames({}), QString());
  EXPECT_EQ(listedNames({QStringLiteral("a")}), QStringLiteral("a"));
  EXPECT_EQ(listedNames({QStringLiteral("a"), QStringLiteral("b")}, 2), QStringLiteral("a, b"));
  EXPECT_EQ(listedNames({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}, 2), QStringLiteral("a, b …"));
}

qint64 local(int year, int month, int day, int hour, int minute, int second = 0) {
  return QDateTime(QDate(year, month, day), QTime(hour, minute, second)).toMSecsSinceEpoch();
}

class TimeText : public ::testing::Test {
 protected:
  void SetUp() override { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
  void TearDown() override { QLocale::setDefault(QLocale::system()); }
};

TEST_F(TimeText, ShowsTheDateOnlyWhereItIsAnother) {
  const qint64 now = local(2026, 11, 22, 15, 0);
  EXPECT_EQ(momentText(local(2026, 11, 22, 9, 0), now), QStringLiteral("09:00"));
  EXPECT_EQ(momentText(local(2026, 11, 21, 9, 0), now), QStringLiteral("21 Nov 09:00"));
  EXPECT_EQ(momentText(local(2025, 3, 1, 9, 5), now), QStringLiteral("1 Mar 2025 09:05"));
  EXPECT_EQ(momentWithSeconds(local(2026, 11, 22, 8, 12, 31), now), QStringLiteral("08:12:31"));
  EXPECT_EQ(momentWithSeconds(local(2026, 11, 20, 8, 12, 31), now), QStringLiteral("20 Nov 08:12:31"));
}

TEST_F(TimeText, SaysHowLongSomethingTook) {
  EXPECT_EQ(tookText(-1), QStringLiteral("–"));
  EXPECT_EQ(tookText(0), QStringLiteral("0 ms"));
  EXPECT_EQ(tookText(999), QStringLiteral("999 ms"));
  EXPECT_EQ(tookText(1230), QStringLiteral("1.2 s"));
  EXPECT_EQ(tookText(59'900), QStringLiteral("59.9 s"));
  EXPECT_EQ(tookText(150'000), QStringLiteral("2 min"));
}

}  // namespace
}  // namespace courier
