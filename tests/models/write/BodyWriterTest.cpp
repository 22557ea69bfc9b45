#include "models/write/BodyWriter.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>
#include <algorithm>
#include <limits>

#include "models/base/Gzip.h"
#include "models/spool/SpoolSink.h"
#include "tests/support/Batches.h"
#include "tests/support/Program.h"
#include "tests/support/Spooled.h"

namespace courier {
namespace {

using testing::Array;
using testing::batchOf;
using testing::batchOfColumn;
using testing::Blob;
using testing::columnOf;
using testing::hasPython;
using testing::Null;
using testing::Row;
using testing::runPython;
using testing::Value;

constexpr qint64 edge = qint64{1} << 53;

std::string body(const Columns& columns, const std::vector<Row>& rows, const BodyOptions& options = {}) {
  const auto writer = makeBodyWriter(columns, options);
  std::string out;
  writer->writeHead(out);
  writer->writeRows(*batchOf(static_cast<int>(columns.size()), rows), static_cast<int>(rows.size()), out);
  writer->writeTail(out);
  return out;
}

/// One value as a column of `type` writes it; "!" before what does not fit.
std::string written(ColumnType type, const Value& value, const BodyOptions& options = {}) {
  const auto writer = makeBodyWriter({columnOf(QStringLiteral("c"), type)}, options);
  std::string out;
  writer->writeRows(*batchOfColumn({value}), 1, out);
  EXPECT_EQ(out.front(), '[');
  EXPECT_EQ(out.back(), ']');
  return (writer->misfitColumn() ? "!" : "") + out.substr(1, out.size() - 2);
}

TEST(ResultBody, WritesTheContractsExampleByteForByte) {
  const Columns columns{columnOf(QStringLiteral("code"), ColumnType::String),
                        columnOf(QStringLiteral("cnt"), ColumnType::Long)};
  EXPECT_EQ(
      body(columns,
           {{std::string("200"), qint64{4981}}, {std::string("500"), qint64{2}}, {std::string("404"), qint64{17}}}),
      R"({"column_names":["code","cnt"],"column_types":["string","long"],"data":[["200",4981],["500",2],["404",17]]})");
}

TEST(ResultBody, AnEmptyResultIsAValidBody) {
  EXPECT_EQ(body({columnOf(QStringLiteral("a"), ColumnType::Boolean)}, {}),
            R"({"column_names":["a"],"column_types":["boolean"],"data":[]})");
  EXPECT_EQ(body({}, {}), R"({"column_names":[],"column_types":[],"data":[]})");
}

TEST(ResultBody, KeepsDuplicateEmptyAndOddNames) {
  const QString odd = QStringLiteral("say \"ü\"\n") + QChar(0);
  Columns columns;
  for (const QString& name : {QStringLiteral("a"), QStringLiteral("a"), QString(), odd}) {
    columns.push_back(columnOf(name, ColumnType::Int));
  }
  EXPECT_EQ(body(columns, {{Null{}, Null{}, Null{}, Null{}}}),
            R"({"column_names":["a","a","","say \"ü\"\n\u0000"],"column_types":["int","int","int","int"],)"
            R"("data":[[null,null,null,null]]})");
}

TEST(ResultBody, NamesEveryType) {
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

TEST(ResultBody, EveryValueFitsItsColumnsType) {
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

TEST(ResultBody, WideIntegersAsStringsOnRequest) {
  BodyOptions options;
  options.wideIntegersAsStrings = true;
  EXPECT_EQ(written(ColumnType::Long, edge, options), "9007199254740992");
  EXPECT_EQ(written(ColumnType::Long, edge + 1, options), R"("9007199254740993")");
  EXPECT_EQ(written(ColumnType::Long, -edge, options), "-9007199254740992");
  EXPECT_EQ(written(ColumnType::Long, -edge - 1, options), R"("-9007199254740993")");
  EXPECT_EQ(written(ColumnType::String, edge + 1, options), R"("9007199254740993")");
}

TEST(ResultBody, CountsTheValuesItRepaired) {
  const auto writer = makeBodyWriter({columnOf({}, ColumnType::String), columnOf({}, ColumnType::String)}, {});
  std::string out;
  writer->writeRows(*batchOf(2, {{std::string("\xFF\xFF"), std::string("ok")},
                                 {std::string("ä"), std::string("\xC3")},
                                 {Blob{"\xFF"}, Null{}}}),
                    3, out);
  EXPECT_EQ(writer->repairedTexts(), 2);
  EXPECT_EQ(out, "[\"\xEF\xBF\xBD\xEF\xBF\xBD\",\"ok\"],[\"ä\",\"\xEF\xBF\xBD\"],[\"/w==\",null]");
}

TEST(ResultBody, NamesTheFirstColumnWhoseValueDoesNotFit) {
  const auto writer = makeBodyWriter({columnOf({}, ColumnType::String), columnOf({}, ColumnType::Long)}, {});
  std::string out;
  writer->writeRows(*batchOf(2, {{qint64{1}, qint64{1}}}), 1, out);
  EXPECT_FALSE(writer->misfitColumn().has_value());
  writer->writeRows(*batchOf(2, {{qint64{1}, std::string("x")}}), 1, out);
  EXPECT_EQ(writer->misfitColumn(), 1);
}

TEST(ResultBody, CutsOfTheRowsLeaveNoTrace) {
  const Columns columns{columnOf(QStringLiteral("n"), ColumnType::Long),
                        columnOf(QStringLiteral("t"), ColumnType::String)};
  std::vector<Row> rows;
  for (qint64 row = 0; row < 100; ++row) rows.push_back({row, std::string(static_cast<size_t>(row), 'x')});
  const std::string whole = body(columns, rows);
  for (const size_t step : {size_t{1}, size_t{3}, size_t{99}}) {
    const auto writer = makeBodyWriter(columns, {});
    std::string out;
    writer->writeHead(out);
    for (size_t first = 0; first < rows.size(); first += step) {
      const size_t last = std::min(first + step, rows.size());
      const std::vector<Row> some(rows.begin() + static_cast<std::ptrdiff_t>(first),
                                  rows.begin() + static_cast<std::ptrdiff_t>(last));
      writer->writeRows(*batchOf(2, some), static_cast<int>(some.size()), out);
    }
    writer->writeTail(out);
    EXPECT_EQ(out, whole);
  }
}

const Columns mixedColumns{columnOf(QStringLiteral("id"), ColumnType::Long, TypeSource::Declared),
                           columnOf(QStringLiteral("say \"t\", ü"), ColumnType::String, TypeSource::Declared),
                           columnOf(QString(), ColumnType::Double, TypeSource::Declared),
                           columnOf(QStringLiteral("id"), ColumnType::Boolean, TypeSource::Declared),
                           columnOf(QString(), ColumnType::String, TypeSource::Values),
                           columnOf(QStringLiteral("list"), ColumnType::Array, TypeSource::Fixed, ColumnType::Long)};

std::vector<Row> mixedRows() {
  using namespace std::string_literals;
  return {{(qint64{1} << 53) + 1, ""s, 1.0, true, Blob{"\0\x01\xFF"s}, Array{"[1,null]"}},
          {std::numeric_limits<qint64>::min(), "say \"hi\", a\r\nb\nc"s, 0.1, false, Null{}, Array{"[]"}},
          {qint64{1} << 53, Null{}, std::numeric_limits<double>::quiet_NaN(), Null{}, "x,"s, Null{}},
          {Null{}, "😀 bad \xFF"s, 1e308, Null{}, Null{}, Null{}}};
}

class BodyFormats : public ::testing::Test {
 protected:
  QByteArray content(const SpoolFile& file) const { return testing::contentOf(m_folder, file); }
  QString path(const SpoolFile& file) const { return m_folder.filePath(file.name); }
  SpoolFile spool(const BodyOptions& body, const Columns& columns, const std::vector<Row>& rows, size_t step = 2048) {
    return testing::spooled(m_folder, columns, rows, {.body = body}, step);
  }
  QByteArray bytes(const BodyOptions& body, const Columns& columns, const std::vector<Row>& rows) {
    return content(spool(body, columns, rows));
  }
  QTemporaryDir m_folder;
};

/// Each row as a line of JSON as Python's own parsers read it: pairs of key and value, or, of a CSV, the fields.
const QString rowsScript = QStringLiteral(R"(
import csv, gzip, hashlib, io, json, sys
path, form, packing, show = sys.argv[1:5]
raw = open(path, 'rb').read()
if packing == 'gzip': raw = gzip.decompress(raw)
text = raw.decode('utf-8', 'strict')
assert not text.startswith('\ufeff')
def refuse(name): raise ValueError(name)
def pairs(found):
    assert len(dict(found)) == len(found), found
    return found
def parse(text): return json.loads(text, object_pairs_hook=pairs, parse_constant=refuse)
if form == 'objects':
    rows = parse(text)
elif form == 'lines':
    assert text == '' or text.endswith('\n')
    rows = [parse(line) for line in text.split('\n')[:-1]]
else:
    rows = list(csv.reader(io.StringIO(text, newline=''), strict=True))
if show == 'all':
    for row in rows: print(json.dumps(row))
else:
    print(len(rows), json.dumps(rows[0]), json.dumps(rows[-1]))
)");

TEST_F(BodyFormats, SayWhatTheyAre) {
  const struct {
    BodyOptions body;
    const char* type;
    const char* ending;
  } cases[] = {{{}, "application/json; charset=utf-8", ".json"},
               {{.format = BodyFormat::Objects}, "application/json; charset=utf-8", ".json"},
               {{.format = BodyFormat::Lines}, "application/x-ndjson; charset=utf-8", ".ndjson"},
               {{.format = BodyFormat::Csv}, "text/csv; charset=utf-8; header=present", ".csv"},
               {{.format = BodyFormat::Csv, .gzip = true}, "text/csv; charset=utf-8; header=present", ".csv.gz"}};
  for (const auto& one : cases) {
    const SpoolFile file = spool(one.body, mixedColumns, mixedRows());
    EXPECT_EQ(file.contentType, QLatin1String(one.type));
    EXPECT_TRUE(file.name.endsWith(QLatin1String(one.ending))) << file.name.toStdString();
    EXPECT_EQ(file.form, one.body);
    EXPECT_EQ(file.rows, 4);
    EXPECT_EQ(file.repairedTexts, 1);
  }
}

TEST_F(BodyFormats, ObjectsAndLinesHoldEveryValueUnderAKeyOfItsOwn) {
  if (!hasPython()) GTEST_SKIP() << "no python3 here";
  const QByteArray expected =
      R"([["id", 9007199254740993], ["say \"t\", \u00fc", ""], ["column_3", 1.0], ["id_2", true], ["column_5", "AAH/"], ["list", [1, null]]])"
      "\n"
      R"([["id", -9223372036854775808], ["say \"t\", \u00fc", "say \"hi\", a\r\nb\nc"], ["column_3", 0.1], ["id_2", false], ["column_5", null], ["list", []]])"
      "\n"
      R"([["id", 9007199254740992], ["say \"t\", \u00fc", null], ["column_3", null], ["id_2", null], ["column_5", "x,"], ["list", null]])"
      "\n"
      R"([["id", null], ["say \"t\", \u00fc", "\ud83d\ude00 bad \ufffd"], ["column_3", 1e+308], ["id_2", null], ["column_5", null], ["list", null]])"
      "\n";
  for (const bool gzip : {false, true}) {
    const QString packing = gzip ? QStringLiteral("gzip") : QStringLiteral("plain");
    const SpoolFile objects = spool({.format = BodyFormat::Objects, .gzip = gzip}, mixedColumns, mixedRows());
    EXPECT_EQ(
        runPython(rowsScript, {path(objects), QStringLiteral("objects"), packing, QStringLiteral("all")}).toStdString(),
        expected.toStdString());
    const SpoolFile lines = spool({.format = BodyFormat::Lines, .gzip = gzip}, mixedColumns, mixedRows());
    EXPECT_EQ(
        runPython(rowsScript, {path(lines), QStringLiteral("lines"), packing, QStringLiteral("all")}).toStdString(),
        expected.toStdString());
  }
}

TEST_F(BodyFormats, CsvHoldsEveryValue) {
  if (!hasPython()) GTEST_SKIP() << "no python3 here";
  const SpoolFile file = spool({.format = BodyFormat::Csv}, mixedColumns, mixedRows());
  EXPECT_EQ(runPython(rowsScript, {path(file), QStringLiteral("csv"), QStringLiteral("plain"), QStringLiteral("all")})
                .toStdString(),
            R"(["id", "say \"t\", \u00fc", "", "id", "", "list"]
["9007199254740993", "", "1.0", "true", "AAH/", "[1,null]"]
["-9223372036854775808", "say \"hi\", a\r\nb\nc", "0.1", "false", "", "[]"]
["9007199254740992", "", "", "", "x,", ""]
["", "\ud83d\ude00 bad \ufffd", "1e+308", "", "", ""]
)");
}

TEST_F(BodyFormats, CsvTellsNullFromEmptyAndQuotesOnlyWhereNeeded) {
  EXPECT_EQ(bytes({.format = BodyFormat::Csv}, mixedColumns, mixedRows()).toStdString(),
            "id,\"say \"\"t\"\", ü\",\"\",id,\"\",list\r\n"
            "9007199254740993,\"\",1.0,true,AAH/,\"[1,null]\"\r\n"
            "-9223372036854775808,\"say \"\"hi\"\", a\r\nb\nc\",0.1,false,,[]\r\n"
            "9007199254740992,,,,\"x,\",\r\n"
            ",😀 bad \xEF\xBF\xBD,1e+308,,,\r\n");
}

TEST_F(BodyFormats, CsvRowsOfOneNullCanBeCounted) {
  const Columns one{columnOf(QStringLiteral("c"), ColumnType::String)};
  EXPECT_EQ(bytes({.format = BodyFormat::Csv}, one, {{Null{}}, {std::string()}, {std::string("x")}, {Null{}}}),
            QByteArray("c\r\n\"\"\r\n\"\"\r\nx\r\n\"\"\r\n"));
  if (!hasPython()) GTEST_SKIP() << "no python3 here";
  const SpoolFile file = spool({.format = BodyFormat::Csv}, one, std::vector<Row>(5, Row{Null{}}));
  EXPECT_EQ(runPython(rowsScript, {path(file), QStringLiteral("csv"), QStringLiteral("plain"), QStringLiteral("few")}),
            QByteArray("6 [\"c\"] [\"\"]\n"));
}

TEST_F(BodyFormats, ResultsWithoutRows) {
  const Columns two{columnOf(QStringLiteral("a"), ColumnType::Long), columnOf(QStringLiteral("b"), ColumnType::String)};
  EXPECT_EQ(bytes({.format = BodyFormat::Objects}, two, {}), QByteArray("[]"));
  EXPECT_EQ(bytes({.format = BodyFormat::Csv}, two, {}), QByteArray("a,b\r\n"));
  const SpoolFile lines = spool({.format = BodyFormat::Lines}, two, {});
  EXPECT_EQ(lines.bytes, 0);
  EXPECT_EQ(content(lines), QByteArray());
  EXPECT_EQ(lines.sha256.toHex(), QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  const auto unpacked = gunzipBeginning(bytes({.format = BodyFormat::Lines, .gzip = true}, two, {}), 10);
  ASSERT_TRUE(unpacked.has_value());
  EXPECT_TRUE(unpacked->complete);
  EXPECT_TRUE(unpacked->bytes.isEmpty());
}

TEST_F(BodyFormats, WideIntegersAsStringsWhereJsonReadersRoundThem) {
  const Columns one{columnOf(QStringLiteral("n"), ColumnType::Long)};
  const qint64 exact = qint64{1} << 53;
  const std::vector<Row> rows{{exact}, {exact + 1}, {-exact}, {-exact - 1}, {std::numeric_limits<qint64>::min()}};
  const auto with = [&](BodyFormat format) {
    return bytes({.format = format, .wideIntegersAsStrings = true}, one, rows).toStdString();
  };
  EXPECT_EQ(with(BodyFormat::Result),
            R"({"column_names":["n"],"column_types":["long"],"data":[[9007199254740992],["9007199254740993"],)"
            R"([-9007199254740992],["-9007199254740993"],["-9223372036854775808"]]})");
  EXPECT_EQ(with(BodyFormat::Objects),
            R"([{"n":9007199254740992},{"n":"9007199254740993"},{"n":-9007199254740992},{"n":"-9007199254740993"},)"
            R"({"n":"-9223372036854775808"}])");
  EXPECT_EQ(with(BodyFormat::Lines),
            "{\"n\":9007199254740992}\n{\"n\":\"9007199254740993\"}\n{\"n\":-9007199254740992}\n"
            "{\"n\":\"-9007199254740993\"}\n{\"n\":\"-9223372036854775808\"}\n");
  EXPECT_EQ(with(BodyFormat::Csv),
            "n\r\n9007199254740992\r\n9007199254740993\r\n-9007199254740992\r\n-9007199254740993\r\n"
            "-9223372036854775808\r\n");
}

TEST_F(BodyFormats, TheCapAndAWideningAtTheLastRow) {
  if (!hasPython()) GTEST_SKIP() << "no python3 here";
  const Columns columns{columnOf(QStringLiteral("n"), ColumnType::Long, TypeSource::Declared)};
  std::vector<Row> rows;
  for (qint64 row = 0; row < 100'001; ++row) rows.push_back({row});
  rows[99'999] = {std::string("x")};
  const struct {
    BodyFormat format;
    const char* name;
    const char* printed;
  } cases[] = {{BodyFormat::Objects, "objects", "100000 [[\"n\", \"0\"]] [[\"n\", \"x\"]]\n"},
               {BodyFormat::Lines, "lines", "100000 [[\"n\", \"0\"]] [[\"n\", \"x\"]]\n"},
               {BodyFormat::Csv, "csv", "100001 [\"n\"] [\"x\"]\n"}};
  for (const auto& one : cases) {
    for (const bool gzip : {false, true}) {
      const SpoolFile file = spool({.format = one.format, .gzip = gzip}, columns, rows);
      EXPECT_TRUE(file.truncated);
      EXPECT_EQ(file.rows, 100'000);
      EXPECT_EQ(file.columns[0].type, ColumnType::String);
      EXPECT_EQ(runPython(rowsScript, {path(file), QLatin1String(one.name),
                                       gzip ? QStringLiteral("gzip") : QStringLiteral("plain"), QStringLiteral("few")}),
                QByteArray(one.printed));
    }
  }
}

TEST_F(BodyFormats, BytesDoNotDependOnHowRowsWereCut) {
  const Columns columns{columnOf(QStringLiteral("n"), ColumnType::Long, TypeSource::Declared),
                        columnOf(QStringLiteral("t"), ColumnType::String, TypeSource::Values)};
  std::vector<Row> rows;
  for (qint64 row = 0; row < 6'000; ++row) {
    rows.push_back({row, std::to_string(row * 2'654'435'761) + std::string(static_cast<size_t>(row % 97), 'y')});
  }
  std::vector<Row> widened = rows;
  widened.back()[0] = std::string("none");
  for (const BodyFormat format : {BodyFormat::Result, BodyFormat::Objects, BodyFormat::Lines, BodyFormat::Csv}) {
    for (const auto& table : {rows, widened}) {
      const QByteArray plain = bytes({.format = format}, columns, table);
      const QByteArray packed = bytes({.format = format, .gzip = true}, columns, table);
      const auto unpacked = gunzipBeginning(packed, plain.size());
      ASSERT_TRUE(unpacked.has_value());
      EXPECT_TRUE(unpacked->complete);
      EXPECT_TRUE(unpacked->bytes == plain);
      for (const size_t step : {size_t{7}, size_t{501}, size_t{20'000}}) {
        EXPECT_TRUE(content(spool({.format = format}, columns, table, step)) == plain) << step;
        EXPECT_TRUE(content(spool({.format = format, .gzip = true}, columns, table, step)) == packed) << step;
      }
    }
  }
}

TEST(ObjectKeys, AreNeverTheSame) {
  const auto keys = [](const QStringList& names) {
    Columns columns;
    for (const QString& name : names) columns.push_back(columnOf(name, ColumnType::String));
    return objectKeys(columns).join(u'|').toStdString();
  };
  const QString a = QStringLiteral("a");
  EXPECT_EQ(keys({a, QStringLiteral("b")}), "a|b");
  EXPECT_EQ(keys({a, a, a}), "a|a_2|a_3");
  EXPECT_EQ(keys({a, QStringLiteral("A"), a}), "a|A|a_2");
  EXPECT_EQ(keys({a, a, QStringLiteral("a_2"), a}), "a|a_3|a_2|a_4");
  EXPECT_EQ(keys({QString(), a, QString()}), "column_1|a|column_3");
  EXPECT_EQ(keys({QString(), QStringLiteral("column_1"), QString()}), "column_2|column_1|column_3");
  EXPECT_EQ(keys({QStringLiteral("a_2"), QStringLiteral("a_2"), a, a}), "a_2|a_2_2|a|a_3");
}

}  // namespace
}  // namespace courier
