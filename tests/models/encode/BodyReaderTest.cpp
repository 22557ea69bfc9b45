#include "models/encode/BodyReader.h"

#include <gtest/gtest.h>

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <cmath>
#include <limits>

#include "models/encode/Gzip.h"
#include "models/encode/SpoolSink.h"
#include "tests/support/CollectingSink.h"
#include "tests/support/Packed.h"
#include "tests/support/PeakMemory.h"
#include "tests/support/Values.h"

namespace courier {
namespace {

using testing::Array;
using testing::batchOf;
using testing::Blob;
using testing::CollectingSink;
using testing::columnOf;
using testing::Null;
using testing::packed;
using testing::Row;

constexpr BodyFormat formats[] = {BodyFormat::Result, BodyFormat::Objects, BodyFormat::Lines, BodyFormat::Csv};

class BodyReader : public ::testing::Test {
 protected:
  Result<void> read(const QByteArray& bytes, const BodyOptions& form, const BodyReadOptions& options = {}) {
    QByteArray copy = bytes;
    QBuffer device(&copy);
    EXPECT_TRUE(device.open(QIODevice::ReadOnly));
    m_sink = {};
    return readBody(device, form, m_sink, options);
  }
  QString refusal(const QByteArray& bytes, const BodyOptions& form, const BodyReadOptions& options = {}) {
    const auto done = read(bytes, form, options);
    EXPECT_FALSE(done.ok()) << bytes.left(200).constData();
    if (done) return {};
    EXPECT_EQ(done.error().kind, ErrorKind::InvalidInput);
    return done.error().message;
  }
  SpoolFile spool(const BodyOptions& form, const Columns& columns, const std::vector<Row>& rows) {
    SpoolOptions options;
    options.body = form;
    SpoolSink sink(m_folder.path(), options);
    EXPECT_TRUE(sink.begin(columns).ok());
    EXPECT_TRUE(sink.append(batchOf(static_cast<int>(columns.size()), rows)).ok());
    return sink.finish().value();
  }
  QString path(const SpoolFile& file) const { return m_folder.filePath(file.name); }
  [[nodiscard]] std::string names() const {
    QStringList all;
    for (const Column& column : m_sink.columns) all.append(column.name);
    return all.join(u'|').toStdString();
  }
  /// "l1 ra true t'x' NULL": the kinds and values of one row.
  [[nodiscard]] std::string row(qint64 index) const {
    std::string text;
    for (int column = 0; column < m_sink.columns.size(); ++column) {
      const Cell cell = m_sink.cell(index, column);
      if (column > 0) text += ' ';
      switch (cell.kind) {
        case CellKind::Null:
          text += "NULL";
          break;
        case CellKind::Integer:
          text += std::to_string(cell.integer);
          break;
        case CellKind::Real:
          text += "r" + QByteArray::number(cell.real).toStdString();
          break;
        case CellKind::Boolean:
          text += cell.integer ? "true" : "false";
          break;
        case CellKind::Array:
          text += std::string(cell.bytes);
          break;
        case CellKind::Text:
        case CellKind::Blob:
          text += "'" + std::string(cell.bytes) + "'";
      }
    }
    return text;
  }
  QTemporaryDir m_folder;
  CollectingSink m_sink;
};

const Columns oddColumns{columnOf(QStringLiteral("id"), ColumnType::Long),
                         columnOf(QStringLiteral("say \"t\", ü"), ColumnType::String),
                         columnOf(QString(), ColumnType::Double),
                         columnOf(QStringLiteral("id"), ColumnType::Boolean),
                         columnOf(QString(), ColumnType::String),
                         columnOf(QStringLiteral("list"), ColumnType::Array, TypeSource::Fixed, ColumnType::Long)};

std::vector<Row> oddRows() {
  using namespace std::string_literals;
  return {{std::numeric_limits<qint64>::max(), ""s, 1.0, true, Blob{"\0\x01\xFF"s}, Array{"[1,null]"}},
          {std::numeric_limits<qint64>::min(), "say \"hi\", a\r\nb\nc \0 🐿"s, -0.0, false, Null{}, Array{"[]"}},
          {(qint64{1} << 53) + 1, Null{}, std::numeric_limits<double>::quiet_NaN(), Null{}, "x,"s, Null{}},
          {Null{}, "ü"s, 1e308, Null{}, Null{}, Null{}}};
}

TEST_F(BodyReader, GivesBackWhatEachFormWasWrittenFrom) {
  for (const BodyFormat format : formats) {
    for (const bool gzip : {false, true}) {
      for (const bool wideAsStrings : {false, true}) {
        const BodyOptions form{.format = format, .gzip = gzip, .wideIntegersAsStrings = wideAsStrings};
        const SpoolFile file = spool(form, oddColumns, oddRows());
        m_sink = {};
        const auto done = readBody(path(file), form, m_sink, {.columns = file.columns});
        ASSERT_TRUE(done.ok()) << done.error().message.toStdString();
        EXPECT_EQ(m_sink.columns, oddColumns);
        ASSERT_EQ(m_sink.rowCount(), 4);
        EXPECT_EQ(row(0), "9223372036854775807 '' r1 true 'AAH/' [1,null]");
        EXPECT_EQ(m_sink.cell(1, 0).integer, std::numeric_limits<qint64>::min());
        EXPECT_EQ(m_sink.cell(1, 1).bytes, std::string_view("say \"hi\", a\r\nb\nc \0 🐿", 23));
        EXPECT_TRUE(std::signbit(m_sink.cell(1, 2).real));
        EXPECT_EQ(m_sink.cell(1, 4).kind, CellKind::Null);
        EXPECT_EQ(row(2), "9007199254740993 NULL NULL NULL 'x,' NULL") << "NaN is null in the body";
        EXPECT_EQ(m_sink.cell(3, 2).real, 1e308);
      }
    }
  }
}

TEST_F(BodyReader, WithoutKnownColumnsObjectsAreWhatTheirValuesAre) {
  for (const BodyFormat format : {BodyFormat::Objects, BodyFormat::Lines}) {
    const BodyOptions form{.format = format};
    m_sink = {};
    ASSERT_TRUE(readBody(path(spool(form, oddColumns, oddRows())), form, m_sink).ok());
    EXPECT_EQ(names(), "id|say \"t\", ü|column_3|id_2|column_5|list");
    ASSERT_EQ(m_sink.rowCount(), 4);
    EXPECT_EQ(row(0), "9223372036854775807 '' r1 true 'AAH/' [1,null]");
    EXPECT_EQ(row(2), "9007199254740993 NULL NULL NULL 'x,' NULL");
    EXPECT_EQ(m_sink.columns[0].source, TypeSource::Values);
  }
}

TEST_F(BodyReader, WithoutKnownColumnsCsvIsText) {
  const BodyOptions form{.format = BodyFormat::Csv};
  ASSERT_TRUE(readBody(path(spool(form, oddColumns, oddRows())), form, m_sink).ok());
  EXPECT_EQ(names(), "id|say \"t\", ü||id||list") << "names may occur twice, or be none";
  EXPECT_EQ(row(0), "'9223372036854775807' '' '1.0' 'true' 'AAH/' '[1,null]'");
  EXPECT_EQ(row(2), "'9007199254740993' NULL NULL NULL 'x,' NULL");
}

TEST_F(BodyReader, ResultsWithoutRowsAndWithoutColumns) {
  const Columns two{columnOf(QStringLiteral("a"), ColumnType::Long), columnOf(QStringLiteral("b"), ColumnType::String)};
  for (const BodyFormat format : formats) {
    for (const bool gzip : {false, true}) {
      const BodyOptions form{.format = format, .gzip = gzip};
      m_sink = {};
      ASSERT_TRUE(readBody(path(spool(form, two, {})), form, m_sink, {.columns = two}).ok());
      EXPECT_EQ(m_sink.columns, two);
      EXPECT_EQ(m_sink.rowCount(), 0);
      m_sink = {};
      ASSERT_TRUE(readBody(path(spool(form, {}, {Row{}, Row{}})), form, m_sink).ok());
      EXPECT_EQ(m_sink.begins, 1);
      EXPECT_TRUE(m_sink.columns.isEmpty());
      EXPECT_EQ(m_sink.rowCount(), 2);
    }
  }
  ASSERT_TRUE(read("[]", {.format = BodyFormat::Objects}).ok());
  EXPECT_EQ(m_sink.begins, 1);
  ASSERT_TRUE(read("", {.format = BodyFormat::Lines}).ok());
  EXPECT_EQ(m_sink.begins, 1);
}

TEST_F(BodyReader, KnownColumnsThatAreNotTheBodysDoNotMatter) {
  const Columns other{columnOf(QStringLiteral("a"), ColumnType::Long), columnOf(QStringLiteral("b"), ColumnType::Long)};
  ASSERT_TRUE(read(R"([{"a":1},{"c":"x"}])", {.format = BodyFormat::Objects}, {.columns = other}).ok());
  EXPECT_EQ(names(), "a|c");
  EXPECT_EQ(row(0), "1 NULL");
  EXPECT_EQ(row(1), "NULL 'x'");
  ASSERT_TRUE(read(R"({"a":1,"b":"no number"})", {.format = BodyFormat::Lines}, {.columns = other}).ok());
  EXPECT_EQ(row(0), "1 'no number'");
  ASSERT_TRUE(read("a,c\n1,2\n", {.format = BodyFormat::Csv}, {.columns = other}).ok());
  EXPECT_EQ(row(0), "'1' '2'");
}

TEST_F(BodyReader, WhatOthersWriteIsReadToo) {
  ASSERT_TRUE(read(" [ {\"a\" : [1, {}] , \"b\":{\"c\":[]}},\n{\"b\":-0.5e3,\"d\":99999999999999999999} ]\n ",
                   {.format = BodyFormat::Objects})
                  .ok());
  EXPECT_EQ(names(), "a|b|d");
  EXPECT_EQ(row(0), "[1, {}] '{\"c\":[]}' NULL");
  EXPECT_EQ(row(1), "NULL r-500 '99999999999999999999'");
  ASSERT_TRUE(read("{\"a\":1}\r\n\r\n  {\"a\":2}", {.format = BodyFormat::Lines}).ok());
  EXPECT_EQ(m_sink.rowCount(), 2);
  ASSERT_TRUE(read("a,\"b\"\"\"\n1,\n\"x\ny\",\"\"\n,3", {.format = BodyFormat::Csv}).ok());
  EXPECT_EQ(names(), "a|b\"");
  EXPECT_EQ(row(0), "'1' NULL");
  EXPECT_EQ(row(1), "'x\ny' ''");
  EXPECT_EQ(row(2), "NULL '3'");
}

TEST_F(BodyReader, ASingleColumnOfCsvKeepsItsRows) {
  const BodyOptions form{.format = BodyFormat::Csv};
  const Columns text{columnOf(QStringLiteral("t"), ColumnType::String)};
  const SpoolFile file = spool(form, text, {{Null{}}, {std::string()}, {std::string("x")}});
  ASSERT_TRUE(readBody(path(file), form, m_sink, {.columns = text}).ok());
  ASSERT_EQ(m_sink.rowCount(), 3);
  EXPECT_EQ(row(0), "''");
  const Columns number{columnOf(QStringLiteral("n"), ColumnType::Long)};
  m_sink = {};
  ASSERT_TRUE(readBody(path(spool(form, number, {{Null{}}, {qint64{7}}})), form, m_sink, {.columns = number}).ok());
  EXPECT_EQ(row(0), "NULL");
  EXPECT_EQ(row(1), "7");
}

TEST_F(BodyReader, SaysWhatIsWrongAndWhere) {
  const struct {
    BodyFormat format;
    QByteArray bytes;
    const char* says;
  } cases[] = {
      {BodyFormat::Result, "hello", "cannot be read as JSON of names, types and rows: the end is missing"},
      {BodyFormat::Result, R"({"column_names":["a"],"column_types":["long"],"data":[[1],[1,2]]})",
       "row 2: the row has more values than there are columns"},
      {BodyFormat::Objects, "", "the end is missing"},
      {BodyFormat::Objects, R"([{"a":1})", "the end is missing"},
      {BodyFormat::Objects, R"([{"a":1}]])", "something stands where rows should"},
      {BodyFormat::Objects, R"([{"a":1},[2]])", "row 2: it is no object"},
      {BodyFormat::Objects, R"([1,2])", "something stands where rows should"},
      {BodyFormat::Objects, R"([{"a":1},{"a":1,"a":2}])", "row 2: the key “a” stands twice"},
      {BodyFormat::Objects, R"([{"a":tru}])", "row 1: "},
      {BodyFormat::Objects, "[{\"a\":\"\xFF\"}]", "UTF-8"},
      {BodyFormat::Lines, "{\"a\":1}\n[1]\n", "cannot be read as JSON lines: line 2: it is no object"},
      {BodyFormat::Lines, "{\"a\":1}\n{\"a\":1} {\"a\":2}\n", "line 2: something stands behind the object"},
      {BodyFormat::Lines, "{\"a\":1}\n\n{\"a\"", "line 3: "},
      {BodyFormat::Lines, "{\"a\":01}\n", "line 1: "},
      {BodyFormat::Csv, "", "cannot be read as CSV: it has no header line"},
      {BodyFormat::Csv, "a,b\r\n1\r\n", "line 2: the row has fewer values than there are columns"},
      {BodyFormat::Csv, "a,b\r\n1,2,3\r\n", "line 2: the row has more values than there are columns"},
      {BodyFormat::Csv, "a,b\r\n1,\"2\r\n", "line 2: a quote is not closed"},
      {BodyFormat::Csv, "a,b\r\n1,x\"y\"\r\n", "line 2: a quote stands within a field"},
      {BodyFormat::Csv, "a,b\r\n1,\"x\"y\r\n", "line 2: something stands behind a closing quote"},
      {BodyFormat::Csv, "a,b\r1,2\r", "line 1: a carriage return stands without a line feed"},
      {BodyFormat::Csv, "a\r\n\xFF\r\n", "line 2: a text is not UTF-8"},
  };
  for (const auto& one : cases) {
    const QString message = refusal(one.bytes, {.format = one.format});
    EXPECT_TRUE(message.contains(QString::fromUtf8(one.says))) << message.toStdString();
    EXPECT_TRUE(message.startsWith(QStringLiteral("This body cannot be read as "))) << message.toStdString();
  }
}

TEST_F(BodyReader, SaysWhatIsWrongWithItsPacking) {
  const BodyOptions form{.format = BodyFormat::Csv, .gzip = true};
  const QByteArray whole = packed("a,b\r\n1,2\r\n");
  ASSERT_TRUE(read(whole, form).ok());
  EXPECT_TRUE(refusal("a,b\r\n1,2\r\n", form).contains(QStringLiteral("it is not packed with gzip")));
  EXPECT_TRUE(refusal(whole.chopped(9), form).contains(QStringLiteral("its gzip ends too early")));
  EXPECT_TRUE(refusal(whole + "x", form).contains(QStringLiteral("something follows the end of its gzip")));
  QByteArray broken = whole;
  broken[broken.size() - 6] = static_cast<char>(broken[broken.size() - 6] ^ 1);
  EXPECT_TRUE(refusal(broken, form).contains(QStringLiteral("its gzip is damaged")));
}

TEST_F(BodyReader, NeverUnpacksMoreThanItsLimits) {
  // 64 MB of one value, 64 MB of rows, in little.
  std::string value;
  std::string rows;
  GzipPacker packer;
  const std::string piece(1'000'000, 'x');
  ASSERT_TRUE(packer.add("a\r\n", value).ok());
  for (int each = 0; each < 64; ++each) ASSERT_TRUE(packer.add(piece, value).ok());
  ASSERT_TRUE(packer.finish(value).ok());
  std::string lines;
  for (int line = 0; line < 500; ++line) lines += std::string(1998, 'y') + "\r\n";
  ASSERT_TRUE(packer.add("a\r\n", rows).ok());
  for (int each = 0; each < 64; ++each) ASSERT_TRUE(packer.add(lines, rows).ok());
  ASSERT_TRUE(packer.finish(rows).ok());
  const BodyOptions form{.format = BodyFormat::Csv, .gzip = true};
  class Counting final : public BatchSink {
   public:
    Result<void> begin(const Columns&) override { return {}; }
    Result<void> append(const ColumnBatchPtr& batch) override {
      rows += batch->rowCount();
      return {};
    }
    qint64 rows = 0;
  } counting;
  const auto readInto = [&](const std::string& bytes, const BodyReadOptions& options) {
    QByteArray copy = QByteArray::fromStdString(bytes);
    QBuffer device(&copy);
    EXPECT_TRUE(device.open(QIODevice::ReadOnly));
    const auto done = readBody(device, form, counting, options);
    return done ? QString() : done.error().message;
  };
  const testing::PeakMemory memory;
  EXPECT_EQ(readInto(value, {.maxRowBytes = 8 << 20}),
            QStringLiteral("This body cannot be read as CSV: line 2: one row is too large."));
  EXPECT_EQ(readInto(rows, {.maxBytes = 5'000'000}),
            QStringLiteral("This body cannot be shown as rows: unpacked it is larger than 5 MB."));
  EXPECT_LT(counting.rows, 2'501);
  counting.rows = 0;
  EXPECT_EQ(readInto(rows, {}), QString());
  EXPECT_EQ(counting.rows, 64 * 500);
  EXPECT_LT(memory.growth(), qint64{60} << 20);
}

TEST_F(BodyReader, StopsWhenToldTo) {
  BodyReadOptions options;
  options.cancel.cancel();
  const auto done = read("a\r\n1\r\n", {.format = BodyFormat::Csv}, options);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::Cancelled);
}

TEST_F(BodyReader, AFileThatIsGoneIsSaid) {
  const auto done = readBody(m_folder.filePath(QStringLiteral("none.csv")), {.format = BodyFormat::Csv}, m_sink);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(done.error().message, QStringLiteral("The body is no longer kept on this computer."));
}

TEST_F(BodyReader, RowsMayBeCutAnywhere) {
  // Every piece boundary of a body of some pieces falls on another byte.
  for (const BodyFormat format : formats) {
    const BodyOptions form{.format = format, .gzip = format == BodyFormat::Lines};
    std::vector<Row> rows;
    for (qint64 row = 0; row < 9'000; ++row) {
      rows.push_back({row, std::string(static_cast<size_t>(row % 61), '"') + "\r\n,ü" + std::to_string(row), 0.5,
                      row % 2 == 0, std::string("x"), Array{"[1,[2]]"}});
    }
    const SpoolFile file = spool(form, oddColumns, rows);
    m_sink = {};
    ASSERT_TRUE(readBody(path(file), form, m_sink, {.columns = file.columns}).ok());
    ASSERT_EQ(m_sink.rowCount(), 9'000);
    SpoolOptions options;
    options.body = form;
    SpoolSink again(m_folder.path(), options);
    ASSERT_TRUE(again.begin(m_sink.columns).ok());
    for (const auto& batch : m_sink.batches) ASSERT_TRUE(again.append(batch).ok());
    EXPECT_EQ(again.finish()->sha256, file.sha256);
  }
}

}  // namespace
}  // namespace courier
