#include "models/receiver/HttpRequestParser.h"

#include <gtest/gtest.h>

namespace courier {

namespace {

using Stage = HttpRequestParser::Stage;

/// Feeds `bytes` in pieces that end at each of `cuts`; returns how much was not taken.
qsizetype feed(HttpRequestParser& parser, QByteArrayView bytes, const QVector<qsizetype>& cuts = {}) {
  qsizetype start = 0;
  const auto feedPiece = [&](qsizetype end) {
    while (start < end && parser.stage() != Stage::Complete && parser.stage() != Stage::Failed) {
      const qsizetype taken = parser.consume(bytes.sliced(start, end - start));
      EXPECT_GT(taken, 0);
      if (taken <= 0) return;
      start += taken;
    }
  };
  for (const qsizetype cut : cuts) feedPiece(cut);
  feedPiece(bytes.size());
  return bytes.size() - start;
}

struct GoodRequest {
  const char* name;
  QByteArray bytes;
  QByteArray body;
};

QVector<GoodRequest> goodRequests() {
  return {
      {"sized", "PUT /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", "hello"},
      {"empty body", "PUT /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", ""},
      {"no body", "PUT /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", ""},
      {"same length twice", "PUT /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\ncontent-length: 2\r\n\r\nhi", "hi"},
      {"blank line before", "\r\n\r\nPUT /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi", "hi"},
      {"line ends in the body", "PUT /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n\r\n\r\n\n\n",
       "\r\n\r\n\n\n"},
      {"chunked",
       "PUT /a?b=c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;ext=\"1\"\r\n, world!!!\r\n"
       "0\r\n\r\n",
       "hello, world!!!"},
      {"chunked with trailers",
       "PUT /a?b=c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:CHUNKED\r\n\r\n2\r\n\r\n\r\n000\r\nContent-Length: 9\r\nB: "
       "c\r\n\r\n",
       "\r\n"},
      {"HTTP/1.0", "PUT /a?b=c HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi", "hi"},
  };
}

TEST(HttpRequestParserTest, ReadsEachGoodRequestHoweverItIsCut) {
  for (const GoodRequest& good : goodRequests()) {
    SCOPED_TRACE(good.name);
    const QByteArray next = "PUT /next HTTP/1.1\r\n";
    QVector<QVector<qsizetype>> allCuts = {{}};
    for (qsizetype cut = 1; cut < good.bytes.size(); ++cut) allCuts.append(QVector<qsizetype>{cut});
    QVector<qsizetype> everyByte;
    for (qsizetype cut = 1; cut < good.bytes.size(); ++cut) everyByte.append(cut);
    allCuts.append(everyByte);
    for (const auto& cuts : allCuts) {
      HttpRequestParser parser({});
      ASSERT_EQ(feed(parser, good.bytes + next, cuts), next.size());
      ASSERT_EQ(parser.stage(), Stage::Complete);
      const HttpRequest request = parser.takeRequest();
      EXPECT_EQ(request.method, "PUT");
      EXPECT_EQ(request.target, "/a?b=c");
      EXPECT_EQ(request.body, good.body);
      EXPECT_TRUE(parser.isIdle());
    }
  }
}

TEST(HttpRequestParserTest, AnEndedRequestTakesNothingMore) {
  HttpRequestParser parser({});
  ASSERT_EQ(feed(parser, "PUT / HTTP/1.1\r\nHost: x\r\n\r\n"), 0);
  EXPECT_EQ(parser.consume("PUT"), 0);
  EXPECT_EQ(parser.takeRequest().method, "PUT");
  EXPECT_EQ(parser.consume("PO"), 2);
  EXPECT_FALSE(parser.isIdle());
}

TEST(HttpRequestParserTest, StopsAtTheEndOfTheHead) {
  HttpRequestParser parser({});
  const QByteArray head = "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  const QByteArray all = head + "hi";
  EXPECT_EQ(parser.consume(all), head.size());
  EXPECT_EQ(parser.stage(), Stage::Body);
  EXPECT_TRUE(parser.expectsContinue());
  EXPECT_EQ(parser.consume("hi"), 2);
  EXPECT_FALSE(parser.expectsContinue());
  EXPECT_EQ(parser.stage(), Stage::Complete);
}

TEST(HttpRequestParserTest, KeepsHeadersInTheirOrderAndTrimsValues) {
  HttpRequestParser parser({});
  ASSERT_EQ(feed(parser, "PUT / HTTP/1.1\r\nHost:x\r\nA: \t1 \r\na:\r\nList: b , C\r\nlist: d\r\n\r\n"), 0);
  const HttpRequest request = parser.takeRequest();
  ASSERT_EQ(request.headers.size(), 5);
  EXPECT_EQ(request.headers[1], qMakePair(QByteArray("A"), QByteArray("1")));
  EXPECT_EQ(request.header("a"), "1");
  EXPECT_EQ(request.header("absent"), "");
  EXPECT_TRUE(request.headerHasToken("LIST", "c"));
  EXPECT_TRUE(request.headerHasToken("List", "D"));
  EXPECT_FALSE(request.headerHasToken("List", "b ,"));
}

struct BadRequest {
  QByteArray bytes;
  int status;
};

TEST(HttpRequestParserTest, RefusesWhatIsMalformedHoweverItIsCut) {
  const QByteArray start = "PUT / HTTP/1.1\r\nHost: x\r\n";
  const QByteArray chunked = start + "Transfer-Encoding: chunked\r\n\r\n";
  const QVector<BadRequest> table = {
      {"PUT /\r\n", 400},
      {"PUT  HTTP/1.1\r\n", 400},
      {"PUT /a b HTTP/1.1\r\n", 400},
      {"P(T / HTTP/1.1\r\n", 400},
      {" PUT / HTTP/1.1\r\n", 400},
      {"PUT / HTTP/1.1 \r\n", 400},
      {"PUT / HTTP/1.1\n", 400},
      {"PUT / http/1.1\r\n", 400},
      {"PUT / HTTP/11\r\n", 400},
      {"PUT / HTTP/1.x\r\n", 400},
      {"PUT / HTTP/2.0\r\n", 505},
      {"PUT /\x01 HTTP/1.1\r\n", 400},
      {"\x16\x03\x01\x02\n", 400},
      {"PUT / HTTP/1.1\r\n\r\n", 400},
      {start + "Host: y\r\n\r\n", 400},
      {start + "No colon\r\n", 400},
      {start + ": nameless\r\n", 400},
      {start + "Blank : before colon\r\n", 400},
      {start + " folded: line\r\n", 400},
      {start + "A: b\rc\r\n", 400},
      {start + QByteArray("A: b\0c\r\n", 8), 400},
      {start + "A: b\n", 400},
      {start + "Content-Length: 5, 5\r\n\r\n", 400},
      {start + "Content-Length: -1\r\n\r\n", 400},
      {start + "Content-Length: +1\r\n\r\n", 400},
      {start + "Content-Length: 0x1\r\n\r\n", 400},
      {start + "Content-Length:\r\n\r\n", 400},
      {start + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
      {start + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {start + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {start + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
      {start + "Transfer-Encoding:\r\n\r\n", 501},
      {start + "Expect: miracles\r\n\r\n", 417},
      {chunked + "\r\n", 400},
      {chunked + "xyz\r\n", 400},
      {chunked + "-1\r\n", 400},
      {chunked + "2\r\nabc\r\n", 400},
      {chunked + "2\nab\r\n", 400},
      {chunked + "FFFFFFFFFFFFFFFFFF\r\n", 400},
  };
  for (const BadRequest& bad : table) {
    SCOPED_TRACE(bad.bytes.toPercentEncoding(" /:").toStdString());
    for (qsizetype cut = 1; cut <= bad.bytes.size(); ++cut) {
      HttpRequestParser parser({});
      (void)feed(parser, bad.bytes, {cut});
      ASSERT_EQ(parser.stage(), Stage::Failed);
      ASSERT_EQ(parser.failureStatus(), bad.status);
      ASSERT_EQ(parser.consume("PUT"), 0);
    }
  }
}

TEST(HttpRequestParserTest, RefusesTooLongHeads) {
  const QByteArray longText(1000, 'a');
  const QByteArray start = "PUT / HTTP/1.1\r\nHost: x\r\n";
  const QByteArray chunked = start + "Transfer-Encoding: chunked\r\n\r\n";
  const QVector<BadRequest> table = {
      {"PUT /" + longText, 414},
      {QByteArray("\r\n").repeated(600), 414},
      {start + "A: " + longText, 431},
      {start + QByteArray("A: b\r\n").repeated(200), 431},
      {chunked + "0\r\n" + QByteArray("A: b\r\n").repeated(200), 431},
      {chunked + "1;" + QByteArray(2000, 'x'), 400},
  };
  for (const BadRequest& bad : table) {
    HttpRequestParser parser({1000, 10});
    (void)feed(parser, bad.bytes);
    ASSERT_EQ(parser.stage(), Stage::Failed);
    EXPECT_EQ(parser.failureStatus(), bad.status) << bad.bytes.left(60).toStdString();
  }
  const QByteArray full = "PUT / HTTP/1.1\r\nHost: 1234567\r\n\r\n";
  HttpRequestParser exactlyFull({full.size(), 10});
  EXPECT_EQ(feed(exactlyFull, full), 0);
  EXPECT_EQ(exactlyFull.stage(), Stage::Complete);
  HttpRequestParser oneTooMany({full.size() - 1, 10});
  (void)feed(oneTooMany, full);
  EXPECT_EQ(oneTooMany.failureStatus(), 431);
}

TEST(HttpRequestParserTest, RefusesTooLargeBodiesBeforeTheyCome) {
  const QByteArray start = "PUT / HTTP/1.1\r\nHost: x\r\n";
  HttpRequestParser sized({1000, 10});
  EXPECT_EQ(feed(sized, start + "Content-Length: 11\r\n\r\n"), 0);
  EXPECT_EQ(sized.failureStatus(), 413);

  HttpRequestParser chunked({1000, 10});
  EXPECT_EQ(feed(chunked, start + "Transfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n"), 0);
  EXPECT_EQ(chunked.failureStatus(), 413);

  HttpRequestParser exact({1000, 10});
  EXPECT_EQ(feed(exact, start + "Transfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n4\r\n7890\r\n0\r\n\r\n"), 0);
  EXPECT_EQ(exact.takeRequest().body, "1234567890");
}

TEST(HttpRequestParserTest, KnowsWhetherTheConnectionStays) {
  const QVector<QPair<QByteArray, bool>> table = {
      {"PUT / HTTP/1.1\r\nHost: x\r\n\r\n", true},
      {"PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false},
      {"PUT / HTTP/1.1\r\nHost: x\r\nConnection: upgrade, Close\r\n\r\n", false},
      {"PUT / HTTP/1.0\r\n\r\n", false},
      {"PUT / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
  };
  for (const auto& [bytes, stays] : table) {
    HttpRequestParser parser({});
    ASSERT_EQ(feed(parser, bytes), 0);
    EXPECT_EQ(parser.takeRequest().keepsAlive(), stays) << bytes.toStdString();
  }
}

}  // namespace

}  // namespace courier
