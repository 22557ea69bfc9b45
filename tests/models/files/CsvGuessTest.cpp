#include "models/files/CsvGuess.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

/// "; ' \ 1,5": delimiter, quote, escape, decimal sign.
std::string dialectWords(const std::string& text, const KnownDialect& known = {}) {
  const CsvDialect dialect = guessedDialect(text, 0, true, known);
  std::string words(1, dialect.delimiter == '\t' ? 't' : dialect.delimiter);
  words += dialect.quote == '\0' ? '0' : dialect.quote;
  if (dialect.backslash) words += '\\';
  if (dialect.decimalComma) words += " 1,5";
  return words;
}

TEST(CsvGuess, FindsTheDialect) {
  struct Case {
    const char* text;
    const char* words;
  };
  const Case cases[] = {
      {"a,b\n1,2\n", ",\""},
      {"a;b\n1;2\n", ";\""},
      {"a\tb\n1\t2\n", "t\""},
      {"a|b\n1|2\n", "|\""},
      {"a;b\n1,5;2,5\n3,0;4\n", ";\" 1,5"},
      {"1,5;2,5\n3,5;4,5\n", ";\" 1,5"},
      {"a;b\n1.234,56;x\n", ";\" 1,5"},
      {"a;b\n1.5;2\n", ";\""},
      {"a,b\n\"x;y\",2\n\"z;w\",3\n", ",\""},
      {"a,b\n'x,y',2\n'z,w',3\n", ",'"},
      {"a,b\n\"x\\\",y\",2\n\"p\\\"q\",3\n", ",\"\\"},
      {"name\nAnn\nBob\n", ",\""},
      {"", ",\""},
      {"id,text\n1,5\" pipe\n2,\"6\"\" pipe\"\n", ",\""},
      {"a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11\n", ",\""},
      {"date,what\n2024-01-01,a;b\n2024-01-02,c\n", ",\""},
      {"n,x\n\"Ann\",1\n\"Bob\",2\n\"Cy\"x,3\n\"Dee\",4\n", ",\""},
      {"a;b\n1.234;0,5\n", ";\" 1,5"},
      {"k\tv\n1\t'tis\n2\tx\n", "t\""},
  };
  for (const Case& one : cases) EXPECT_EQ(dialectWords(one.text), one.words) << one.text;
}

TEST(CsvGuess, WhatIsKnownIsNotGuessed) {
  KnownDialect tab;
  tab.prefersTab = true;
  EXPECT_EQ(dialectWords("a,b\tc,d\nx,y\tz,w\n", tab), "t\"");
  EXPECT_EQ(dialectWords("a,b\n1,2\n", tab), ",\"") << "there is no tab";
  KnownDialect chosen;
  chosen.delimiter = '#';
  chosen.quote = '\0';
  EXPECT_EQ(dialectWords("a,b#c\n", chosen), "#0");
}

TEST(CsvGuess, TheLocaleIsAskedOnlyInATie) {
  KnownDialect comma;
  comma.localeHasComma = true;
  EXPECT_EQ(dialectWords("a;b\n1,234;x\n", comma), ";\" 1,5");
  EXPECT_EQ(dialectWords("a;b\n1,234;x\n"), ";\"");
  EXPECT_EQ(dialectWords("a;b\n1.5;1,234\n", comma), ";\"");
}

TEST(CsvGuess, AFirstLineMayTellTheDelimiter) {
  for (const char* text : {"sep=;\na;b", "SEP=;\r\na;b", "\"sep=;\"\na;b"}) {
    const auto line = separatorLine(text);
    ASSERT_TRUE(line) << text;
    EXPECT_EQ(line->delimiter, ';');
    EXPECT_EQ(std::string(text).substr(line->end), "a;b");
  }
  for (const char* text : {"sep=", "sep=;;\n", "separator\n", "a;b\n", ""}) EXPECT_FALSE(separatorLine(text)) << text;
}

TEST(CsvGuess, KnowsAHeader) {
  struct Case {
    const char* text;
    bool isHeader;
  };
  const Case cases[] = {{"id,name\n1,a\n", true}, {"city,name\nRome,a\n", true},
                        {"1,a\n2,b\n", false},    {"2020,2021\n1,2\n", false},
                        {"id,\n1,2\n", true},     {"id,id\n1,2\n", true},
                        {"x,\ny,z\n", false},     {"x,x\ny,z\n", false},
                        {"id,name\n", true},      {"5\n", false}};
  for (const Case& one : cases)
    EXPECT_EQ(hasHeader(sampleRows(one.text, 0, true, {}, 100), NumberForm::Point), one.isHeader) << one.text;
}

TEST(CsvGuess, NamesAreNeverEmptyOrRepeated) {
  EXPECT_EQ(columnNames({QStringLiteral("a"), QString(), QStringLiteral("A"), QStringLiteral(" a "),
                         QStringLiteral("x\ny"), QStringLiteral("column2")}),
            (QStringList{QStringLiteral("a"), QStringLiteral("column2"), QStringLiteral("A_2"), QStringLiteral("a_3"),
                         QStringLiteral("x y"), QStringLiteral("column2_2")}));
}

TEST(CsvGuess, NumbersThatAreAllQuotedBesideOthersThatAreNotAreTexts) {
  const auto types = [](const char* text) {
    std::vector<SampleKinds> kinds(2);
    addSampleKinds(sampleRows(text, 0, true, {}, 100), 0, NumberForm::Point, {}, kinds);
    return sampleTypes(kinds);
  };
  EXPECT_EQ(types("\"1\",2\n\"3\",4\n"), (std::vector{CellType::Text, CellType::Integer}));
  EXPECT_EQ(types("\"1\",\"2\"\n\"3\",\"4\"\n"), (std::vector{CellType::Integer, CellType::Integer}));
  EXPECT_EQ(types("\"1\",2\n3,4\n"), (std::vector{CellType::Integer, CellType::Integer}));
  EXPECT_EQ(types("\"\",2\n3,4\n"), (std::vector{CellType::Text, CellType::Integer})) << "a quoted empty is a text";
}

}  // namespace
}  // namespace courier
