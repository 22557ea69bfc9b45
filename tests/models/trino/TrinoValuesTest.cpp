#include <gtest/gtest.h>

#include <string>

#include "models/data/ColumnTyper.h"
#include "models/trino/TrinoPage.h"
#include "models/write/ValueText.h"

namespace courier {
namespace {

/// A page of one column.
std::string pageOf(const std::string& type, const std::string& rows) {
  std::string words;
  for (const char c : type) words += c == '"' ? "\\\"" : std::string(1, c);
  return R"({"id":"q1","stats":{},"columns":[{"name":"c","type":")" + words + R"("}],"data":[)" + rows + "]}";
}

struct Read {
  std::string contract;  ///< the column's type once all rows are seen
  std::string cell;      ///< the first row's, as the body has it
  CellKind kind = CellKind::Null;
};

Read readPage(const std::string& page) {
  TrinoPages pages;
  auto opened = pages.open(QByteArray::fromStdString(page));
  if (!opened) return {opened.error().message.toStdString(), opened.error().detail.toStdString()};
  ColumnBatchBuilder builder(1);
  const auto read = pages.readRows(builder, [&builder]() -> Expected<bool> {
    builder.endRow();
    return true;
  });
  if (!read) return {read.error().message.toStdString(), ""};
  const auto batch = builder.take();
  ColumnTyper typer(*opened->columns);
  typer.add(*batch, batch->rowCount());
  Read found;
  found.contract = columnTypeName(typer.type(0), typer.columns().front().element).toStdString();
  if (batch->rowCount() == 0) return found;
  found.kind = batch->cell(0, 0).kind;
  {
    ByteCursor out(found.cell);
    static_cast<void>(appendJsonCell(out, batch->cell(0, 0), typer.type(0), {}));
  }
  return found;
}

TEST(TrinoValues, EachTypeAsTheBodyHasIt) {
  struct Case {
    const char* type;
    const char* wire;
    const char* contract;
    const char* body;
  };
  // The wire's side is what Trino 476 sends.
  const Case cases[] = {
      {"boolean", "true", "boolean", "true"},
      {"boolean", "\"false\"", "boolean", "false"},
      {"tinyint", "-128", "int", "-128"},
      {"integer", "2147483647", "int", "2147483647"},
      {"integer", "\"-7\"", "int", "-7"},
      {"bigint", "-9223372036854775808", "long", "-9223372036854775808"},
      {"bigint", "\"9223372036854775807\"", "long", "9223372036854775807"},
      {"real", "0.1", "float", "0.1"},
      {"real", "1.0E10", "float", "10000000000.0"},
      {"real", "\"NaN\"", "float", "null"},
      {"double", "1.0E10", "double", "10000000000.0"},
      {"double", "1.7976931348623157E308", "double", "1.7976931348623157e+308"},
      {"double", "-0.0", "double", "-0.0"},
      {"double", "1", "double", "1.0"},
      {"double", "\"2.5\"", "double", "2.5"},
      {"double", "\"NaN\"", "double", "null"},
      {"double", "\"Infinity\"", "double", "null"},
      {"double", "\"-Infinity\"", "double", "null"},
      {"decimal(5, 2)", "\"123.40\"", "string", "\"123.40\""},
      {"decimal(38, 10)", "\"-1234567890123456789012345678.0000000000\"", "string",
       "\"-1234567890123456789012345678.0000000000\""},
      {"decimal(3,1)", "1.50", "string", "\"1.50\""},
      {"number", "\"NaN\"", "string", "\"NaN\""},
      {"varchar", "\"a\\\"b\\\\c\\/\\n\\u0000\\u00e9\"", "string", "\"a\\\"b\\\\c/\\n\\u0000é\""},
      {"varchar(2)", "\"\"", "string", "\"\""},
      {"varchar", "\"\\ud83d\\ude00 😀\"", "string", "\"😀 😀\""},
      {"varchar", "\"NaN\"", "string", "\"NaN\""},
      {"char(5)", "\"a    \"", "string", "\"a    \""},
      {"varbinary", "\"AP8=\"", "string", "\"AP8=\""},
      {"varbinary", "\"\"", "string", "\"\""},
      {"HyperLogLog", "\"AgwBAIADRAA=\"", "string", "\"AgwBAIADRAA=\""},
      {"SetDigest", "\"AQgAAAACCwEAgANEAAAgAAABAAAASsQF+7cDRAABAA==\"", "string",
       "\"AQgAAAACCwEAgANEAAAgAAABAAAASsQF+7cDRAABAA==\""},
      {"date", "\"-0044-03-15\"", "string", "\"-0044-03-15\""},
      {"date", "\"+10000-01-01\"", "string", "\"+10000-01-01\""},
      {"time(3)", "\"12:34:56.123\"", "string", "\"12:34:56.123\""},
      {"time(12) with time zone", "\"12:34:56.123456789012+09:00\"", "string", "\"12:34:56.123456789012+09:00\""},
      {"timestamp(0)", "\"2024-02-29 12:34:56\"", "string", "\"2024-02-29 12:34:56\""},
      {"timestamp(12)", "\"2024-02-29 12:34:56.123456789012\"", "string", "\"2024-02-29 12:34:56.123456789012\""},
      {"timestamp(6) with time zone", "\"2024-02-29 12:34:56.123456 Asia/Tokyo\"", "string",
       "\"2024-02-29 12:34:56.123456 Asia/Tokyo\""},
      {"timestamp(0) with time zone", "\"2024-02-29 12:34:56 +05:30\"", "string", "\"2024-02-29 12:34:56 +05:30\""},
      {"INTERVAL YEAR TO MONTH", "\"1-2\"", "string", "\"1-2\""},
      {"INTERVAL YEAR TO MONTH", "\"-0-5\"", "string", "\"-0-5\""},
      {"INTERVAL DAY TO SECOND", "\"-3 00:00:00.000\"", "string", "\"-3 00:00:00.000\""},
      {"json", "\"{\\\"a\\\":1.1}\"", "string", "\"{\\\"a\\\":1.1}\""},
      {"uuid", "\"12151fd2-7586-11e9-8f9e-2a86e4085a59\"", "string", "\"12151fd2-7586-11e9-8f9e-2a86e4085a59\""},
      {"ipaddress", "\"10.0.0.1\"", "string", "\"10.0.0.1\""},
      {"Geometry", "\"POINT (1 2)\"", "string", "\"POINT (1 2)\""},
      {"unknown", "null", "string", "null"},
      {"somebody's", "\"abcd\"", "string", "\"abcd\""},
      {"BingTile", "{\"x\": 1, \"y\":[true ,\"\\u0041\"]}", "string", R"("{\"x\":1,\"y\":[true,\"A\"]}")"},
      {"array(integer)", "[1,2,null]", "array<int>", "[1,2,null]"},
      {"array(integer)", "[ ]", "array<int>", "[]"},
      {"array(integer)", "null", "array<int>", "null"},
      {"array(bigint)", "[\"9007199254740993\"]", "array<long>", "[9007199254740993]"},
      {"array(double)", "[\"NaN\",1.0E10,\"-Infinity\",1,\"2\"]", "array<double>", "[null,10000000000.0,null,1.0,2.0]"},
      {"array(real)", "[0.1]", "array<float>", "[0.1]"},
      {"array(boolean)", "[true,false]", "array<boolean>", "[true,false]"},
      {"array(varchar(3))", "[\"a\",\"b\\\"c\",\"NaN\",null]", "array<string>", "[\"a\",\"b\\\"c\",\"NaN\",null]"},
      {"array(decimal(3, 2))", "[\"1.50\",2]", "array<string>", "[\"1.50\",\"2\"]"},
      {"array(varbinary)", "[\"AP8=\"]", "array<string>", "[\"AP8=\"]"},
      {"array(unknown)", "[]", "array<string>", "[]"},
      {"array(array(integer))", "[[1],[2,null]]", "string", "\"[[1],[2,null]]\""},
      {"array(row(a integer))", "[[1],null]", "string", R"("[{\"a\":1},null]")"},
      {"map(varchar(1), integer)", "{\"a\":1,\"b\\\"\":null}", "string", R"("{\"a\":1,\"b\\\"\":null}")"},
      {"map(row(integer, integer), integer)", "{\"[1, 2]\":1}", "string", R"("{\"[1, 2]\":1}")"},
      {"map(integer, double)", "{\"1\":\"NaN\",\"2\":1.0}", "string", R"("{\"1\":null,\"2\":1.0}")"},
      {"map(date, array(row(integer, varchar(1))))", "{\"2024-01-01\":[[1,\"x\"]]}", "string",
       R"("{\"2024-01-01\":[[1,\"x\"]]}")"},
      {"row(integer, varchar(1))", "[1,\"a\"]", "string", R"("[1,\"a\"]")"},
      {"row(x bigint, \"b c\" decimal(3, 2))", "[1,\"1.50\"]", "string", R"("{\"x\":1,\"b c\":\"1.50\"}")"},
      {"row(a bigint, a bigint)", "[1,2]", "string", "\"[1,2]\""},
      {"row(a bigint, bigint)", "[1,2]", "string", "\"[1,2]\""},
      {"row(d double, r row(x varbinary))", "[\"Infinity\",[\"AP8=\"]]", "string",
       R"("{\"d\":null,\"r\":{\"x\":\"AP8=\"}}")"},
      {"row(interval INTERVAL DAY TO SECOND)", "[\"1 00:00:00.000\"]", "string",
       R"("{\"interval\":\"1 00:00:00.000\"}")"},
      {"struct<a:int,b:double>", "{\"b\":\"NaN\",\"a\":1,\"c\":[]}", "string", R"("{\"b\":null,\"a\":1,\"c\":[]}")"},
  };
  for (const Case& one : cases) {
    const Read read = readPage(pageOf(one.type, std::string("[") + one.wire + "]"));
    EXPECT_EQ(read.contract, one.contract) << one.type << ' ' << one.wire;
    EXPECT_EQ(read.cell, one.body) << one.type << ' ' << one.wire;
  }
}

TEST(TrinoValues, WhatIsNotOfItsTypeIsKeptAsText) {
  const std::pair<const char*, const char*> cases[] = {{"bigint", "9223372036854775808"},
                                                       {"bigint", "-123456789012345678901234567890"},
                                                       {"bigint", "1.5"},
                                                       {"integer", "true"},
                                                       {"boolean", "2"},
                                                       {"double", "1e999"},
                                                       {"varchar", "17"},
                                                       {"varchar", "false"},
                                                       {"double", "{\"a\":1}"}};
  for (const auto& [type, wire] : cases) {
    TrinoPages pages;
    const auto page = pages.open(QByteArray::fromStdString(pageOf(type, std::string("[") + wire + "]")));
    ASSERT_TRUE(page.ok());
    ColumnBatchBuilder builder(1);
    const auto read = pages.readRows(builder, [&builder]() -> Expected<bool> {
      builder.endRow();
      return true;
    });
    ASSERT_TRUE(read.ok()) << wire;
    const auto batch = builder.take();
    EXPECT_EQ(batch->cell(0, 0).kind, CellKind::Text) << wire;
    EXPECT_EQ(batch->cell(0, 0).bytes, wire);
  }
}

TEST(TrinoValues, AnArrayWithAMemberOfAnotherTypeIsTextAndSoIsItsColumn) {
  for (const char* wire : {"[1,\"x\"]", "[1.5]", "[[1]]", "[{\"a\":1}]", "[true]"}) {
    const Read read = readPage(pageOf("array(bigint)", std::string("[") + wire + "],[[1]]"));
    EXPECT_EQ(read.contract, "string") << wire;
    EXPECT_EQ(read.kind, CellKind::Text) << wire;
  }
}

TEST(TrinoValues, PrestoSendsWhatHasMembersAsTextOfJson) {
  struct Case {
    const char* type;
    const char* wire;
    const char* contract;
    const char* body;
  };
  // What PrestoDB 0.287 sends; the last ones are no JSON, and stay what they are.
  const Case cases[] = {
      {"array(integer)", R"("[ 1, null, 2 ]")", "array<int>", "[1,null,2]"},
      {"array(bigint)", R"("[ ]")", "array<long>", "[]"},
      {"array(varchar(3))", R"("[ \"x\", \"y\\\"z\" ]")", "array<string>", R"(["x","y\"z"])"},
      {"array(double)", R"("[ \"NaN\", 0.5 ]")", "array<double>", "[null,0.5]"},
      {"array(array(integer))", R"("[ \"[ 1 ]\", \"[ 2, 3 ]\", null ]")", "string", R"("[[1],[2,3],null]")"},
      {"map(integer,varchar(1))", R"("{\n  \"1\" : \"a\",\n  \"2\" : null\n}")", "string",
       R"("{\"1\":\"a\",\"2\":null}")"},
      {"map(integer,array(varchar(1)))", R"("{\n  \"1\" : \"[ \\\"x\\\" ]\"\n}")", "string", R"("{\"1\":[\"x\"]}")"},
      {"row(a bigint,b double)", R"("[ 1, 2.5 ]")", "string", R"("{\"a\":1,\"b\":2.5}")"},
      {"row(a row(b double))", R"("[ \"[ \\\"NaN\\\" ]\" ]")", "string", R"("{\"a\":{\"b\":null}}")"},
      {"map(varchar(1),row(a integer,b varbinary))", R"("{\n  \"k\" : \"[ 1, \\\"AA==\\\" ]\"\n}")", "string",
       R"("{\"k\":{\"a\":1,\"b\":\"AA==\"}}")"},
      {"array(array(array(row(r varchar))))", R"("[ \"[ \\\"[ \\\\\\\"[ null ]\\\\\\\" ]\\\" ]\" ]")", "string",
       R"("[[[{\"r\":null}]]]")"},
      {"array(varchar)", R"("[ \"[ 1 ]\" ]")", "array<string>", R"(["[ 1 ]"])"},
      {"array(integer)", R"("[ 1")", "string", R"("[ 1")"},
      {"row(a bigint)", R"("[ 1, 2 ]")", "string", R"("[ 1, 2 ]")"},
      {"array(integer)", R"("none")", "string", R"("none")"},
      {"array(integer)", R"("")", "string", R"("")"},
      {"array(integer)", R"("[1] ]")", "string", R"("[1] ]")"},
      {"array(array(integer))", R"(["[1]","[1",[2]])", "string", R"("[[1],\"[1\",[2]]")"},
  };
  for (const Case& one : cases) {
    const Read read = readPage(pageOf(one.type, std::string("[") + one.wire + "]"));
    EXPECT_EQ(read.contract, one.contract) << one.type << ' ' << one.wire;
    EXPECT_EQ(read.cell, one.body) << one.type << ' ' << one.wire;
  }
}

TEST(TrinoValues, BytesAreBytesOnlyWhereTheyAreBase64) {
  const auto kindOf = [](const std::string& type, const std::string& text) {
    return readPage(pageOf(type, "[\"" + text + "\"]")).kind;
  };
  EXPECT_EQ(kindOf("varbinary", "YWJj"), CellKind::Blob);
  EXPECT_EQ(kindOf("tdigest", "AA=="), CellKind::Blob);
  // Not of its length, not of its letters, or not what the same bytes would give again.
  for (const char* text : {"YWJ", "YW Jj", "YWJ-", "AB==", "AAB=", "A===", "====", "Y=Jj"})
    EXPECT_EQ(kindOf("varbinary", text), CellKind::Text) << text;
  // It looks like base64 and is a word.
  EXPECT_EQ(kindOf("varchar", "abcd"), CellKind::Text);
  EXPECT_EQ(kindOf("somebody's", "abcd"), CellKind::Text);
}

TEST(TrinoValues, HalfASurrogatePairBecomesTheReplacementCharacter) {
  const std::pair<const char*, const char*> cases[] = {{"\\ud800", "\ufffd"},
                                                       {"\\udc00x", "\ufffdx"},
                                                       {"\\ud83dx", "\ufffdx"},
                                                       {"\\ud83d\\n", "\ufffd\\n"},
                                                       {"\\ud83d\\ud83d\\ude00", "\ufffd😀"},
                                                       {"\\uD83D\\uDE00", "😀"},
                                                       {"\\uffff\\u07ff\\u0800", "\uffff\u07ff\u0800"}};
  for (const auto& [wire, text] : cases) {
    const std::string quoted = std::string("\"") + wire + "\"";
    const std::string body = std::string("\"") + text + "\"";
    EXPECT_EQ(readPage(pageOf("varchar", "[" + quoted + "]")).cell, body) << wire;
    EXPECT_EQ(readPage(pageOf("array(varchar)", "[[" + quoted + "]]")).cell, "[" + body + "]") << wire;
  }
  EXPECT_EQ(readPage(pageOf("map(varchar,bigint)", R"([{"\ud800":1}])")).cell, "\"{\\\"\ufffd\\\":1}\"");
}

TEST(TrinoValues, FloatsAreTheirShortestDecimal) {
  TrinoPages pages;
  ASSERT_TRUE(
      pages
          .open(QByteArray::fromStdString(pageOf(
              "real", "[0.10000000149011612],[1.6777216E7],[3.4028234663852886E38],[\"0.30000001192092896\"],[0.1]")))
          .ok());
  ColumnBatchBuilder builder(1);
  ASSERT_TRUE(pages
                  .readRows(builder,
                            [&builder]() -> Expected<bool> {
                              builder.endRow();
                              return true;
                            })
                  .ok());
  const auto batch = builder.take();
  EXPECT_EQ(batch->cell(0, 0).real, 0.1);
  EXPECT_EQ(batch->cell(1, 0).real, 16777216.0);
  EXPECT_EQ(batch->cell(2, 0).real, 3.4028235e38);
  EXPECT_EQ(batch->cell(3, 0).real, 0.3);
  EXPECT_EQ(batch->cell(4, 0).real, 0.1);
}

}  // namespace
}  // namespace courier
