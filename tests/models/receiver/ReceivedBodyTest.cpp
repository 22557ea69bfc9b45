#include "models/receiver/ReceivedBody.h"

#include <gtest/gtest.h>

#include "tests/support/Packed.h"

namespace courier {
namespace {

using testing::packed;

ReceivedRequest requestOf(const QByteArray& type, const QByteArray& body, const QByteArray& encoding = {}) {
  ReceivedRequest request;
  request.body = body;
  if (!type.isEmpty()) request.headers.append({"content-TYPE", type});
  if (!encoding.isEmpty()) request.headers.append({"Content-Encoding", encoding});
  return request;
}

TEST(ReceivedForm, IsToldByTheTypeAndOfJsonByItsBeginning) {
  const QVector<QPair<QByteArray, QPair<QByteArray, BodyFormat>>> table = {
      {"application/json; charset=utf-8", {"{}", BodyFormat::Result}},
      {"APPLICATION/JSON", {" \n [1]", BodyFormat::Objects}},
      {"application/vnd.rows+json", {"[]", BodyFormat::Objects}},
      {"application/x-ndjson; charset=utf-8", {"[]", BodyFormat::Lines}},
      {"application/jsonl", {"{}", BodyFormat::Lines}},
      {"text/csv; charset=utf-8; header=present", {"a,b", BodyFormat::Csv}},
  };
  for (const auto& [type, expected] : table) {
    const auto plain = receivedForm(requestOf(type, expected.first));
    ASSERT_TRUE(plain.ok()) << type.toStdString();
    EXPECT_EQ(plain->format, expected.second) << type.toStdString();
    EXPECT_FALSE(plain->gzip);
    const auto gzip = receivedForm(requestOf(type, packed(expected.first), " GZip"));
    ASSERT_TRUE(gzip.ok()) << type.toStdString();
    EXPECT_EQ(gzip->format, expected.second) << type.toStdString();
    EXPECT_TRUE(gzip->gzip);
  }
  EXPECT_TRUE(receivedForm(requestOf("text/csv", "a", "identity")).ok());
  EXPECT_TRUE(receivedForm(requestOf("text/csv", "a", "x-gzip"))->gzip);
}

TEST(ReceivedForm, AnyOtherSaysInOneSentenceWhyItHasNoRows) {
  const QVector<QPair<ReceivedRequest, QString>> table = {
      {requestOf("text/csv", ""), QStringLiteral("no body")},
      {requestOf({}, "{}"), QStringLiteral("no Content-Type")},
      {requestOf("image/png", "x"), QStringLiteral("“image/png”")},
      {requestOf("application/json", "x", "br"), QStringLiteral("“br”")},
      {requestOf("application/json", "x", "gzip, gzip"), QStringLiteral("“gzip, gzip”")},
      {requestOf("text/csv; header = Absent", "1,2"), QStringLiteral("without a header line")},
      {requestOf(QByteArray(5'000, 'x'), "1"), QString(80, u'x') + u'”'},
  };
  for (const auto& [request, part] : table) {
    const auto form = receivedForm(request);
    ASSERT_FALSE(form.ok()) << part.toStdString();
    EXPECT_EQ(form.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(form.error().message.contains(part)) << form.error().message.toStdString();
    EXPECT_TRUE(form.error().message.endsWith(u'.'));
  }
}

ReceivedRequest requestWith(const QByteArray& body, const QByteArray& encoding = {}) {
  ReceivedRequest request;
  request.body = body;
  if (!encoding.isEmpty()) request.headers.append({"content-encoding", encoding});
  return request;
}

TEST(ShownBody, APlainOneIsShownAsItCame) {
  const ReceivedRequest request = requestWith("{\"a\":1}");
  EXPECT_EQ(shownBody(request, 100).bytes, request.body);
  EXPECT_FALSE(shownBody(request, 100).isCut);
  EXPECT_EQ(shownBody(request, 2).bytes, QByteArray("{\""));
  EXPECT_TRUE(shownBody(request, 2).isCut);
  EXPECT_EQ(packingText(request, shownBody(request, 100)), QString());
}

TEST(ShownBody, AGzipOneIsUnpackedAndSaidToBe) {
  const ReceivedRequest request = requestWith(packed("a,b\r\n1,2\r\n"), "GZIP");
  const ShownBody shown = shownBody(request, 100);
  EXPECT_EQ(shown.bytes, QByteArray("a,b\r\n1,2\r\n"));
  EXPECT_TRUE(shown.isUnpacked);
  EXPECT_FALSE(shown.isCut);
  EXPECT_TRUE(packingText(request, shown).startsWith(QStringLiteral("gzip, ")));
}

TEST(ShownBody, HoweverMuchItHoldsOnlyItsBeginningIsUnpacked) {
  const ShownBody shown = shownBody(requestWith(packed(QByteArray(30'000'000, 'x')), "gzip"), 1 << 20);
  EXPECT_EQ(shown.bytes.size(), 1 << 20);
  EXPECT_TRUE(shown.isCut);
}

TEST(ShownBody, WhatIsNoGzipIsShownAsItCame) {
  const ReceivedRequest request = requestWith("plain", "gzip");
  const ShownBody shown = shownBody(request, 100);
  EXPECT_EQ(shown.bytes, QByteArray("plain"));
  EXPECT_FALSE(shown.isUnpacked);
  EXPECT_TRUE(packingText(request, shown).contains(QStringLiteral("not")));
}

}  // namespace
}  // namespace courier
