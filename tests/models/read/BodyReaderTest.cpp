#include "models/read/BodyReader.h"

#include <cmath>
#include <limits>

#include "models/spool/SpoolSink.h"
#include "tests/models/read/BodyReaderFixture.h"
#include "tests/support/Batches.h"
#include "tests/support/Spooled.h"

namespace courier {
namespace {

using testing::Array;
using testing::batchOf;
using testing::Blob;
using testing::columnOf;
using testing::Null;
using testing::Row;

constexpr BodyFormat formats[] = {BodyFormat::Result, BodyFormat::Objects, BodyFormat::Lines, BodyFormat::Csv};

class BodyReader : public testing::BodyReaderFixture {
 protected:
  SpoolFile spool(const BodyOptions& form, const Columns& columns, const std::vector<Row>& rows) {
    return testing::spooled(m_folder, columns, rows, {.body = form});
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
