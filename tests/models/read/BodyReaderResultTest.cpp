#include "models/read/BodyReader.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "models/spool/SpoolSink.h"
#include "tests/support/Batches.h"
#include "tests/support/Spooled.h"

namespace courier {
namespace {

using testing::batchOf;
using testing::Blob;
using testing::CollectingSink;
using testing::columnOf;
using testing::Null;
using testing::Row;

class RefusingSink final : public BatchSink {
 public:
  Expected<void> begin(const Columns&) override { return {}; }
  Expected<void> append(const ColumnBatchPtr&) override {
    return Error::of(ErrorKind::Cancelled, QStringLiteral("enough"));
  }
};

class ResultBodyReaderTest : public ::testing::Test {
 protected:
  [[nodiscard]] QString path(const QString& name = QStringLiteral("body.json")) const {
    return m_folder.filePath(name);
  }

  Expected<void> readBytes(const QByteArray& bytes) {
    QFile file(path());
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    EXPECT_EQ(file.write(bytes), bytes.size());
    file.close();
    m_sink = {};
    return readResultBody(path(), m_sink);
  }

  QString spool(const Columns& columns, const std::vector<Row>& rows, const SpoolOptions& options = {}) {
    return path(testing::spooled(m_folder, columns, rows, options).name);
  }

  QTemporaryDir m_folder;
  CollectingSink m_sink;
};

TEST_F(ResultBodyReaderTest, GivesBackWhatWasWritten) {
  const qint64 wide = (qint64{1} << 53) + 1;
  const qint64 least = std::numeric_limits<qint64>::min();
  const double nothing = std::numeric_limits<double>::infinity();
  const std::string text("quotes \" \\ \n\0 ü 😀", 22);
  const Columns columns{columnOf(QStringLiteral("i"), ColumnType::Int),
                        columnOf(QStringLiteral("l"), ColumnType::Long),
                        columnOf(QStringLiteral("d"), ColumnType::Double),
                        columnOf(QStringLiteral("f"), ColumnType::Float),
                        columnOf(QString(), ColumnType::String),
                        columnOf(QStringLiteral("l"), ColumnType::Boolean),
                        columnOf(QStringLiteral("ü\""), ColumnType::Array, TypeSource::Fixed, ColumnType::Long)};
  const std::vector<Row> rows{{qint64{1}, wide, 1e308, 0.5, text, true, testing::Array{"[1,[2],null]"}},
                              {qint64{-2}, least, -0.0, nothing, std::string(), false, testing::Array{"[]"}},
                              {Null{}, Null{}, Null{}, Null{}, Null{}, Null{}, Null{}},
                              {qint64{0}, qint64{0}, 5e-324, 1.0, Blob{"\xFF"}, true, Null{}}};
  for (const bool asStrings : {false, true}) {
    m_sink = {};
    const SpoolOptions options{.body = {.wideIntegersAsStrings = asStrings}};
    ASSERT_TRUE(readResultBody(spool(columns, rows, options), m_sink).ok());
    EXPECT_EQ(m_sink.begins, 1);
    EXPECT_EQ(m_sink.columns, columns);
    ASSERT_EQ(m_sink.rowCount(), 4);
    EXPECT_EQ(m_sink.cell(0, 0).integer, 1);
    EXPECT_EQ(m_sink.cell(0, 1).kind, CellKind::Integer);
    EXPECT_EQ(m_sink.cell(0, 1).integer, wide);
    EXPECT_EQ(m_sink.cell(1, 1).integer, least);
    EXPECT_EQ(m_sink.cell(0, 2).real, 1e308);
    EXPECT_TRUE(std::signbit(m_sink.cell(1, 2).real));
    EXPECT_EQ(m_sink.cell(3, 2).real, 5e-324);
    EXPECT_EQ(m_sink.cell(1, 3).kind, CellKind::Null) << "infinity is null in the body";
    EXPECT_EQ(m_sink.cell(3, 3).kind, CellKind::Real);
    EXPECT_EQ(m_sink.cell(0, 4).bytes, text);
    EXPECT_EQ(m_sink.cell(1, 4).kind, CellKind::Text);
    EXPECT_EQ(m_sink.cell(1, 4).bytes, "");
    EXPECT_EQ(m_sink.cell(3, 4).bytes, "/w==");
    EXPECT_EQ(m_sink.cell(0, 5).kind, CellKind::Boolean);
    EXPECT_EQ(m_sink.cell(1, 5).integer, 0);
    EXPECT_EQ(m_sink.cell(0, 6).kind, CellKind::Array);
    EXPECT_EQ(m_sink.cell(0, 6).bytes, "[1,[2],null]");
    for (int column = 0; column < 7; ++column) EXPECT_EQ(m_sink.cell(2, column).kind, CellKind::Null) << column;
  }
}

TEST_F(ResultBodyReaderTest, WhatIsReadIsWrittenWithTheSameBytes) {
  std::mt19937_64 random(3);
  std::vector<Row> rows;
  for (int row = 0; row < 20'000; ++row) {
    const auto real = std::bit_cast<double>(static_cast<quint64>(random()));
    rows.push_back({static_cast<qint64>(random()), std::isfinite(real) ? real : 0.25,
                    std::string(random() % 100, static_cast<char>('"' + random() % 3)), random() % 2 == 0});
  }
  const Columns columns{
      columnOf(QStringLiteral("l"), ColumnType::Long), columnOf(QStringLiteral("d"), ColumnType::Double),
      columnOf(QStringLiteral("s"), ColumnType::String), columnOf(QStringLiteral("b"), ColumnType::Boolean)};
  const QString first = spool(columns, rows);
  SpoolSink again(m_folder.path(), {});
  ASSERT_TRUE(readResultBody(first, again).ok());
  QFile one(first);
  QFile two(path(again.finish().value().name));
  ASSERT_TRUE(one.open(QIODevice::ReadOnly) && two.open(QIODevice::ReadOnly));
  EXPECT_GT(one.size(), qint64{1} << 20) << "several pieces and batches";
  EXPECT_EQ(one.readAll(), two.readAll());
}

TEST_F(ResultBodyReaderTest, ALongTextIsOneValue) {
  const std::string text = std::string(5'000'000, 'x') + "\"" + std::string(5'000'000, '[');
  const QString file = spool({columnOf(QStringLiteral("t"), ColumnType::String)}, {{text}, {std::string("next")}});
  ASSERT_TRUE(readResultBody(file, m_sink).ok());
  ASSERT_EQ(m_sink.rowCount(), 2);
  EXPECT_EQ(m_sink.cell(0, 0).bytes, text);
  EXPECT_EQ(m_sink.cell(1, 0).bytes, "next");
}

TEST_F(ResultBodyReaderTest, NoRowsAndNoColumns) {
  ASSERT_TRUE(readBytes(R"({"column_names":["a"],"column_types":["array<double>"],"data":[]})").ok());
  EXPECT_EQ(m_sink.begins, 1);
  EXPECT_EQ(m_sink.columns.front().type, ColumnType::Array);
  EXPECT_EQ(m_sink.columns.front().element, ColumnType::Double);
  EXPECT_EQ(m_sink.rowCount(), 0);
  ASSERT_TRUE(readBytes(R"({"column_names":[],"column_types":[],"data":[]})").ok());
  EXPECT_EQ(m_sink.begins, 1);
  EXPECT_TRUE(m_sink.columns.isEmpty());
}

TEST_F(ResultBodyReaderTest, AnIntegerBeyondASignedLongKeepsItsDigits) {
  ASSERT_TRUE(readBytes(R"({"column_names":["a"],"column_types":["long"],"data":[[18446744073709551615]]})").ok());
  EXPECT_EQ(m_sink.cell(0, 0).kind, CellKind::Text);
  EXPECT_EQ(m_sink.cell(0, 0).bytes, "18446744073709551615");
}

TEST_F(ResultBodyReaderTest, DamageIsAStorageErrorThatNamesTheFile) {
  const QByteArray head = R"({"column_names":["a","b"],"column_types":["long","string"],"data":[)";
  const struct {
    QByteArray bytes;
    const char* detail;  ///< "" where the words are the parser's
  } cases[] = {
      {"", "the end is missing"},
      {"nothing", "the end is missing"},
      {head, "the end is missing"},
      {head + R"([1,"x"])", "the end is missing"},
      {head + R"([1,"x"]])", "the end is missing"},
      {head + R"([1,"x"],[2,"y")", "the end is missing"},
      {head + R"([1,"x"]]} more)", "something other than rows is where the rows should be"},
      {head + R"([1,"x"],5]})", "something other than rows is where the rows should be"},
      {head + R"([1,"x"] [2,"y"]]})", ""},
      {head + R"([1,"x"],{"a":1}]})", ""},
      {head + R"([1]]})", "row 1: the row has fewer values than there are columns"},
      {head + R"([1,"x"],[1,"x",2]]})", "row 2: the row has more values than there are columns"},
      {head + R"([1.5,"x"]]})", ""},
      {head + R"([true,"x"]]})", ""},
      {head + R"(["1.5","x"]]})", "row 1: a long is not an integer"},
      {head + R"(["","x"]]})", "row 1: a long is not an integer"},
      {head + R"([99999999999999999999,"x"]]})", ""},
      {head + R"([1,2]]})", ""},
      {head + "[1,\"\xFF\"]]}", ""},
      {head + R"([1,"\x"]]})", ""},
      {head + R"([nil,"x"]]})", ""},
      {head + R"([[1],"x"]]})", ""},
      {R"({"column_names":["a"],"column_types":["decimal"],"data":[[1]]})", "a type is not known"},
      {R"({"column_names":["a"],"column_types":["array<"],"data":[[1]]})", "a type is not known"},
      {R"({"column_names":["a"],"column_types":["array<>"],"data":[[1]]})", "a type is not known"},
      {R"({"column_names":["a"],"column_types":[],"data":[[1]]})",
       "the number of types differs from the number of names"},
      {R"({"column_names":[1],"column_types":["long"],"data":[[1]]})", ""},
      {R"({"data":[[1]],"column_names":["a"],"column_types":["long"]})", ""},
  };
  for (const auto& one : cases) {
    const auto done = readBytes(one.bytes);
    ASSERT_FALSE(done.ok()) << one.bytes.constData();
    EXPECT_EQ(done.error().kind, ErrorKind::Storage);
    EXPECT_TRUE(done.error().message.contains(QDir::toNativeSeparators(path())));
    EXPECT_FALSE(done.error().detail.isEmpty()) << one.bytes.constData();
    if (*one.detail == '\0') continue;
    EXPECT_EQ(done.error().detail.toStdString(), one.detail) << one.bytes.constData();
  }
}

TEST_F(ResultBodyReaderTest, AFileThatIsNotThereIsAStorageError) {
  const auto done = readResultBody(path(QStringLiteral("gone.json")), m_sink);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(done.error().message.contains(QStringLiteral("gone.json")));
  EXPECT_EQ(m_sink.begins, 0);
}

TEST_F(ResultBodyReaderTest, PassesOnWhatTheSinkSays) {
  const QString file = spool({columnOf(QStringLiteral("t"), ColumnType::Long)}, {{qint64{1}}});
  RefusingSink refusing;
  const auto done = readResultBody(file, refusing);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::Cancelled);
}

}  // namespace
}  // namespace courier
