#include "models/receiver/ShownBody.h"

#include <gtest/gtest.h>

#include "tests/support/Packed.h"

namespace courier {
namespace {

using testing::packed;

ReceivedRequest requestOf(const QByteArray& body, const QByteArray& encoding = {}) {
  ReceivedRequest request;
  request.body = body;
  if (!encoding.isEmpty()) request.headers.append({"content-encoding", encoding});
  return request;
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
  const ShownBody shown = shownBody(requestOf(packed(QByteArray(30'000'000, 'x')), "gzip"), 1 << 20);
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
