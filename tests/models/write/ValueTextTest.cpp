#include "models/write/ValueText.h"

#include <gtest/gtest.h>

#include <QByteArray>
#include <random>

#include "models/data/CellText.h"

namespace courier {
namespace {

using namespace std::string_literals;

std::string jsonString(std::string_view text, bool* repaired = nullptr) {
  std::string out;
  {
    ByteCursor cursor(out);
    const bool was = appendJsonString(cursor, text);
    if (repaired) *repaired = was;
  }
  return out;
}

/// The same, byte by byte.
std::string plainJsonString(std::string_view text) {
  std::string sound;
  {
    ByteCursor cursor(sound);
    appendUtf8(cursor, text);
  }
  std::string out = "\"";
  for (const char byte : sound) {
    const std::string_view shortForms = "\"\"\\\\\bb\ff\nn\rr\tt";
    size_t form = 0;
    while (form < shortForms.size() && shortForms[form] != byte) form += 2;
    if (form < shortForms.size()) {
      out += {'\\', shortForms[form + 1]};
    } else if (static_cast<unsigned char>(byte) < 0x20) {
      out += "\\u00" + QByteArray(1, byte).toHex().toStdString();
    } else {
      out += byte;
    }
  }
  return out + '"';
}

TEST(JsonText, EscapesWhatJsonDemandsAndNoMore) {
  const struct {
    std::string text;
    std::string json;
  } cases[] = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {R"(say "hi")", R"("say \"hi\"")"},
      {R"(C:\dir)", R"("C:\\dir")"},
      {"a/b<c>&'", R"("a/b<c>&'")"},
      {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
      {"\0"s, R"("\u0000")"},
      {"a\0b"s, R"("a\u0000b")"},
      {"\x01\x0B\x1B\x1F", R"("\u0001\u000b\u001b\u001f")"},
      {"\x7F", "\"\x7F\""},
      {"\xC2\x85\xE2\x80\xA8\xE2\x80\xA9", "\"\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\""},
      {"Grüße 😀 日本", "\"Grüße 😀 日本\""},
      {"a\xFF\"", "\"a\xEF\xBF\xBD\\\"\""},
  };
  for (const auto& one : cases) EXPECT_EQ(jsonString(one.text), one.json);
}

TEST(JsonText, TellsWhatItRepaired) {
  bool repaired = true;
  (void)jsonString("sound ä", &repaired);
  EXPECT_FALSE(repaired);
  (void)jsonString("\xE4 in Latin-1", &repaired);
  EXPECT_TRUE(repaired);
}

TEST(JsonText, EveryByteAtEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    for (size_t length = 1; length <= 20; ++length) {
      for (size_t place = 0; place < length; ++place) {
        std::string text(length, 'a');
        text[place] = static_cast<char>(byte);
        ASSERT_EQ(jsonString(text), plainJsonString(text)) << byte << " at " << place << " of " << length;
      }
    }
  }
}

TEST(JsonText, RandomBytes) {
  std::mt19937 random(7);
  const std::string_view pool = "aaaaaaaaaaaaaaaa\"\\\n\x01\x1F \x7F\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xFF\xED";
  std::string text;
  for (int round = 0; round < 20'000; ++round) {
    text.resize(random() % 60);
    for (char& byte : text) byte = pool[random() % pool.size()];
    ASSERT_EQ(jsonString(text), plainJsonString(text));
  }
}

TEST(JsonText, LongTextOfNothingButEscapesOrDirt) {
  const std::string controls(100'000, '\x01');
  EXPECT_EQ(jsonString(controls), plainJsonString(controls));
  const std::string dirt(100'000, '\xFF');
  EXPECT_EQ(jsonString(dirt), plainJsonString(dirt));
}

}  // namespace
}  // namespace courier
