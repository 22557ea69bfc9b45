#include "models/schedules/CronShape.h"

#include <gtest/gtest.h>

#include <QRandomGenerator>

#include "models/schedules/CronWalk.h"

namespace courier {
namespace {

using Kind = CronShape::Kind;

CronShape shapeOf(const QString& text) {
  const auto expression = CronExpression::parse(text);
  EXPECT_TRUE(expression.ok()) << qPrintable(text);
  return cronShape(*expression);
}

TEST(CronShape, IsReadFromAnExpression) {
  EXPECT_EQ(shapeOf({}).kind, Kind::OnDemand);
  EXPECT_EQ(shapeOf(QStringLiteral("* * * * *")).step, 1);
  EXPECT_EQ(shapeOf(QStringLiteral("*/15 * * * *")).step, 15);
  EXPECT_EQ(shapeOf(QStringLiteral("0,30 * * * *")).step, 30);
  EXPECT_EQ(shapeOf(QStringLiteral("@hourly")).kind, Kind::Hourly);
  EXPECT_EQ(shapeOf(QStringLiteral("7 * * * *")).minute, 7);
  const CronShape daily = shapeOf(QStringLiteral("30 7 * * *"));
  EXPECT_EQ(daily.kind, Kind::Daily);
  EXPECT_EQ(daily.time, QTime(7, 30));
  const CronShape weekly = shapeOf(QStringLiteral("0 18 * * mon-fri"));
  EXPECT_EQ(weekly.kind, Kind::Weekly);
  EXPECT_EQ(weekly.weekdays, 0b0111110U);
  const CronShape monthly = shapeOf(QStringLiteral("30 2 31 * *"));
  EXPECT_EQ(monthly.kind, Kind::Monthly);
  EXPECT_EQ(monthly.day, 31);
}

TEST(CronShape, WhatItCannotSayStaysAnExpression) {
  for (const char* text : {"*/7 * * * *", "0 9-17 * * *", "0 9 * 1 *", "0 0 13 * 5", "0 9,17 * * *", "*/60 9 * * *",
                           "0 9 1,15 * *", "0 9 */2 * *", "0 */24 * * *", "0 0 31 2 *", "5,10 * * * *"})
    EXPECT_EQ(shapeOf(QString::fromLatin1(text)).kind, Kind::Expression) << text;
}

TEST(CronShape, GoesThereAndBack) {
  QRandomGenerator random(7);
  for (int round = 0; round < 500; ++round) {
    CronShape shape;
    shape.kind = static_cast<Kind>(random.bounded(6));
    switch (shape.kind) {
      case Kind::Minutes:
        shape.step = QVector<int>{1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30}.at(random.bounded(11));
        break;
      case Kind::Hourly:
        shape.minute = random.bounded(60);
        break;
      case Kind::Weekly:
        shape.weekdays = static_cast<quint64>(random.bounded(1, 128));
        [[fallthrough]];
      case Kind::Daily:
        shape.time = QTime(random.bounded(24), random.bounded(60));
        break;
      case Kind::Monthly:
        shape.day = random.bounded(1, 32);
        shape.time = QTime(random.bounded(24), random.bounded(60));
        break;
      default:
        break;
    }
    const auto text = cronText(shape);
    ASSERT_TRUE(text);
    EXPECT_EQ(shapeOf(*text), shape) << qPrintable(*text);
  }
  CronShape free;
  free.kind = Kind::Expression;
  EXPECT_FALSE(cronText(free));
}

// What the form would write runs at the same instants as what was typed, changes of the clocks included.
TEST(CronShape, MeansTheSameAsTheExpressionItWasReadFrom) {
  const QStringList minutes{QStringLiteral("0"),          QStringLiteral("*/30"), QStringLiteral("30"),
                            QStringLiteral("0,15,30,45"), QStringLiteral("*/60"), QStringLiteral("*")};
  const QStringList hours{QStringLiteral("*"), QStringLiteral("2"), QStringLiteral("*/24"), QStringLiteral("0-23"),
                          QStringLiteral("2-2")};
  const QStringList days{QStringLiteral("*"), QStringLiteral("8"), QStringLiteral("*/1"), QStringLiteral("1-31")};
  const QStringList weekdays{QStringLiteral("*"), QStringLiteral("0"), QStringLiteral("0-7"), QStringLiteral("7,1")};
  const QTimeZone zone("America/New_York");
  const qint64 begin = QDateTime(QDate(2026, 3, 7), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
  int shaped = 0;
  for (const QString& minute : minutes) {
    for (const QString& hour : hours) {
      for (const QString& day : days) {
        for (const QString& weekday : weekdays) {
          const auto typed =
              CronExpression::parse(QStringList{minute, hour, day, QStringLiteral("*"), weekday}.join(u' '));
          ASSERT_TRUE(typed.ok());
          const auto text = cronText(cronShape(*typed));
          if (!text) continue;
          ++shaped;
          CronWalk first(*typed, zone);
          CronWalk second(*CronExpression::parse(*text), zone);
          qint64 at = begin;
          for (int step = 0; step < 200; ++step) {
            const auto slot = first.next(at);
            ASSERT_EQ(slot, second.next(at)) << qPrintable(typed->text()) << " and " << qPrintable(*text);
            if (!slot) break;
            at = slot->atMs;
          }
        }
      }
    }
  }
  EXPECT_GE(shaped, 20);
}

}  // namespace
}  // namespace courier
