#include "models/write/ResultJsonWriter.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::batchOf;
using testing::batchOfColumn;
using testing::Blob;
using testing::columnOf;
using testing::Null;
using testing::Row;
using testing::Value;

constexpr qint64 edge = qint64{1} << 53;

std::string body(const Columns& columns, const std::vector<Row>& rows, JsonOptions options = {}) {
  ResultJsonWriter writer(columns, options);
  std::string out;
  writer.writeHead(out);
  writer.writeRows(*batchOf(static_cast<int>(columns.size()), rows), static_cast<int>(rows.size()), out);
  writer.writeTail(out);
  return out;
}

/// One value as a column of `type` writes it; "!" before what does not fit.
std::string written(ColumnType type, const Value& value, JsonOptions options = {}) {
  ResultJsonWriter writer({columnOf(QStringLiteral("c"), type)}, options);
  std::string out;
  writer.writeRows(*batchOfColumn({value}), 1, out);
  EXPECT_EQ(out.front(), '[');
  EXPECT_EQ(out.back(), ']');
  return (writer.misfitColumn() ? "!" : "") + out.substr(1, out.size() - 2);
}

TEST(ResultJsonWriter, WritesTheContractsExampleByteForByte) {
  const Columns columns{columnOf(QStringLiteral("code"), ColumnType::String),
                        columnOf(QStringLiteral("cnt"), ColumnType::Long)};
  EXPECT_EQ(
      body(columns,
           {{std::string("200"), qint64{4981}}, {std::string("500"), qint64{2}}, {std::string("404"), qint64{17}}}),
      R"({"column_names":["code","cnt"],"column_types":["string","long"],"data":[["200",4981],["500",2],["404",17]]})");
}

TEST(ResultJsonWriter, AnEmptyResultIsAValidBody) {
  EXPECT_EQ(body({columnOf(QStringLiteral("a"), ColumnType::Boolean)}, {}),
            R"({"column_names":["a"],"column_types":["boolean"],"data":[]})");
  EXPECT_EQ(body({}, {}), R"({"column_names":[],"column_types":[],"data":[]})");
}

TEST(ResultJsonWriter, KeepsDuplicateEmptyAndOddNames) {
  const QString odd = QStringLiteral("say \"ü\"\n") + QChar(0);
  Columns columns;
  for (const QString& name : {QStringLiteral("a"), QStringLiteral("a"), QString(), odd}) {
    columns.push_back(columnOf(name, ColumnType::Int));
  }
  EXPECT_EQ(body(columns, {{Null{}, Null{}, Null{}, Null{}}}),
            R"({"column_names":["a","a","","say \"ü\"\n\u0000"],"column_types":["int","int","int","int"],)"
            R"("data":[[null,null,null,null]]})");
}

TEST(ResultJsonWriter, NamesEveryType) {
  const Columns columns{columnOf({}, ColumnType::Int),
                        columnOf({}, ColumnType::Long),
                        columnOf({}, ColumnType::Float),
                        columnOf({}, ColumnType::Double),
                        columnOf({}, ColumnType::String),
                        columnOf({}, ColumnType::Boolean),
                        columnOf({}, ColumnType::Array, TypeSource::Fixed, ColumnType::Long)};
  EXPECT_NE(
      body(columns, {}).find(R"("column_types":["int","long","float","double","string","boolean","array<long>"])"),
      std::string::npos);
}

TEST(ResultJsonWriter, EveryValueFitsItsColumnsType) {
  using enum ColumnType;
  const double infinity = std::numeric_limits<double>::infinity();
  const double notANumber = std::numeric_limits<double>::quiet_NaN();
  const qint64 least = std::numeric_limits<qint64>::min();
  const struct {
    ColumnType type;
    Value value;
    std::string json;
  } cases[] = {
      {Long, qint64{-5}, "-5"},
      {Long, edge + 1, "9007199254740993"},
      {Long, least, "-9223372036854775808"},
      {Long, true, "1"},
      {Long, Null{}, "null"},
      {Long, 1.5, "!null"},
      {Long, std::string("5"), "!null"},
      {Int, qint64{7}, "7"},
      {Double, 1.0, "1.0"},
      {Double, -0.0, "-0.0"},
      {Double, 1e308, "1e+308"},
      {Double, 5e-324, "5e-324"},
      {Double, infinity, "null"},
      {Double, -infinity, "null"},
      {Double, notANumber, "null"},
      {Double, qint64{1}, "1.0"},
      {Double, -edge, "-9007199254740992.0"},
      {Double, edge + 1, "9007199254740993.0"},
      {Double, std::string("1.0"), "!null"},
      {Float, static_cast<double>(0.1F), "0.1"},
      {Float, notANumber, "null"},
      {Boolean, true, "true"},
      {Boolean, false, "false"},
      {Boolean, qint64{1}, "true"},
      {Boolean, qint64{0}, "false"},
      {Boolean, qint64{2}, "!null"},
      {Boolean, std::string("t"), "!null"},
      {String, std::string(), R"("")"},
      {String, std::string("a\"b"), R"("a\"b")"},
      {String, qint64{12}, R"("12")"},
      {String, edge + 1, R"("9007199254740993")"},
      {String, 1.0, R"("1.0")"},
      {String, -0.0, R"("-0.0")"},
      {String, infinity, "null"},
      {String, notANumber, "null"},
      {String, true, R"("true")"},
      {String, Blob{std::string("\0\xFF", 2)}, R"("AP8=")"},
      {String, Blob{""}, R"("")"},
      {String, testing::Array{"[1,null]"}, R"("[1,null]")"},
      {String, Null{}, "null"},
      {ColumnType::Array, testing::Array{R"([1,"ä"])"}, R"([1,"ä"])"},
      {ColumnType::Array, testing::Array{"[\"\xFF\"]"}, "[\"\xEF\xBF\xBD\"]"},
      {ColumnType::Array, Null{}, "null"},
      {ColumnType::Array, std::string("[1]"), "!null"},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(written(one.type, one.value), one.json) << "as " << columnTypeName(one.type).toStdString();
  }
}

TEST(ResultJsonWriter, WideIntegersAsStringsOnRequest) {
  const JsonOptions options{.wideIntegersAsStrings = true};
  EXPECT_EQ(written(ColumnType::Long, edge, options), "9007199254740992");
  EXPECT_EQ(written(ColumnType::Long, edge + 1, options), R"("9007199254740993")");
  EXPECT_EQ(written(ColumnType::Long, -edge, options), "-9007199254740992");
  EXPECT_EQ(written(ColumnType::Long, -edge - 1, options), R"("-9007199254740993")");
  EXPECT_EQ(written(ColumnType::String, edge + 1, options), R"("9007199254740993")");
}

TEST(ResultJsonWriter, CountsTheValuesItRepaired) {
  ResultJsonWriter writer({columnOf({}, ColumnType::String), columnOf({}, ColumnType::String)}, {});
  std::string out;
  writer.writeRows(*batchOf(2, {{std::string("\xFF\xFF"), std::string("ok")},
                                {std::string("ä"), std::string("\xC3")},
                                {Blob{"\xFF"}, Null{}}}),
                   3, out);
  EXPECT_EQ(writer.repairedTexts(), 2);
  EXPECT_EQ(out, "[\"\xEF\xBF\xBD\xEF\xBF\xBD\",\"ok\"],[\"ä\",\"\xEF\xBF\xBD\"],[\"/w==\",null]");
}

TEST(ResultJsonWriter, NamesTheFirstColumnWhoseValueDoesNotFit) {
  ResultJsonWriter writer({columnOf({}, ColumnType::String), columnOf({}, ColumnType::Long)}, {});
  std::string out;
  writer.writeRows(*batchOf(2, {{qint64{1}, qint64{1}}}), 1, out);
  EXPECT_FALSE(writer.misfitColumn().has_value());
  writer.writeRows(*batchOf(2, {{qint64{1}, std::string("x")}}), 1, out);
  EXPECT_EQ(writer.misfitColumn(), 1);
}

TEST(ResultJsonWriter, CutsOfTheRowsLeaveNoTrace) {
  const Columns columns{columnOf(QStringLiteral("n"), ColumnType::Long),
                        columnOf(QStringLiteral("t"), ColumnType::String)};
  std::vector<Row> rows;
  for (qint64 row = 0; row < 100; ++row) rows.push_back({row, std::string(static_cast<size_t>(row), 'x')});
  const std::string whole = body(columns, rows);
  for (const size_t step : {size_t{1}, size_t{3}, size_t{99}}) {
    ResultJsonWriter writer(columns, {});
    std::string out;
    writer.writeHead(out);
    for (size_t first = 0; first < rows.size(); first += step) {
      const size_t last = std::min(first + step, rows.size());
      const std::vector<Row> some(rows.begin() + static_cast<std::ptrdiff_t>(first),
                                  rows.begin() + static_cast<std::ptrdiff_t>(last));
      writer.writeRows(*batchOf(2, some), static_cast<int>(some.size()), out);
    }
    writer.writeTail(out);
    EXPECT_EQ(out, whole);
  }
}

}  // namespace
}  // namespace courier
