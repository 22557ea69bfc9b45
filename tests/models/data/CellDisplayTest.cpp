#include "models/data/CellDisplay.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace courier {
namespace {

using namespace std::string_view_literals;

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
