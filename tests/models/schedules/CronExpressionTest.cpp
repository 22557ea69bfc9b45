#include "models/schedules/CronExpression.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

CronExpression parsed(const QString& text) {
  const auto expression = CronExpression::parse(text);
  EXPECT_TRUE(expression.ok()) << qPrintable(text) << ": "
                               << (expression.ok() ? "" : qPrintable(expression.error().message));
  return expression.ok() ? *expression : CronExpression();
}

QVector<int> values(const CronField& field) {
  QVector<int> found;
  for (int value = field.firstFrom(0); value >= 0; value = field.firstFrom(value + 1)) found.append(value);
  return found;
}

TEST(CronExpression, FieldsHoldWhatTheyName) {
  const CronExpression expression = parsed(QStringLiteral("*/20 1,5-9/2 05 Jan-MAR,11 5-7"));
  EXPECT_EQ(values(expression.minute()), QVector<int>({0, 20, 40}));
  EXPECT_EQ(values(expression.hour()), QVector<int>({1, 5, 7, 9}));
  EXPECT_EQ(values(expression.day()), QVector<int>({5}));
  EXPECT_EQ(values(expression.month()), QVector<int>({1, 2, 3, 11}));
  EXPECT_EQ(values(expression.weekday()), QVector<int>({0, 5, 6}));
  EXPECT_EQ(values(parsed(QStringLiteral("0 0 * * 7")).weekday()), QVector<int>({0}));
  EXPECT_EQ(values(parsed(QStringLiteral("0 0 * * 1-7/3")).weekday()), QVector<int>({0, 1, 4}));
  EXPECT_EQ(values(parsed(QStringLiteral("0 0 * * 2-thu/2,Sun")).weekday()), QVector<int>({0, 2, 4}));
  EXPECT_EQ(values(parsed(QStringLiteral("*/90 * * * *")).minute()), QVector<int>({0}));
}

TEST(CronExpression, OnlyABareStarIsUnrestricted) {
  EXPECT_FALSE(parsed(QStringLiteral("0 0 * * 1")).isEitherDay());
  EXPECT_FALSE(parsed(QStringLiteral("0 0 13 * *")).isEitherDay());
  EXPECT_TRUE(parsed(QStringLiteral("0 0 13 * 5")).isEitherDay());
  EXPECT_TRUE(parsed(QStringLiteral("0 0 */2 * 5")).isEitherDay());
  EXPECT_TRUE(parsed(QStringLiteral("0 0 */1 * 5")).isDueEveryDay());
  EXPECT_TRUE(parsed(QStringLiteral("0 0 * * 0-6")).isDueEveryDay());
  EXPECT_FALSE(parsed(QStringLiteral("0 0 * * 1-5")).isDueEveryDay());
  EXPECT_FALSE(parsed(QStringLiteral("0 0 * 1-11 *")).isDueEveryDay());
}

TEST(CronExpression, AStarThatBeginsMinuteOrHourMakesAWildcardSchedule) {
  for (const char* text : {"* 1 * * *", "*/5 1 * * *", "0 * * * *", "0 */2 * * *", "*,7 3 * * *", "@hourly"})
    EXPECT_TRUE(parsed(QString::fromLatin1(text)).isWildcard()) << text;
  for (const char* text : {"0 1 * * *", "0-59 0-23 * * *", "5,10 1 */2 * *", "@daily", "1,*/7 3 * * *"})
    EXPECT_FALSE(parsed(QString::fromLatin1(text)).isWildcard()) << text;
}

TEST(CronExpression, NamesStandForFields) {
  const auto same = [](const char* name, const char* fields) {
    const CronExpression one = parsed(QString::fromLatin1(name));
    const CronExpression other = parsed(QString::fromLatin1(fields));
    return one.minute() == other.minute() && one.hour() == other.hour() && one.day() == other.day() &&
           one.month() == other.month() && one.weekday() == other.weekday();
  };
  EXPECT_TRUE(same("@hourly", "0 * * * *"));
  EXPECT_TRUE(same("@daily", "0 0 * * *"));
  EXPECT_TRUE(same("@midnight", "0 0 * * *"));
  EXPECT_TRUE(same("@weekly", "0 0 * * 0"));
  EXPECT_TRUE(same("@monthly", "0 0 1 * *"));
  EXPECT_TRUE(same("@yearly", "0 0 1 1 *"));
  EXPECT_TRUE(same(" @annually ", "0 0 1 1 *"));
}

TEST(CronExpression, EmptyIsOnDemand) {
  for (const QString& text : {QString(), QStringLiteral("  \t ")}) {
    EXPECT_TRUE(parsed(text).isOnDemand());
    EXPECT_FALSE(parsed(text).next(0, QTimeZone::utc()).has_value());
  }
}

TEST(CronExpression, ImpossibleDatesAreNever) {
  for (const char* text : {"0 0 31 2 *", "0 0 30 2 *", "* * 31 2,4,6,9,11 *", "0 0 30-31 feb *"}) {
    EXPECT_TRUE(parsed(QString::fromLatin1(text)).isNever()) << text;
    EXPECT_FALSE(parsed(QString::fromLatin1(text)).next(0, QTimeZone("Europe/Berlin")).has_value()) << text;
  }
  for (const char* text : {"0 0 29 2 *", "0 0 31 2 1", "0 0 31 1-2 *", "0 0 28-31 2 *", "* * * * *"})
    EXPECT_FALSE(parsed(QString::fromLatin1(text)).isNever()) << text;
}

struct Refused {
  const char* text;
  int column;
  const char* message;
};

TEST(CronExpression, ErrorsNameFieldAndColumn) {
  const Refused cases[] = {
      {"60 * * * *", 1, "Column 1, minute: 60 is out of range (0 to 59)."},
      {"0 24 * * *", 3, "Column 3, hour: 24 is out of range (0 to 23)."},
      {"  0 24 * * *", 5, "Column 5, hour: 24 is out of range (0 to 23)."},
      {"0 0 0 * *", 5, "Column 5, day: 0 is out of range (1 to 31)."},
      {"0 0 1 13 *", 7, "Column 7, month: 13 is out of range (1 to 12)."},
      {"0 0 1 1 8", 9, "Column 9, weekday: 8 is out of range (0 to 7)."},
      {"0 0 * * mond", 9, "Column 9, weekday: mond is not known here."},
      {"0 0 * mon *", 7, "Column 7, month: mon is not known here."},
      {"mon 0 * * *", 1, "Column 1, minute: mon is not known here."},
      {"0 9-5 * * *", 3, "Column 3, hour: the range 9-5 runs backwards; write 9-23,0-5."},
      {"0 0 * * SAT-SUN", 9, "Column 9, weekday: the range SAT-SUN runs backwards; write SAT,SUN or 6-7."},
      {"0 22-2 * * *", 3, "Column 3, hour: the range 22-2 runs backwards; write 22-23,0-2."},
      {"59-0 * * * *", 1, "Column 1, minute: the range 59-0 runs backwards; write 59,0."},
      {"0 0 * NOV-FEB *", 7, "Column 7, month: the range NOV-FEB runs backwards; write 11-12,1-2."},
      {"0 0 * * fri-mon", 9, "Column 9, weekday: the range fri-mon runs backwards; write 5-6,0-1."},
      {"0 0 * * fri-sun", 9, "Column 9, weekday: the range fri-sun runs backwards; write 5-7."},
      {"*/0 * * * *", 3, "Column 3, minute: the step 0 is out of range (1 to 999)."},
      {"*/4294967297 * * * *", 3, "Column 3, minute: the step 4294967297 is out of range (1 to 999)."},
      {"*/ * * * *", 3, "Column 3, minute: the step's number is missing."},
      {"5/10 * * * *", 2, "Column 2, minute: a step may follow only * or a range, as in */5 or 10-50/5."},
      {"1,,2 * * * *", 3, "Column 3, minute: a value is missing."},
      {"1, * * * *", 3, "Column 3, minute: a value is missing."},
      {"0 1- * * *", 5, "Column 5, hour: a value is missing."},
      {"0 5* * * *", 4, "Column 4, hour: * is not expected here."},
      {"0 0 L * *", 5, "Column 5, day: L is not known here."},
      {"0 0 ? * *", 5, "Column 5, day: ? is not expected here."},
      {"0 0\n1 1 1", 4, "Column 4, hour: \\u000a is not expected here."},
      {"0 0 1 1", 8, "Column 8, weekday: this field is missing; five are needed: minute hour day month weekday."},
      {"0", 2, "Column 2, hour: this field is missing; five are needed: minute hour day month weekday."},
      {"0 0 1 1 1 2026", 11,
       "Column 11, weekday: nothing may follow this field; five are needed: minute hour day month weekday."},
      {" @every 5m", 2,
       "Column 2: write @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually alone, or five fields: "
       "minute hour day month weekday."}};
  for (const Refused& one : cases) {
    const auto expression = CronExpression::parse(QString::fromLatin1(one.text));
    ASSERT_FALSE(expression.ok()) << one.text;
    EXPECT_EQ(expression.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(expression.error().message.toStdString(), one.message) << one.text;
    ASSERT_TRUE(expression.error().position.has_value()) << one.text;
    EXPECT_EQ(expression.error().position->column, one.column) << one.text;
  }
}

}  // namespace
}  // namespace courier
