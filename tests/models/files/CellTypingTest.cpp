#include "models/files/CellTyping.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

using namespace cellkind;

struct TypingCase {
  const char* text;
  CellKinds kind;
};

TEST(CellTyping, TextThatANumberWouldNotGiveBackStaysText) {
  const TypingCase cases[] = {
      {"0", integer},
      {"7", integer},
      {"-12", integer},
      {"999999999999999", integer},
      {"9223372036854775807", wideInteger},
      {"-9223372036854775808", wideInteger},
      {"9223372036854775808", text},
      {"007", text},
      {"-0", text},
      {"+5", text},
      {"0.5", real},
      {"-1.50", real},
      {".5", real},
      {"-.5", real},
      {"0.0", real},
      {"00.5", text},
      {"5.", text},
      {".", text},
      {"-", text},
      {"1.2.3", text},
      {"123456789.012345", real},
      {"1234567890.012345", text},
      {"0.000000000000000123456789012345", real},
      {"1.5e10", real},
      {"1e+5", real},
      {"1e-7", real},
      {"1.5E-7", real},
      {"557e90", text},
      {"1e5", text},
      {"1.5e", text},
      {"1e+999", text},
      {"1e-999", text},
      {"NaN", text},
      {"inf", text},
      {"-Infinity", text},
      {"0x1F", text},
      {"1_000", text},
      {"1,000", text},
      {" 5", text},
      {"5 ", text},
      {"2024-02-29", text},
      {"02/03/2024", text},
      {"12:30", text},
      {"true", text},
  };
  for (const TypingCase& one : cases) EXPECT_EQ(cellValue(one.text, NumberForm::Point).kind, one.kind) << one.text;
}

TEST(CellTyping, ACommaMayBeTheDecimalSign) {
  const TypingCase cases[] = {{"1,5", real},     {"1.234,56", real},   {"-1.234.567,8", real}, {"1.234", grouped},
                              {"1.23", text},    {"1234.567,8", text}, {"1,5,6", text},        {"12", integer},
                              {"1,234.5", text}, {"0,007", real},      {"007,5", text},        {".234,5", text},
                              {"0.123", text},   {"1,", text}};
  for (const TypingCase& one : cases) EXPECT_EQ(cellValue(one.text, NumberForm::Comma).kind, one.kind) << one.text;
  EXPECT_EQ(cellValue("1.234,56", NumberForm::Comma).real, 1234.56);
  EXPECT_EQ(cellValue("-1.234.567,8", NumberForm::Comma).real, -1234567.8);
}

TEST(CellTyping, EveryNumberOfJsonIsOne) {
  EXPECT_EQ(cellValue("1e5", NumberForm::Json).kind, real);
  EXPECT_EQ(cellValue("1E400", NumberForm::Json).kind, text);
  EXPECT_EQ(cellValue("18446744073709551615", NumberForm::Json).kind, text);
}

TEST(CellTyping, AColumnHasTheNarrowestTypeThatHoldsAllValues) {
  struct Case {
    CellKinds kinds;
    CellType type;
  };
  const Case cases[] = {
      {none, CellType::Text},          {integer, CellType::Integer},        {integer | wideInteger, CellType::Integer},
      {real, CellType::Real},          {integer | real, CellType::Real},    {wideInteger | real, CellType::Text},
      {grouped, CellType::Text},       {grouped | integer, CellType::Text}, {grouped | real, CellType::Real},
      {integer | text, CellType::Text}};
  for (const Case& one : cases) EXPECT_EQ(typeOfKinds(one.kinds), one.type) << int(one.kinds);
}

}  // namespace
}  // namespace courier
