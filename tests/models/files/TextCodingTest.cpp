#include "models/files/TextCoding.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

std::string utf16(std::u16string_view text, bool isLittle, bool hasMark) {
  std::string bytes;
  const auto add = [&](char16_t unit) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += isLittle ? low : high;
    bytes += isLittle ? high : low;
  };
  if (hasMark) add(0xFEFF);
  for (const char16_t unit : text) add(unit);
  return bytes;
}

/// Decoded in pieces of `step` bytes.
std::string decoded(const char* encoding, const std::string& bytes, size_t step,
                    std::optional<TextDecoder>* kept = nullptr) {
  auto decoder = TextDecoder::of(QLatin1String(encoding));
  std::string text;
  for (size_t at = 0; at < bytes.size(); at += step) decoder->decode(bytes.substr(at, step), false, text);
  decoder->decode({}, true, text);
  if (kept != nullptr) kept->emplace(std::move(decoder).value());
  return text;
}

TEST(TextCoding, IsTheMarksThenTheZerosThenUtf8ThenTheOldCodePage) {
  struct Case {
    std::string bytes;
    const char* encoding;
  };
  const Case cases[] = {{"\xEF\xBB\xBF"
                         "a,b",
                         "utf-8"},
                        {utf16(u"a,b", true, true), "utf-16le"},
                        {utf16(u"a,b", false, true), "utf-16be"},
                        {utf16(u"id;naïve\n1;2\n", true, false), "utf-16le"},
                        {utf16(u"id;naïve\n1;2\n", false, false), "utf-16be"},
                        {"plain", "utf-8"},
                        {"na\xC3\xAFve", "utf-8"},
                        {"cut \xE6\x97", "utf-8"},
                        {"na\xEFve", "windows-1252"},
                        {std::string("a\0b,c\n", 6), "utf-8"},
                        {"", "utf-8"}};
  for (const Case& one : cases)
    EXPECT_EQ(guessedEncoding({one.bytes}, QStringLiteral("windows-1252")).toStdString(), one.encoding) << one.bytes;
}

TEST(TextCoding, APieceFurtherDownDecidesToo) {
  EXPECT_EQ(guessedEncoding({"ascii", "\x97\xA5 cut in front, later na\xEFve"}, QStringLiteral("old")),
            QStringLiteral("old"));
  EXPECT_EQ(guessedEncoding({"ascii", "\x97\xA5 cut in front"}, QStringLiteral("old")), QStringLiteral("utf-8"));
}

TEST(TextCoding, TheOldCodePageIsTheLanguages) {
  EXPECT_EQ(oldCodePageOf(QStringLiteral("de_DE")), QStringLiteral("windows-1252"));
  EXPECT_EQ(oldCodePageOf(QStringLiteral("C")), QStringLiteral("windows-1252"));
  const QStringList known = knownEncodings();
  EXPECT_TRUE(known.contains(QStringLiteral("windows-1252")));
  for (const auto& [language, page] : {std::pair("ja_JP", "shift_jis"), std::pair("zh_TW", "big5"),
                                       std::pair("zh_CN", "gb18030"), std::pair("ru_RU", "windows-1251")}) {
    // Only where Qt has ICU.
    const bool isKnown = known.contains(QLatin1String(page));
    EXPECT_EQ(oldCodePageOf(QLatin1String(language)), QLatin1String(isKnown ? page : "windows-1252"));
  }
}

TEST(TextCoding, DecodesWhateverThePiecesAre) {
  for (const size_t step : std::initializer_list<size_t>{1, 2, 3, 5, 100}) {
    EXPECT_EQ(decoded("utf-8",
                      "\xEF\xBB\xBF"
                      "a\xE6\x97\xA5\xF0\x9F\x98\x80z",
                      step),
              "a\xE6\x97\xA5\xF0\x9F\x98\x80z");
    EXPECT_EQ(decoded("utf-16le", utf16(u"a日😀z", true, true), step), "a日😀z");
    EXPECT_EQ(decoded("utf-16be", utf16(u"a日😀z", false, true), step), "a日😀z");
    EXPECT_EQ(decoded("utf-16be", utf16(u"a日😀z", false, false), step), "a日😀z");
    EXPECT_EQ(decoded("windows-1252",
                      "\x80"
                      "a\xE9\x9F",
                      step),
              "€aéŸ");
    if (!knownEncodings().contains(QStringLiteral("shift_jis"))) continue;
    EXPECT_EQ(decoded("shift_jis", "\x93\xFA\x96\x7B\n", step), "日本\n");
  }
}

TEST(TextCoding, WhatIsWrongIsReplacedCountedAndFound) {
  for (const size_t step : std::initializer_list<size_t>{1, 2, 7, 100}) {
    std::optional<TextDecoder> decoder;
    EXPECT_EQ(decoded("utf-8",
                      "ok\nb\xFF"
                      "c\xE6\x97\nd",
                      step, &decoder),
              "ok\nb\uFFFDc\uFFFD\nd");
    EXPECT_EQ(decoder->replaced(), 2);
    EXPECT_EQ(decoder->firstReplaced(), 4);
    EXPECT_EQ(decoded("utf-8", "end\xE6\x97", step, &decoder), "end\uFFFD");
    EXPECT_EQ(decoded("utf-16le",
                      std::string("a\0\0\xD8"
                                  "b\0c",
                                  7),
                      step, &decoder),
              "a\uFFFDb\uFFFD");
    EXPECT_EQ(decoder->replaced(), 2);
    EXPECT_EQ(decoded("windows-1252",
                      "a\x81"
                      "b",
                      step, &decoder),
              "a\uFFFDb");
    EXPECT_EQ(decoder->firstReplaced(), 1);
  }
}

TEST(TextCoding, APlaceOfTheTextIsFoundInTheFile) {
  std::optional<TextDecoder> decoder;
  // U+FFFD takes three bytes for one.
  const std::string text = decoded("utf-8",
                                   "\xEF\xBB\xBF"
                                   "a\xFF\nb\nc",
                                   2, &decoder);
  EXPECT_EQ(decoder->sourceOf(0), 3);
  EXPECT_EQ(decoder->sourceOf(static_cast<qint64>(text.find('b'))), 6);
  EXPECT_EQ(decoder->sourceOf(static_cast<qint64>(text.find('c'))), 8);
  const std::string wide = decoded("utf-16le", utf16(u"日é\nb\n", true, true), 3, &decoder);
  EXPECT_EQ(decoder->sourceOf(static_cast<qint64>(wide.find('b'))), 8);
  const std::string old = decoded("windows-1252", "\xE9\xE9\nb", 100, &decoder);
  EXPECT_EQ(decoder->sourceOf(static_cast<qint64>(old.find('b'))), 3);
}

TEST(TextCoding, AnUnknownEncodingIsSaid) {
  const auto decoder = TextDecoder::of(QStringLiteral("ebcdic-0"));
  ASSERT_FALSE(decoder.ok());
  EXPECT_TRUE(decoder.error().message.contains(QStringLiteral("“ebcdic-0” is not known")));
}

}  // namespace
}  // namespace courier
