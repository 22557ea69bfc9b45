#include "tests/models/files/FilesFixture.h"

namespace courier {
namespace {

using namespace std::string_literals;

class CsvLoad : public testing::FilesFixture {};

TEST_F(CsvLoad, EachValueIsWhatItIs) {
  struct Case {
    const char* name;
    std::string bytes;
    const char* rows;
  };
  const Case cases[] = {
      {"a.csv", "id,name\n1,Ann\n2,Bob\n", "id:INTEGER name:TEXT = 1|'Ann'/2|'Bob'"},
      {"last.csv", "id,name\n1,Ann\n2,Bob", "id:INTEGER name:TEXT = 1|'Ann'/2|'Bob'"},
      {"header.csv", "id,name\n", "id:TEXT name:TEXT = "},
      {"cr.csv", "id,name\r1,Ann\r2,Bob\r", "id:INTEGER name:TEXT = 1|'Ann'/2|'Bob'"},
      {"null.csv", "a,b\n,\"\"\nx,y\n", "a:TEXT b:TEXT = NULL|''/'x'|'y'"},
      {"zeros.csv", "zip,n\n007,1\n12345,2\n", "zip:TEXT n:INTEGER = '007'|1/'12345'|2"},
      {"real.csv", "x\n1\n2.5\n", "x:REAL = 1.0/2.5"},
      {"wide.csv", "x\n9007199254740993\n2.5\n", "x:TEXT = '9007199254740993'/'2.5'"},
      {"comma.csv", "a;b\n1,5;2\n1.234,5;3\n", "a:REAL b:INTEGER = 1.5|2/1234.5|3"},
      {"version.csv", "v;x\n1.234;0,5\n2.345;1,5\n", "v:TEXT x:REAL = '1.234'|0.5/'2.345'|1.5"},
      {"sep.csv", "sep=;\na;b\n1;x,y\n", "a:INTEGER b:TEXT = 1|'x,y'"},
      {"t.tsv", "a\tb\n1\tx y\n", "a:INTEGER b:TEXT = 1|'x y'"},
      {"names.csv", "id,,id,ID\n1,2,3,4\n", "id:INTEGER column2:INTEGER id_2:INTEGER ID_3:INTEGER = 1|2|3|4"},
      {"nohead.csv", "1,x\n2,y\n", "column1:INTEGER column2:TEXT = 1|'x'/2|'y'"},
      {"code.csv", "c\n557e90\n12e3\n", "c:TEXT = '557e90'/'12e3'"},
      {"quoted.csv", "a,b\n\"1\",2\n\"3\",4\n", "a:TEXT b:INTEGER = '1'|2/'3'|4"},
      {"lines.csv", "a,b\n\"x\ny\",1\r\nz,2\n", "a:TEXT b:INTEGER = 'x\ny'|1/'z'|2"},
      {"bom.csv", "\xEF\xBB\xBFid,b\n1,é\n", "id:INTEGER b:TEXT = 1|'é'"},
      {"old.csv", "id,b\n1,caf\xE9\n", "id:INTEGER b:TEXT = 1|'café'"},
      {"words.csv", "a,b\nNA,\\N\nNULL,1\n", "a:TEXT b:TEXT = 'NA'|'\\N'/'NULL'|'1'"},
      {"trailing.csv", "a,b\n1,2,\n3,4,\n", "a:INTEGER b:INTEGER column3:TEXT = 1|2|NULL/3|4|NULL"},
      {"one.csv", "name\nAnn\n\nBob\n", "name:TEXT = 'Ann'/NULL/'Bob'"},
      {"blank.csv", "a,b\n\n1,2\n\n", "a:INTEGER b:INTEGER = 1|2"},
      {"date.csv", "d,t\n2024-02-29,12:30\n", "d:TEXT t:TEXT = '2024-02-29'|'12:30'"},
  };
  for (const Case& one : cases) EXPECT_EQ(rowsOf(one.name, one.bytes), one.rows) << one.name;
}

TEST_F(CsvLoad, Utf16IsRead) {
  std::string bytes;
  for (const char16_t unit : std::u16string_view(u"id;b\n1;日é\n")) {
    bytes += static_cast<char>(unit & 0xFF);
    bytes += static_cast<char>(unit >> 8);
  }
  EXPECT_EQ(rowsOf("bare.csv", bytes), "id:INTEGER b:TEXT = 1|'日é'");
  EXPECT_EQ(rowsOf("marked.csv", "\xFF\xFE" + bytes), "id:INTEGER b:TEXT = 1|'日é'");
}

TEST_F(CsvLoad, WhatIsNoRowIsSetApart) {
  FileSource source =
      write("bad.csv", "a,\"b\"\n1,\"2\"\n3,4,5\n\"x\"y,6\n7\n8,\"9\"\n\"open,1\n10,\"11\"\n12,\"13\"\n14,\"15\"\n");
  const LoadedFiles loaded = load({source});
  EXPECT_EQ(ask(loaded, "SELECT * FROM bad"), "1|'2'/7|NULL/8|'9'/10|'11'/12|'13'/14|'15'");
  EXPECT_EQ(ask(loaded, "SELECT line, byte, raw FROM bad_rejects"), "3|12|'3,4,5'/4|18|'\"x\"y,6'/7|33|'\"open,1'");
  EXPECT_EQ(ask(loaded, "SELECT reason FROM bad_rejects LIMIT 2"),
            "'3 values for 2 columns'/'a quote is not closed, or something follows a closing quote'");
  const TableReport& report = loaded.tables[0];
  EXPECT_EQ(report.rejectsTable, QStringLiteral("bad_rejects"));
  EXPECT_EQ(report.findings.rows, 6);
  EXPECT_EQ(report.findings.rejected, 3);
  EXPECT_EQ(report.findings.shortRows, 1);
  EXPECT_EQ(loadReportText(report).toStdString(),
            "3 of 9 lines set apart. 1 line(s) ended early: NULL stands for the rest.");
}

TEST_F(CsvLoad, ABrokenLineBeforeTheNamesIsNoRowEither) {
  const LoadedFiles loaded = load({write("first.csv", "\"x\"y,1\nid,\"b\"\n1,\"2\"\n3,\"4\"\n5,\"6\"\n")});
  EXPECT_EQ(columns(loaded), "id:INTEGER b:TEXT");
  EXPECT_EQ(ask(loaded, "SELECT id FROM first"), "1/3/5");
  EXPECT_EQ(ask(loaded, "SELECT line, raw FROM first_rejects"), "1|'\"x\"y,1'");
}

TEST_F(CsvLoad, APlaceOfALineThatIsSetApartIsTheFilesOwn) {
  std::string bytes = "\xFF\xFE";
  for (const char16_t unit : std::u16string_view(u"id;b\n1;日\n2;x;y\n")) {
    bytes += static_cast<char>(unit & 0xFF);
    bytes += static_cast<char>(unit >> 8);
  }
  EXPECT_EQ(ask(load({write("wide.csv", bytes)}), "SELECT line, byte, raw FROM wide_rejects"), "3|20|'2;x;y'");
  const LoadedFiles old = load({write("old.csv", "id,b\n1,\xE9\xE9\n2,\xE9,y\n3,z\n")});
  EXPECT_EQ(ask(old, "SELECT line, byte, raw FROM old_rejects"), "3|10|'2,é,y'");
}

TEST_F(CsvLoad, ALateMisfitChangesTheColumnAndLosesNothing) {
  std::string lines = "n,x,late\n";
  for (int row = 0; row < 400'000; ++row) lines += std::to_string(row) + ",1.50," + (row == 300'001 ? "5" : "") + "\n";
  const LoadedFiles loaded = load({write("late.csv", lines + "x7,abc,\n")});
  EXPECT_EQ(columns(loaded), "n:TEXT x:TEXT late:INTEGER");
  EXPECT_EQ(ask(loaded, "SELECT count(*), min(x), max(typeof(n)) FROM late"), "400001|'1.50'|'text'");
  EXPECT_EQ(ask(loaded, "SELECT n, late FROM late WHERE late IS NOT NULL OR x = 'abc'"), "'300001'|5/'x7'|NULL");
}

TEST_F(CsvLoad, IntegersAndALateRealAreReals) {
  std::string lines = "n\n";
  for (int row = 0; row < 400'000; ++row) lines += std::to_string(row) + "\n";
  const LoadedFiles loaded = load({write("real.csv", lines + "0.5\n" + lines.substr(2))});
  EXPECT_EQ(columns(loaded), "n:REAL");
  EXPECT_EQ(ask(loaded, "SELECT count(*), sum(n), min(typeof(n)) FROM real"), "800001|159999600000.5|'real'");
}

TEST_F(CsvLoad, WrongBytesAndZeroBytesAreCounted) {
  FileSource source = write("wrong.csv", "a,b\n1,ok\n2,x\xFFy\n3,\0z\xFF\n"s);
  source.encoding = QStringLiteral("utf-8");
  const LoadedFiles loaded = load({source});
  EXPECT_EQ(ask(loaded, "SELECT b FROM wrong"), "'ok'/'x\uFFFDy'/'\0z\uFFFD'"s);
  EXPECT_EQ(loadReportText(loaded.tables[0]).toStdString(),
            "2 character(s) of another encoding became U+FFFD, the first in line 3. 1 zero byte(s) "
            "stayed in texts.");
}

TEST_F(CsvLoad, WhatAPersonChoseHolds) {
  FileSource source = write("chosen.csv", "1#'a'\n2#NA\n007#b\n");
  for (const auto& [name, value] :
       {std::pair("delimiter", "#"), std::pair("quote", "none"), std::pair("header", "off"), std::pair("null", "NA"),
        std::pair("type", "column1:integer"), std::pair("table", "my table")})
    ASSERT_TRUE(source.set(QLatin1String(name), QLatin1String(value)).ok()) << name;
  const LoadedFiles loaded = load({source});
  EXPECT_EQ(columns(loaded), "column1:INTEGER column2:TEXT");
  EXPECT_EQ(ask(loaded, "SELECT * FROM \"my table\""), "1|''a''/2|NULL/7|'b'");
  ASSERT_TRUE(source.set(QStringLiteral("type"), QStringLiteral("column2:REAL")).ok());
  EXPECT_EQ(load({source}).tables[0].findings.misfits, 3);
}

TEST_F(CsvLoad, ALongLineIsNoRowAndALongValueIsOne) {
  const std::string longValue(size_t{3} << 20, 'x');
  const LoadedFiles loaded = load({write("long.csv", "a,b\n1," + longValue + "\n2,y\n")});
  EXPECT_EQ(ask(loaded, "SELECT a, length(b) FROM long"), "1|3145728/2|1");
  const std::string tooLong(longestLine + (size_t{2} << 20), 'x');
  const LoadedFiles without = load({write("toolong.csv", "a,b\n1," + tooLong + "\n2,y\n")});
  EXPECT_EQ(ask(without, "SELECT a, b FROM toolong"), "2|'y'");
  EXPECT_EQ(ask(without, "SELECT line, byte, length(raw), reason FROM toolong_rejects"),
            "2|4|1048576|'the line is longer than 16 MB'");
}

}  // namespace
}  // namespace courier
