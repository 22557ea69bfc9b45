#include "models/data/CellText.h"

#include <gtest/gtest.h>

#include <QByteArray>
#include <bit>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace courier {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

template <class Append, class... Arguments>
std::string textOf(Append append, Arguments... arguments) {
  std::string out = "·";
  {
    ByteCursor cursor(out);
    append(cursor, arguments...);
  }
  EXPECT_EQ(out.substr(0, 2), "·");
  return out.substr(2);
}

TEST(CellText, Integers) {
  EXPECT_EQ(textOf(appendInteger, 0), "0");
  EXPECT_EQ(textOf(appendInteger, (qint64{1} << 53) + 1), "9007199254740993");
  EXPECT_EQ(textOf(appendInteger, std::numeric_limits<qint64>::min()), "-9223372036854775808");
  EXPECT_EQ(textOf(appendInteger, std::numeric_limits<qint64>::max()), "9223372036854775807");
}

TEST(CellText, Doubles) {
  const struct {
    double value;
    const char* text;
  } cases[] = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {1.0, "1.0"},
      {-1.0, "-1.0"},
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {100000.0, "100000.0"},
      {123456789.0, "123456789.0"},
      {1e15, "1000000000000000.0"},
      {1e16, "1e+16"},
      {9007199254740993.0, "9007199254740992.0"},
      {0.0001, "0.0001"},
      {0.00001, "1e-05"},
      {1e308, "1e+308"},
      {-1e308, "-1e+308"},
      {5e-324, "5e-324"},
      {2.2250738585072014e-308, "2.2250738585072014e-308"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {4.35, "4.35"},
      {299792.458, "299792.458"},
  };
  for (const auto& one : cases) EXPECT_EQ(textOf(appendDouble, one.value), one.text);
}

TEST(CellText, EveryDoubleComesBack) {
  std::mt19937_64 random(42);
  for (int round = 0; round < 200'000; ++round) {
    const auto bits = static_cast<quint64>(random());
    const auto value = std::bit_cast<double>(bits);
    if (!(value >= -std::numeric_limits<double>::max() && value <= std::numeric_limits<double>::max())) continue;
    const std::string text = textOf(appendDouble, value);
    ASSERT_EQ(std::bit_cast<quint64>(std::strtod(text.c_str(), nullptr)), bits) << text;
    ASSERT_NE(text.find_first_of(".e"), std::string::npos) << text;
    ASSERT_LE(text.size(), 24U) << text;
  }
}

TEST(CellText, FloatsHaveTheDigitsOfAFloat) {
  EXPECT_EQ(textOf(appendFloat, static_cast<double>(0.1F)), "0.1");
  EXPECT_EQ(textOf(appendDouble, static_cast<double>(0.1F)), "0.10000000149011612");
  EXPECT_EQ(textOf(appendFloat, static_cast<double>(16777216.0F)), "16777216.0");
  EXPECT_EQ(textOf(appendFloat, -0.0), "-0.0");
  EXPECT_EQ(textOf(appendFloat, static_cast<double>(std::numeric_limits<float>::max())), "3.4028235e+38");
  EXPECT_EQ(textOf(appendFloat, static_cast<double>(std::numeric_limits<float>::denorm_min())), "1e-45");
  EXPECT_EQ(textOf(appendFloat, 1e300), "1e+300");
}

TEST(CellText, Base64) {
  const struct {
    const char* bytes;
    const char* text;
  } cases[] = {{"", ""},
               {"f", "Zg=="},
               {"fo", "Zm8="},
               {"foo", "Zm9v"},
               {"foob", "Zm9vYg=="},
               {"fooba", "Zm9vYmE="},
               {"foobar", "Zm9vYmFy"}};
  for (const auto& one : cases) EXPECT_EQ(textOf(appendBase64, std::string_view(one.bytes)), one.text);
  QByteArray bytes;
  for (int index = 0; index < 1000; ++index) {
    bytes.append(static_cast<char>(index * 31));
    const std::string_view view(bytes.constData(), static_cast<size_t>(bytes.size()));
    ASSERT_EQ(textOf(appendBase64, view), bytes.toBase64().toStdString());
  }
}

struct RepairCase {
  std::string bytes;
  std::string text;
  bool repaired;
};

/// What WHATWG decoders give for the same bytes; "?" stands for U+FFFD.
std::vector<RepairCase> repairCases() {
  std::vector<RepairCase> cases{
      {"", "", false},
      {"plain", "plain", false},
      {"a\0b"s, "a\0b"s, false},
      {"äöü€😀\xF4\x8F\xBF\xBF\xEF\xBF\xBF", "äöü€😀\xF4\x8F\xBF\xBF\xEF\xBF\xBF", false},
      {"\xED\x9F\xBF\xEE\x80\x80", "\xED\x9F\xBF\xEE\x80\x80", false},
      {"a\xFFz", "a?z", true},
      {"\x80\xBF", "??", true},
      {"\xC0\xAF", "??", true},
      {"\xC1\xBF", "??", true},
      {"\xC3", "?", true},
      {"\xC3\x28", "?(", true},
      {"\xE0\x80\x80", "???", true},
      {"\xE0\x9F\xBF", "???", true},
      {"\xE2\x82", "?", true},
      {"\xE2\x82x", "?x", true},
      {"\xE2\x82\xE2\x82\xAC", "?€", true},
      {"\xED\xA0\x80", "???", true},
      {"\xED\xBF\xBF", "???", true},
      {"\xF0\x80\x80\x80", "????", true},
      {"\xF0\x9F\x98", "?", true},
      {"\xF0\x9F\x98x", "?x", true},
      {"\xF0\x9F", "?", true},
      {"\xF0", "?", true},
      {"\xF4\x90\x80\x80", "????", true},
      {"\xF5\x80\x80\x80", "????", true},
      {"\xFE\xFF", "??", true},
      // The Unicode Standard, table 3-11.
      {"\xF1\x80\x80\xE1\x80\xC2"
       "b\x80"
       "c\x80\xBF"
       "d",
       "???b?c??d", true},
  };
  for (RepairCase& one : cases) {
    for (size_t at = 0; (at = one.text.find('?', at)) != std::string::npos; at += 3)
      one.text.replace(at, 1, "\xEF\xBF\xBD");
  }
  return cases;
}

TEST(CellText, RepairsTextAsTheUnicodeStandardRecommends) {
  for (const RepairCase& one : repairCases()) {
    const QByteArray shown = QByteArray::fromStdString(one.bytes).toHex();
    std::string out;
    bool repaired = false;
    {
      ByteCursor cursor(out);
      repaired = appendUtf8(cursor, one.bytes);
    }
    EXPECT_EQ(out, one.text) << shown.constData();
    EXPECT_EQ(repaired, one.repaired) << shown.constData();
  }
}

Cell text(std::string_view bytes) {
  return Cell{CellKind::Text, 0, 0, bytes};
}

Cell integer(qint64 value) {
  return Cell{CellKind::Integer, value, 0, {}};
}

TEST(CellDisplay, RealsLookLikeReals) {
  const std::pair<double, const char16_t*> cases[] = {
      {0.0, u"0.0"},
      {-0.0, u"-0.0"},
      {1.0, u"1.0"},
      {0.1, u"0.1"},
      {1.0 / 3, u"0.3333333333333333"},
      {1e308, u"1e+308"},
      {5e-324, u"5e-324"},
      {9007199254740993.0, u"9007199254740992.0"},
      {std::numeric_limits<double>::infinity(), u"Inf"},
      {-std::numeric_limits<double>::infinity(), u"-Inf"},
      {std::numeric_limits<double>::quiet_NaN(), u"NaN"},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(realText(value), QString::fromUtf16(expected));
}

TEST(CellDisplay, DisplaysOneLine) {
  EXPECT_EQ(cellDisplayText(Cell{}), u"NULL");
  EXPECT_EQ(cellDisplayText(integer(std::numeric_limits<qint64>::min())), u"-9223372036854775808");
  EXPECT_EQ(cellDisplayText(Cell{CellKind::Boolean, 1, 0, {}}), u"true");
  EXPECT_EQ(cellDisplayText(Cell{CellKind::Real, 0, 2.5, {}}), u"2.5");
  EXPECT_EQ(cellDisplayText(text(""sv)), u"");
  EXPECT_EQ(cellDisplayText(text("a\tb\r\nc\0d\x7f"sv)), u"a␉b␍␊c␀d␡");
  EXPECT_EQ(cellDisplayText(text("a\u0085b\u2028c"sv)), u"a␦b␤c");
  EXPECT_EQ(cellDisplayText(text("bad \xff!"sv)), u"bad \ufffd!");
  EXPECT_EQ(cellDisplayText(Cell{CellKind::Array, 0, 0, "[1,2]"sv}), u"[1,2]");
  EXPECT_EQ(cellDisplayText(Cell{CellKind::Blob, 0, 0, "\0\1\2"sv}), u"blob, 3 bytes");
}

TEST(CellDisplay, CutsWhatIsLong) {
  const std::string whole(400, 'x');
  EXPECT_EQ(cellDisplayText(text(whole)), QString(400, u'x'));
  const std::string longer(10'000'000, 'x');
  EXPECT_EQ(cellDisplayText(text(longer)), QString(399, u'x') + u'…');
  std::string emoji;
  for (int count = 0; count < 300; ++count) emoji += "😀";
  const QString cut = cellDisplayText(text(emoji));
  EXPECT_EQ(cut, QStringLiteral("😀").repeated(199) + u'…');
}

TEST(CellDisplay, RawTextIsTheWholeValue) {
  EXPECT_TRUE(cellRawText(Cell{}).isNull());
  EXPECT_FALSE(cellRawText(text(std::string_view())).isNull());
  EXPECT_EQ(cellRawText(text("a\tb\0c"sv)), QStringView(u"a\tb\0c", 5));
  const std::string longer(1000, 'x');
  EXPECT_EQ(cellRawText(text(longer)).size(), 1000);
  EXPECT_EQ(cellRawText(Cell{CellKind::Blob, 0, 0, "\xff\xfe"sv}), u"//4=");
  EXPECT_FALSE(cellRawText(Cell{CellKind::Blob, 0, 0, {}}).isNull());
  EXPECT_EQ(cellRawText(integer(9007199254740993)), u"9007199254740993");
}

}  // namespace
}  // namespace courier
