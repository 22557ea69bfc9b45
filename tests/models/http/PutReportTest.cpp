#include "models/http/PutReport.h"

#include <gtest/gtest.h>

#include <QBuffer>

namespace courier {
namespace {

PutLimits small() {
  PutLimits limits;
  limits.keptAnswerBytes = 10;
  limits.readAnswerBytes = 25;
  return limits;
}

bool feed(AnswerReader& reader, const QByteArray& bytes) {
  QBuffer buffer;
  buffer.setData(bytes);
  EXPECT_TRUE(buffer.open(QIODevice::ReadOnly));
  return reader.take(buffer);
}

TEST(AnswerReader, KeepsTheStartAndSaysWhenItIsTooMuch) {
  AnswerReader reader(small(), {});
  EXPECT_TRUE(feed(reader, "abcdef"));
  EXPECT_TRUE(feed(reader, "ghijklmnop"));
  EXPECT_EQ(reader.kept(), "abcdefghij");
  EXPECT_TRUE(feed(reader, "123456789"));
  EXPECT_FALSE(feed(reader, "x"));
  EXPECT_EQ(reader.kept(), "abcdefghij");
}

TEST(AnswerReader, ASecretAcrossTheEdgeIsMaskedToo) {
  AnswerReader reader(small(), {"SECRETWORD"});
  EXPECT_TRUE(feed(reader, "1234SECRETWORD56"));
  EXPECT_FALSE(reader.kept().contains("SECRET")) << reader.kept().toStdString();
  EXPECT_LE(reader.kept().size(), 10);
}

TEST(AnswerReader, ShortSecretsDoNotBlotOutTheAnswer) {
  AnswerReader reader(small(), {"", "e"});
  EXPECT_TRUE(feed(reader, "see here"));
  EXPECT_EQ(reader.kept(), "see here");
}

TEST(AnswerReader, HeaderLinesAreMaskedAndBounded) {
  AnswerReader reader(PutLimits(), {"SECRETWORD"});
  EXPECT_EQ(reader.headerLines({{"Server", "x"}, {"Echo", "a SECRETWORD b"}, {"set-cookie", "id=5"}}),
            QStringLiteral("Server: x\nEcho: a ••• b\nset-cookie: •••"));
  EXPECT_LE(reader.headerLines(QList<QPair<QByteArray, QByteArray>>(5000, {"X-Flood", QByteArray(100, 'z')})).size(),
            16 * 1024);
}

// Servers of this century write its last two digits alone.
TEST(RetryAfter, TwoDigitsOfAYearAreOfTheNearestCentury) {
  constexpr qint64 now = 1'796'000'000'000;  // 30 Nov 2026 00:53:20 GMT
  EXPECT_EQ(retryAfterMs("Monday, 30-Nov-26 00:54:20 GMT", "", now), 60'000);
  EXPECT_EQ(retryAfterMs("Monday, 30-Nov-26 00:00:00 GMT", "Sunday, 29-Nov-26 23:59:30 GMT", now), 30'000);
  EXPECT_EQ(retryAfterMs("Monday, 29-Nov-99 14:54:20 GMT", "", now), 0) << "1999 is past";
  EXPECT_EQ(retryAfterMs("Sunday, 30-Foo-26 14:54:20 GMT", "", now), -1);
  EXPECT_EQ(retryAfterMs("Sunday, 31-Nov-26 14:54:20 GMT", "", now), -1);
}

TEST(RetryAfter, SecondsAndDates) {
  constexpr qint64 now = 784'111'777'000;  // Sun, 06 Nov 1994 08:49:37 GMT
  constexpr qint64 day = 86'400'000;
  struct Row {
    const char* value;
    const char* date;
    qint64 expected;
  };
  const Row rows[] = {
      {"", "", -1},
      {"0", "", 0},
      {"120", "", 120'000},
      {"  7 ", "", 7000},
      {"86400", "", day},
      {"86401", "", day},
      {"99999999999999999999999999", "", day},
      {"-5", "", -1},
      {"1.5", "", -1},
      {"+5", "", -1},
      {"soon", "", -1},
      {"Sun, 06 Nov 1994 08:49:47 GMT", "", 10'000},
      {"Sun, 06 Nov 1994 08:49:37 GMT", "", 0},
      {"Sun, 06 Nov 1994 08:49:27 GMT", "", 0},
      {"Sunday, 06-Nov-94 08:50:37 GMT", "", 60'000},
      {"Tuesday, 06-Nov-94 08:50:37 GMT", "", 60'000},  // the weekday says nothing
      {"Mon, 06 Nov 1994 08:50:37 GMT", "", 60'000},
      {"Fri Nov  6 08:50:37 1994", "", 60'000},
      {"Sun Nov  6 08:50:37 1994", "", 60'000},
      {"Wed, 01 Jan 2200 00:00:00 GMT", "", day},
      // The server's clock is an hour ahead: its own Date says so.
      {"Sun, 06 Nov 1994 09:49:47 GMT", "Sun, 06 Nov 1994 09:49:37 GMT", 10'000},
      {"Sun, 06 Nov 1994 08:49:47 GMT", "nonsense", 10'000},
      {"Sun, 06 Nov 1994 08:49:47 PST", "", -1},
  };
  for (const Row& row : rows) EXPECT_EQ(retryAfterMs(row.value, row.date, now), row.expected) << row.value;
}

}  // namespace
}  // namespace courier
