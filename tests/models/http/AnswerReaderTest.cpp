#include "models/http/AnswerReader.h"

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

}  // namespace
}  // namespace courier
