#include "models/files/CsvSplitter.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

/// Rows as "a|b/c|d": quoted values with their quotes as ', broken lines as !, blank ones as -, what is not whole as ….
std::string split(std::string text, const CsvDialect& dialect = {}, bool isLast = true) {
  CsvSplitter splitter(dialect);
  std::string out;
  for (size_t at = 0; at < text.size(); at = splitter.end()) {
    if (at > 0) out += '/';
    switch (splitter.next(text, at, isLast)) {
      case CsvSplitter::Outcome::MoreWanted:
        return out + "…";
      case CsvSplitter::Outcome::BrokenQuotes:
        out += '!';
        break;
      case CsvSplitter::Outcome::Blank:
        out += '-';
        break;
      case CsvSplitter::Outcome::Row:
        for (size_t index = 0; index < splitter.cells().size(); ++index) {
          const CsvCell& cell = splitter.cells()[index];
          const std::string quote = cell.isQuoted ? "'" : "";
          out += (index > 0 ? "|" : "") + quote + std::string(csvText(text, cell, dialect)) + quote;
        }
        break;
    }
  }
  return out;
}

TEST(CsvSplitter, CutsRowsAndValues) {
  struct Case {
    const char* text;
    const char* rows;
  };
  const Case cases[] = {
      {"a,b\nc,d\n", "a|b/c|d"},
      {"a,b\nc,d", "a|b/c|d"},
      {"a,b\r\nc,d\r\n", "a|b/c|d"},
      {"a,b\rc,d\r", "a|b/c|d"},
      {"a,b\rc,d\ne,f\r\ng,h", "a|b/c|d/e|f/g|h"},
      {"a,\n,b\n,\n", "a|/|b/|"},
      {"a,", "a|"},
      {"a\n\nb\n", "a/-/b"},
      {"\"\",x\n", "''|x"},
      {"\"a,b\",\"c\"\"d\"\n", "'a,b'|'c\"d'"},
      {"\"a\nb\",c\n", "'a\nb'|c"},
      {"5\" pipe,x\"y\"\n", "5\" pipe|x\"y\""},
      {"\"\"\"\"\n", "'\"'"},
      {"\"a\"", "'a'"},
      // Broken: the line alone, and on with the next.
      {"\"a\"b,c\nd,e\n", "!/d|e"},
      {"\"a,b\nc,d\n\"e\"x\nf,g\n", "!/c|d/!/f|g"},
      {"\"open,1\nc,d\n", "!/c|d"},
      {"\"open", "!"},
  };
  for (const Case& one : cases) EXPECT_EQ(split(one.text), one.rows) << one.text;
}

TEST(CsvSplitter, KnowsOtherDialects) {
  CsvDialect dialect;
  dialect.delimiter = ';';
  dialect.quote = '\'';
  EXPECT_EQ(split("a;'b;c';\"d\n", dialect), "a|'b;c'|\"d");
  dialect.quote = '\0';
  EXPECT_EQ(split("'a';\"b\n", dialect), "'a'|\"b");
  dialect.quote = '"';
  dialect.backslash = true;
  EXPECT_EQ(split(R"("a\"b";"c\\";"d\e")", dialect), R"('a"b'|'c\'|'d\e')");
}

TEST(CsvSplitter, KeepsZeroBytes) {
  EXPECT_EQ(split(std::string("a\0b,\"c\0d\"\n", 10)), std::string("a\0b|'c\0d'", 9));
  EXPECT_EQ(split(std::string("\"a\"\0,b\nc\n", 9)), "!/c");
}

TEST(CsvSplitter, WaitsForWhatIsNotWhole) {
  for (const char* text : {"a", "a,", "a,b\r", "\"a\"", "\"a", "\"a\"\""})
    EXPECT_EQ(split(text, {}, false), "…") << text;
  EXPECT_EQ(split("a\nb", {}, false), "a/…");
}

TEST(CsvSplitter, AQuoteThatDoesNotEndWithinAMegabyteIsABrokenLine) {
  std::string lines;
  while (lines.size() <= longestQuoted) lines += "1,2\n";
  EXPECT_EQ(split("\"x\n" + lines, {}, false).substr(0, 6), "!/1|2/");
  EXPECT_EQ(split("\"x\n" + lines + "\",y\n").substr(0, 6), "!/1|2/");
  CsvSplitter splitter({});
  const std::string text = "\"a\nb\nc\",d\n";
  ASSERT_EQ(splitter.next(text, 0, true), CsvSplitter::Outcome::Row);
  EXPECT_EQ(splitter.lines(), 3);
}

}  // namespace
}  // namespace courier
