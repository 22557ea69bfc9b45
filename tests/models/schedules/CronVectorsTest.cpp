#include <gtest/gtest.h>

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include "models/schedules/CronWalk.h"
#include "tests/support/SourceFolder.h"

namespace courier {
namespace {

QJsonArray casesOf(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("cases")).toArray();
}

QJsonArray shippedCases(const char* name) {
  return casesOf(testing::sourcePath(QStringLiteral("tests/data/%1").arg(QLatin1String(name))));
}

QString iso(std::optional<qint64> ms) {
  return ms ? QDateTime::fromMSecsSinceEpoch(*ms, Qt::UTC).toString(Qt::ISODate) : QString();
}

void check(const QJsonObject& one) {
  const QString text = one.value(QStringLiteral("expr")).toString();
  const QString zone = one.value(QStringLiteral("timezone")).toString();
  const QString from = one.value(QStringLiteral("from")).toString();
  const auto expression = CronExpression::parse(text);
  ASSERT_TRUE(expression.ok()) << qPrintable(text);
  QStringList found;
  QStringList wanted;
  std::optional<qint64> at = QDateTime::fromString(from, Qt::ISODate).toMSecsSinceEpoch();
  for (const QJsonValue& next : one.value(QStringLiteral("next")).toArray()) {
    wanted.append(next.toString());
    if (at) at = expression->next(*at, QTimeZone(zone.toUtf8()));
    found.append(iso(at));
  }
  EXPECT_EQ(found.join(u' ').toStdString(), wanted.join(u' ').toStdString())
      << qPrintable(text) << " in " << qPrintable(zone) << " from " << qPrintable(from);
}

void checkAll(const QJsonArray& cases) {
  for (const QJsonValue& value : cases) check(value.toObject());
}

TEST(CronVectors, NextInstants) {
  const QJsonArray cases = shippedCases("cron_next.json");
  EXPECT_EQ(cases.size(), 478);
  checkAll(cases);
}

TEST(CronVectors, GapsAndOverlaps) {
  const QJsonArray cases = shippedCases("cron_dst.json");
  EXPECT_EQ(cases.size(), 91);
  checkAll(cases);
  // More of them, where a file is named by hand.
  const QString path = qEnvironmentVariable("COURIER_CRON_VECTORS");
  const QJsonArray more = path.isEmpty() ? QJsonArray() : casesOf(path);
  checkAll(more);
  if (!more.isEmpty()) std::printf("%d more cases\n", static_cast<int>(more.size()));
}

TEST(CronVectors, InvalidExpressions) {
  const QJsonArray cases = shippedCases("cron_invalid.json");
  EXPECT_EQ(cases.size(), 58);
  for (const QJsonValue& value : cases) {
    const QString text = value.toObject().value(QStringLiteral("expr")).toString();
    const auto expression = CronExpression::parse(text);
    ASSERT_FALSE(expression.ok()) << qPrintable(text);
    EXPECT_TRUE(expression.error().message.startsWith(u"Column ")) << qPrintable(expression.error().message);
    EXPECT_TRUE(expression.error().position.has_value());
  }
}

/// A text that is often nearly an expression. The same for the same generator.
QString randomText(QRandomGenerator& random) {
  static const QString pieces = QStringLiteral("*0123456789/-, @\tjanfebmonsunLW?#hourlydaily\n");
  QString text;
  const int fields = random.bounded(8) == 0 ? random.bounded(9) : 5;
  for (int field = 0; field < fields; ++field) {
    if (field > 0) text += u' ';
    switch (random.bounded(6)) {
      case 0:
      case 1:
        text += u'*';
        break;
      case 2:
        text += QString::number(random.bounded(70));
        break;
      case 3:
        text += QStringLiteral("%1-%2/%3").arg(random.bounded(30)).arg(random.bounded(60)).arg(random.bounded(9));
        break;
      case 4:
        text += QStringLiteral("*/%1").arg(random.bounded(90));
        break;
      default:
        for (int count = random.bounded(12); count > 0; --count) {
          text += random.bounded(20) == 0 ? QChar(static_cast<char16_t>(random.bounded(0x10000)))
                                          : pieces.at(random.bounded(static_cast<int>(pieces.size())));
        }
    }
  }
  return text;
}

TEST(CronVectors, RandomStringsEndQuickly) {
  bool isGiven = false;
  const int given = qEnvironmentVariableIntValue("COURIER_CRON_STRINGS", &isGiven);
  const int count = isGiven ? given : 20'000;
  QRandomGenerator random(20260308);
  const QVector<QTimeZone> zones{QTimeZone("America/New_York"), QTimeZone("Australia/Lord_Howe"), QTimeZone::utc(),
                                 QTimeZone("Africa/Cairo")};
  qint64 slowest = 0;
  qint64 valid = 0;
  qint64 spent = 0;
  qint64 late = 0;
  QString slowestText;
  for (int index = 0; index < count; ++index) {
    const QString text = randomText(random);
    const qint64 from = qint64{random.bounded(4'000'000)} * 1'000'000;
    bool isValid = false;
    qint64 took = 0;
    // Other programs take their turns too: a slow one is measured anew.
    for (int tries = 0; tries == 0 || (took > 1'000'000 && tries < 5); ++tries) {
      QElapsedTimer timer;
      timer.start();
      const auto expression = CronExpression::parse(text);
      isValid = expression.ok();
      if (isValid) (void)expression->next(from, zones.at(index % zones.size()));
      took = timer.nsecsElapsed();
    }
    spent += took;
    if (isValid) ++valid;
    if (took > 1'000'000) ++late;
    if (took <= slowest) continue;
    slowest = took;
    slowestText = text;
  }
  std::printf("%d strings, %lld valid: %lld ns each on average, %lld ns at most (%s), %lld above 1 ms\n", count,
              static_cast<long long>(valid), static_cast<long long>(spent / count), static_cast<long long>(slowest),
              qPrintable(slowestText), static_cast<long long>(late));
  EXPECT_GT(valid, count / 100);
  EXPECT_LT(spent / count, 1'000'000);
}

}  // namespace
}  // namespace courier
