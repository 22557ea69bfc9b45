#include "models/base/GivenText.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(GivenText, ReadsUtf8AndMarkedUtf16) {
  const std::pair<QByteArray, QString> cases[] = {
      {"", QString()},
      {"SELECT 'caf\xC3\xA9 \xF0\x9F\x98\x80'", QStringLiteral("SELECT 'café 😀'")},
      {"\xEF\xBB\xBFSELECT 1", QStringLiteral("SELECT 1")},
      {QByteArray("\xFF\xFE\xE9\0\x3D\xD8\x00\xDE", 8), QStringLiteral("é😀")},
      {QByteArray("\xFE\xFF\0\xE9\xD8\x3D\xDE\x00", 8), QStringLiteral("é😀")},
      {"'\xEF\xBF\xBD'", QStringLiteral("'\uFFFD'")},
  };
  for (const auto& [bytes, text] : cases) {
    const auto read = givenText(bytes, QStringLiteral("It"));
    ASSERT_TRUE(read.ok()) << bytes.toHex().toStdString() << read.error().message.toStdString();
    EXPECT_EQ(*read, text);
  }
}

TEST(GivenText, RefusesWhatItWouldAlterAndNamesThePlace) {
  const std::pair<QByteArray, QString> cases[] = {
      {"INSERT INTO t VALUES('caf\351')", QStringLiteral("The file a.sql is not UTF-8 at line 1, column 26, byte 26")},
      {"\xEF\xBB\xBF--\n\xC3\xA4\xF0\x9F\x98\x80\xE9", QStringLiteral("is not UTF-8 at line 2, column 3, byte 13")},
      {"\xE2\x82", QStringLiteral("is not UTF-8 at line 1, column 1, byte 1")},
      {QByteArray("S\0E\0", 4), QStringLiteral("NUL character at line 1, column 2, byte 2")},
      {QByteArray("\xFF\xFE\x41\0\x42", 5), QStringLiteral("damaged at line 1, column 2, byte 5")},
      {QByteArray("\xFE\xFF\0\x0A\xDE\x00", 6), QStringLiteral("damaged at line 2, column 1, byte 5")},
      {QByteArray("\xFF\xFE\0\0A\0\0\0", 8), QStringLiteral("damaged at line 1, column 1, byte 3")},
  };
  for (const auto& [bytes, words] : cases) {
    const auto read = givenText(bytes, QStringLiteral("The file a.sql"));
    ASSERT_FALSE(read.ok()) << bytes.toHex().toStdString();
    EXPECT_EQ(read.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(read.error().message.contains(words)) << read.error().message.toStdString();
    EXPECT_TRUE(read.error().message.contains(QStringLiteral("UTF-8")));
  }
}

}  // namespace
}  // namespace courier
