#include "models/schedules/CronWords.h"

#include <gtest/gtest.h>

#include <QLocale>

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
            "Day and weekday are both given: either one is enough.");
  EXPECT_TRUE(cronEitherDaySentence(*CronExpression::parse(QStringLiteral("0 0 13 * *"))).isEmpty());
}

TEST_F(CronWordsTest, TimesFollowTheLocale) {
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  EXPECT_TRUE(words("30 17 * * *").starts_with("At 5:30"));
}

}  // namespace
}  // namespace courier
