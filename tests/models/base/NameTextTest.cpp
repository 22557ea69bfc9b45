#include "models/base/NameText.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(NameText, FindsControlCharacters) {
  for (const QString& bad :
       {QStringLiteral("a\nb"), QStringLiteral("\t"), QString(QChar(0)), QString(QChar(0x85)), QString(QChar(0x7f))})
    EXPECT_TRUE(hasControlCharacters(bad));
  for (const QString& good : {QString(), QStringLiteral("Müller & Söhne (2)"), QStringLiteral("数据库")})
    EXPECT_FALSE(hasControlCharacters(good)) << qUtf8Printable(good);
}

TEST(NameText, ListsAFewNames) {
  EXPECT_EQ(listedNames({}), QString());
  EXPECT_EQ(listedNames({QStringLiteral("a")}), QStringLiteral("a"));
  EXPECT_EQ(listedNames({QStringLiteral("a"), QStringLiteral("b")}, 2), QStringLiteral("a, b"));
  EXPECT_EQ(listedNames({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}, 2), QStringLiteral("a, b …"));
}

}  // namespace
}  // namespace courier
