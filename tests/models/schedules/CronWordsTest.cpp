#include "models/schedules/CronWords.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QLocale>

#include "models/base/Wording.h"

namespace courier {
namespace {

class CronWordsTest : public ::testing::Test {
 protected:
  CronWordsTest() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
  ~CronWordsTest() override { QLocale::setDefault(m_before); }
  static std::string words(const char* text) {
    return cronWords(*CronExpression::parse(QString::fromLatin1(text))).toStdString();
  }

 private:
  QLocale m_before;
};

TEST_F(CronWordsTest, Hours) {
  EXPECT_EQ(words("* * * * *"), "Every minute");
  EXPECT_EQ(words("*/5 * * * *"), "Every 5 minutes");
  EXPECT_EQ(words("0 * * * *"), "At minute 0 of every hour");
  EXPECT_EQ(words("5,10,11,12 * * * *"), "At minutes 5 and 10 to 12 of every hour");
  EXPECT_EQ(words("*/7 * * * *"), "At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour");
  EXPECT_EQ(words("0 9-17 * * *"), "At minute 0 of the hours 9 to 17, every day");
}

TEST_F(CronWordsTest, Days) {
  EXPECT_EQ(words("0 9 * * *"), "At 09:00, every day");
  EXPECT_EQ(words("0,30 9,17 * * 1-5"), "At 09:00, 09:30, 17:00 and 17:30, on Monday to Friday");
  EXPECT_EQ(words("0 0 * * sat,sun"), "At 00:00, on Saturday and Sunday");
  EXPECT_EQ(words("0 0 1 * *"), "At 00:00, on day 1 of the month");
  EXPECT_EQ(words("0 0 1,15 1-3 *"), "At 00:00, on the days 1 and 15 of the month, in January to March");
  EXPECT_EQ(words("0 0 13 * 5"), "At 00:00, on day 13 of the month or on Friday");
  EXPECT_EQ(words("0 0 */1 * 5"), "At 00:00, every day");
  EXPECT_EQ(words("0 6 * 7 *"), "At 06:00, every day, in July");
}

TEST_F(CronWordsTest, NoRuns) {
  EXPECT_EQ(words(""), "On demand only");
  EXPECT_EQ(words("0 0 31 2 *"), "Never: no year has such a date");
}

TEST_F(CronWordsTest, EitherDay) {
  EXPECT_EQ(cronEitherDaySentence(*CronExpression::parse(QStringLiteral("0 0 13 * 5"))).toStdString(),
            "Day and weekday are both given: it runs when either one matches.");
  EXPECT_TRUE(cronEitherDaySentence(*CronExpression::parse(QStringLiteral("0 0 13 * *"))).isEmpty());
}

TEST_F(CronWordsTest, TimesFollowTheLocale) {
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  EXPECT_TRUE(words("30 17 * * *").starts_with("At 5:30"));
}

class CronForecastTest : public ::testing::Test {
 protected:
  CronForecastTest() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
  ~CronForecastTest() override { QLocale::setDefault(m_before); }
  static CronForecast of(const char* text, const char* zone) {
    const qint64 now = QDateTime(QDate(2026, 1, 22), QTime(12, 0), Qt::UTC).toMSecsSinceEpoch();
    return cronForecast(*CronExpression::parse(QString::fromLatin1(text)), QTimeZone(zone), now, 5);
  }

 private:
  QLocale m_before;
};

TEST_F(CronForecastTest, HasTheNextRunsWithTheirOffsets) {
  const auto forecast = of("30 7 7-9 3 *", "America/New_York");
  ASSERT_EQ(forecast.runs.size(), 5);
  const QTimeZone zone("America/New_York");
  EXPECT_EQ(slotText(forecast.runs.at(0), zone), QStringLiteral("Sat 7 Mar 2026 07:30 \u221205:00"));
  EXPECT_EQ(slotText(forecast.runs.at(1), zone), QStringLiteral("Sun 8 Mar 2026 07:30 \u221204:00"));
  EXPECT_EQ(forecast.warnings, QStringList());
}

TEST_F(CronForecastTest, SaysWhatFallsIntoAGap) {
  EXPECT_EQ(of("30 2 * * *", "America/New_York").warnings,
            QStringList{QStringLiteral(
                "On 08/03/2026 the clocks go forward and there is no 02:30: it runs at 03:00 instead.")});
  EXPECT_EQ(of("*/10 2 * * *", "America/New_York").warnings,
            QStringList{QStringLiteral(
                "On 08/03/2026 the clocks go forward and there is no 02:00: runs in that gap are left out.")});
  EXPECT_EQ(of("30 2 * * mon", "America/New_York").warnings, QStringList());
  EXPECT_EQ(of("*/10 * * * *", "America/New_York").warnings, QStringList());
  EXPECT_EQ(of("30 2 * * *", "Asia/Tokyo").warnings, QStringList());
}

TEST_F(CronForecastTest, SaysWhatIsSurprising) {
  EXPECT_EQ(of("0 0 31 2 *", "UTC").warnings, QStringList{QStringLiteral("It never runs: no year has such a date.")});
  EXPECT_TRUE(of("0 0 31 2 *", "UTC").runs.isEmpty());
  EXPECT_EQ(of("0 0 13 * 5", "UTC").warnings,
            QStringList{QStringLiteral("Day and weekday are both given: it runs when either one matches.")});
  EXPECT_EQ(of("0 0 31 * *", "UTC").warnings, QStringList{QStringLiteral("Months without a day 31 are left out.")});
  const auto leap = of("0 0 29 2 *", "UTC");
  EXPECT_EQ(slotText(leap.runs.at(0), QTimeZone::utc()), QStringLiteral("Tue 29 Feb 2028 00:00 +00:00"));
}

TEST_F(CronForecastTest, HasNothingToSayOfOneThatRunsOnDemand) {
  const auto forecast = of("", "UTC");
  EXPECT_TRUE(forecast.runs.isEmpty());
  EXPECT_TRUE(forecast.warnings.isEmpty());
}

}  // namespace
}  // namespace courier
