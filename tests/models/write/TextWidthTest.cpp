#include "models/write/TextWidth.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(TextWidth, CountsTheCellsOfATerminal) {
  const struct {
    QString text;
    int width;
  } cases[] = {
      {QString(), 0},
      {QStringLiteral("plain"), 5},
      {QStringLiteral("Grüße"), 5},
      {QStringLiteral("日本語"), 6},
      {QStringLiteral("한글"), 4},
      {QStringLiteral("ｶﾅ"), 2},
      {QStringLiteral("ＡＢ"), 4},
      {QStringLiteral("e\u0301"), 1},
      {QStringLiteral("😀"), 2},
      {QStringLiteral("a\u200Bb"), 2},
      {QStringLiteral("𠀀"), 2},
      {QStringLiteral("…"), 1},
      {QString(QChar(0xD83D)), 1},
  };
  for (const auto& one : cases) EXPECT_EQ(textWidth(one.text), one.width) << one.text.toStdString();
}

TEST(TextWidth, CutsBetweenCharacters) {
  EXPECT_EQ(cutToWidth(QStringLiteral("abcde"), 5), QStringLiteral("abcde"));
  EXPECT_EQ(cutToWidth(QStringLiteral("abcdef"), 5), QStringLiteral("abcd…"));
  EXPECT_EQ(cutToWidth(QStringLiteral("日本語"), 5), QStringLiteral("日本…"));
  EXPECT_EQ(cutToWidth(QStringLiteral("日本語"), 4), QStringLiteral("日…"));
  EXPECT_EQ(cutToWidth(QStringLiteral("日本"), 4), QStringLiteral("日本"));
  EXPECT_EQ(cutToWidth(QStringLiteral("a😀😀"), 4), QStringLiteral("a😀…"));
  EXPECT_EQ(cutToWidth(QStringLiteral("cafe\u0301"), 4), QStringLiteral("cafe\u0301"));
  EXPECT_EQ(cutToWidth(QString(), 4), QString());
}

}  // namespace
}  // namespace courier
