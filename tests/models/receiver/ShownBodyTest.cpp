#include "models/receiver/ShownBody.h"

#include <gtest/gtest.h>

#include "models/encode/Gzip.h"

namespace courier {
namespace {

ReceivedRequest requestOf(const QByteArray& body, const QByteArray& encoding = {}) {
  ReceivedRequest request;
  request.body = body;
  if (!encoding.isEmpty()) request.headers.append({"content-encoding", encoding});
  return request;
}

QByteArray packed(const std::string& bytes) {
  GzipPacker packer;
  std::string out;
  EXPECT_TRUE(packer.add(bytes, out).ok());
  EXPECT_TRUE(packer.finish(out).ok());
  return QByteArray::fromStdString(out);
}

TEST(ShownBody, APlainOneIsShownAsItCame) {
  const ReceivedRequest request = requestOf("{\"a\":1}");
  EXPECT_EQ(shownBody(request, 100).bytes, request.body);
  EXPECT_FALSE(shownBody(request, 100).isCut);
  EXPECT_EQ(shownBody(request, 2).bytes, QByteArray("{\""));
  EXPECT_TRUE(shownBody(request, 2).isCut);
  EXPECT_EQ(packingText(request, shownBody(request, 100)), QString());
}

TEST(ShownBody, AGzipOneIsUnpackedAndSaidToBe) {
  const ReceivedRequest request = requestOf(packed("a,b\r\n1,2\r\n"), "GZIP");
  const ShownBody shown = shownBody(request, 100);
  EXPECT_EQ(shown.bytes, QByteArray("a,b\r\n1,2\r\n"));
  EXPECT_TRUE(shown.isUnpacked);
  EXPECT_FALSE(shown.isCut);
  EXPECT_TRUE(packingText(request, shown).startsWith(QStringLiteral("gzip, ")));
}

TEST(ShownBody, HoweverMuchItHoldsOnlyItsBeginningIsUnpacked) {
  const ShownBody shown = shownBody(requestOf(packed(std::string(30'000'000, 'x')), "gzip"), 1 << 20);
  EXPECT_EQ(shown.bytes.size(), 1 << 20);
  EXPECT_TRUE(shown.isCut);
}

TEST(ShownBody, WhatIsNoGzipIsShownAsItCame) {
  const ReceivedRequest request = requestOf("plain", "gzip");
  const ShownBody shown = shownBody(request, 100);
  EXPECT_EQ(shown.bytes, QByteArray("plain"));
  EXPECT_FALSE(shown.isUnpacked);
  EXPECT_TRUE(packingText(request, shown).contains(QStringLiteral("not")));
}

}  // namespace
}  // namespace courier
