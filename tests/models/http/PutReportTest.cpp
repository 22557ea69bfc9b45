#include "models/http/PutReport.h"

#include <gtest/gtest.h>

#include <QBuffer>

#include "models/base/Gzip.h"
#include "tests/support/Packed.h"

namespace courier {
namespace {

PutLimits small() {
  PutLimits limits;
  limits.keptAnswerBytes = 10;
  limits.readAnswerBytes = 25;
  return limits;
}

SecretMask maskOf(const QString& secret) {
  SecretMask mask;
  mask.add(secret);
  return mask;
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
  EXPECT_EQ(reader.kept({}, true), "abcdefghij");
  EXPECT_TRUE(feed(reader, "123456789"));
  EXPECT_FALSE(feed(reader, "x"));
  EXPECT_EQ(reader.kept({}, true), "abcdefghij");
}

TEST(AnswerReader, ASecretAcrossTheEdgeIsMaskedToo) {
  AnswerReader reader(small(), maskOf(QStringLiteral("SECRETWORD")));
  EXPECT_TRUE(feed(reader, "1234SECRETWORD56"));
  EXPECT_FALSE(reader.kept({}, true).contains("SECRET")) << reader.kept({}, true).toStdString();
  EXPECT_LE(reader.kept({}, true).size(), 10);
}

TEST(AnswerReader, ShortSecretsDoNotBlotOutTheAnswer) {
  AnswerReader reader(small(), maskOf(QStringLiteral("e")));
  EXPECT_TRUE(feed(reader, "see here"));
  EXPECT_EQ(reader.kept({}, true), "see here");
}

TEST(AnswerReader, HeaderLinesAreMaskedAndBounded) {
  AnswerReader reader(PutLimits(), maskOf(QStringLiteral("SECRETWORD")));
  EXPECT_EQ(reader.headerLines({{"Server", "x"}, {"Echo", "a SECRETWORD b"}, {"set-cookie", "id=5"}}),
            QStringLiteral("Server: x\nEcho: a ••• b\nset-cookie: •••"));
  EXPECT_EQ(reader.headerLines({{"X-Secretword", "x"}, {"Location", "/a?b=%53ecret%77ord"}}),
            QStringLiteral("X-•••: x\nLocation: /a?b=•••"));
  EXPECT_LE(reader.headerLines(QList<QPair<QByteArray, QByteArray>>(5000, {"X-Flood", QByteArray(100, 'z')})).size(),
            16 * 1024);
}

QByteArray packedAs(const QByteArray& text, Packing packing) {
  if (packing == Packing::Gzip) return testing::packed(text);
  const QByteArray zlib = qCompress(text).mid(4);
  return packing == Packing::Zlib ? zlib : zlib.mid(2, zlib.size() - 6);
}

AnswerReader::Headers codedAs(const QByteArray& coding) {
  return {{"Content-Type", "text/plain"}, {"content-ENCODING", coding}};
}

QByteArray keptOf(const QByteArray& bytes, const AnswerReader::Headers& headers, PutLimits limits = {}) {
  AnswerReader reader(limits, maskOf(QStringLiteral("SECRETWORD")));
  EXPECT_TRUE(feed(reader, bytes));
  return reader.kept(headers, true);
}

// What is packed is unpacked before it is kept, and nothing is kept that cannot be: no secret can be seen in it.
TEST(AnswerReader, PackedAnswersAreUnpackedAndMasked) {
  const QByteArray text = "you sent SECRETWORD, sir";
  const QByteArray masked = "you sent \xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2, sir";
  const QByteArray gzip = packedAs(text, Packing::Gzip);
  EXPECT_EQ(keptOf(gzip, codedAs("gzip")), masked);
  EXPECT_EQ(keptOf(gzip, codedAs("X-GZip")), masked);
  EXPECT_EQ(keptOf(gzip, codedAs("identity, gzip")), masked);
  EXPECT_EQ(keptOf(packedAs(text, Packing::Zlib), codedAs("deflate")), masked);
  EXPECT_EQ(keptOf(packedAs(text, Packing::Deflate), codedAs("deflate")), masked);
  EXPECT_EQ(keptOf(packedAs(packedAs(text, Packing::Zlib), Packing::Gzip), codedAs("deflate, gzip")), masked);
  EXPECT_EQ(keptOf(packedAs(gzip, Packing::Gzip), {{"Content-Encoding", "gzip"}, {"Content-Encoding", "gzip"}}),
            masked);
  EXPECT_EQ(keptOf(gzip, {{"Content-Type", "application/octet-stream"}}), masked) << "packed without a word";
  EXPECT_EQ(keptOf(gzip.left(gzip.size() - 9), codedAs("gzip")).left(8), "you sent") << "cut short";
  EXPECT_EQ(keptOf(text, codedAs("identity")), masked);
  for (const QByteArray& unreadable :
       {QByteArray("br"), QByteArray("zstd"), QByteArray("compress"), QByteArray("gzip")})
    EXPECT_EQ(keptOf(text, codedAs(unreadable)), "") << unreadable.toStdString();
  for (const QByteArray& bytes : {QByteArray("PK\x03\x04 SECRETWORD"), QByteArray("BZh9 SECRETWORD")})
    EXPECT_EQ(keptOf(bytes, {}), "") << bytes.toStdString();
}

TEST(AnswerReader, ASecretThatTheLimitCutsIsMaskedHoweverItIsSpelled) {
  PutLimits limits;
  limits.keptAnswerBytes = 40;
  const QByteArray spelled = "%5C%75%30%30%35%33%5C%75%30%30%34%35CRETWORD";
  for (const QByteArray& secret : {QByteArray("SECRETWORD"), spelled, spelled.toLower()}) {
    for (qsizetype before = 0; before < 80; ++before) {
      const QByteArray text = QByteArray(before, '.') + secret + QByteArray(200, '.');
      for (const QByteArray& kept :
           {keptOf(text, {}, limits), keptOf(packedAs(text, Packing::Gzip), codedAs("gzip"), limits)}) {
        EXPECT_LE(kept.size(), 40);
        EXPECT_FALSE(kept.contains("SEC") || kept.contains("sec") || kept.contains('5')) << kept.toStdString();
      }
    }
  }
}

TEST(AnswerReader, OtherCharacterSetsAreKeptAsUtf8) {
  const auto headers = [](const QByteArray& type) { return AnswerReader::Headers{{"Content-Type", type}}; };
  const QByteArray mark = "\xEF\xBB\xBF";
  const QByteArray dots = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";
  EXPECT_EQ(keptOf("\x93\xFA\x96\x7B SECRETWORD", headers("text/plain; charset=Shift_JIS")),
            mark + "\xE6\x97\xA5\xE6\x9C\xAC " + dots);
  const QByteArray wide("S\0E\0C\0R\0E\0T\0W\0O\0R\0D\0!\0", 22);
  EXPECT_EQ(keptOf(wide, headers("text/plain; charset=utf-16le")), mark + dots + '!');
  EXPECT_EQ(keptOf("\xFF\xFE" + wide, headers("text/plain")), mark + dots + '!');
  EXPECT_FALSE(keptOf(wide, headers("text/plain")).contains('W')) << "not named";
  EXPECT_EQ(keptOf("caf\xC3\xA9", headers("text/plain; charset=utf-8")), "caf\xC3\xA9");
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
