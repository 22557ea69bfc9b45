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

TEST_F(TimeText, SaysExactlyHowLongSomethingTook) {
  EXPECT_EQ(elapsedText(12), QStringLiteral("12 ms"));
  EXPECT_EQ(elapsedText(1230), QStringLiteral("1.2 s"));
  EXPECT_EQ(elapsedText(125'900), QStringLiteral("2 min 5 s"));
}

TEST_F(TimeText, RoundsWhatIsYetToPass) {
  constexpr qint64 minute = 60'000;
  const QVector<QPair<qint64, QString>> rows = {
      {-5, QStringLiteral("1 s")},
      {0, QStringLiteral("1 s")},
      {5000, QStringLiteral("5 s")},
      {59'400, QStringLiteral("59 s")},
      {59'600, QStringLiteral("1 min")},
      {minute, QStringLiteral("1 min")},
      {4 * minute, QStringLiteral("4 min")},
      {59 * minute, QStringLiteral("59 min")},
      {60 * minute, QStringLiteral("1 h")},
      {24 * 60 * minute, QStringLiteral("24 h")},
      {72 * 60 * minute, QStringLiteral("3 day(s)")},
  };
  for (const auto& [ms, expected] : rows) EXPECT_EQ(durationText(ms), expected) << ms;
}

TEST_F(TimeText, NamesTheDayOfAnInstantInItsZone) {
  const QTimeZone zone("America/New_York");
  const auto at = [&](int day, int hour, int minute) {
    return QDateTime(QDate(2026, 11, day), QTime(hour, minute), zone).toMSecsSinceEpoch();
  };
  const qint64 now = at(22, 23, 0);
  EXPECT_EQ(zonedMoment(at(22, 23, 30), now, zone), QStringLiteral("today 23:30"));
  EXPECT_EQ(zonedMoment(at(23, 7, 30), now, zone), QStringLiteral("tomorrow 07:30"));
  EXPECT_EQ(zonedMoment(at(30, 7, 30), now, zone), QStringLiteral("Mon 30 Nov 07:30"));
  EXPECT_EQ(slotText(at(23, 7, 30), zone), QStringLiteral("Mon 23 Nov 2026 07:30 −05:00"));
}

TEST_F(TimeText, GivesSizesInPowersOfTen) {
  EXPECT_EQ(sizeText(1234), QStringLiteral("1.2 kB"));
  EXPECT_EQ(sizeText(8'400'000), QStringLiteral("8.4 MB"));
  EXPECT_EQ(sizeText(3'000'000, 0), QStringLiteral("3 MB"));
}

}  // namespace
}  // namespace courier
