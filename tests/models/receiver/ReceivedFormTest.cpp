#include "models/receiver/ReceivedForm.h"

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

}  // namespace
}  // namespace courier
