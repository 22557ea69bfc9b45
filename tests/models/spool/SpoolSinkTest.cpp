#include "models/spool/SpoolSink.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <functional>

#include "models/base/Sha256.h"
#include "models/write/BodyWriter.h"
#include "tests/support/Batches.h"
#include "tests/support/Spooled.h"

namespace courier {
namespace {

using testing::batchOf;
using testing::batchOfColumn;
using testing::columnOf;
using testing::contentOf;
using testing::entriesOf;
using testing::Null;
using testing::Row;
using testing::spooled;
using testing::Value;

/// What a BodyWriter gives for the whole at once.
QByteArray expectedBody(const Columns& typed, const std::vector<Row>& rows) {
  const auto writer = makeBodyWriter(typed, {});
  std::string out;
  writer->writeHead(out);
  writer->writeRows(*batchOf(static_cast<int>(typed.size()), rows), static_cast<int>(rows.size()), out);
  writer->writeTail(out);
  return QByteArray::fromStdString(out);
}

SpoolFile spool(const QTemporaryDir& folder, const Columns& columns, const std::vector<Row>& rows, size_t step,
                const SpoolOptions& options = {}) {
  return spooled(folder, columns, rows, options, step);
}

Columns undeclared(int count) {
  Columns columns;
  for (int index = 0; index < count; ++index) {
    columns.push_back(columnOf(QStringLiteral("c%1").arg(index), ColumnType::String, TypeSource::Values));
  }
  return columns;
}

Columns withTypes(Columns columns, const std::vector<ColumnType>& types) {
  for (int index = 0; index < columns.size(); ++index) columns[index].type = types[static_cast<size_t>(index)];
  return columns;
}

TEST(SpoolSink, SaysExactlyWhatIsInTheFile) {
  const QTemporaryDir folder;
  const std::vector<Row> rows{{std::string("200"), qint64{4981}}, {std::string("\xFF"), qint64{2}}};
  const Columns columns{columnOf(QStringLiteral("code"), ColumnType::String, TypeSource::Declared),
                        columnOf(QStringLiteral("cnt"), ColumnType::String, TypeSource::Values)};
  const SpoolFile file = spool(folder, columns, rows, 1);
  const QByteArray content = contentOf(folder, file);
  EXPECT_EQ(content,
            "{\"column_names\":[\"code\",\"cnt\"],\"column_types\":[\"string\",\"long\"],"
            "\"data\":[[\"200\",4981],[\"\xEF\xBF\xBD\",2]]}");
  EXPECT_EQ(file.bytes, content.size());
  Sha256 digest;
  digest.add({content.constData(), static_cast<size_t>(content.size())});
  EXPECT_EQ(file.sha256, digest.finish());
  EXPECT_EQ(file.contentType, QStringLiteral("application/json; charset=utf-8"));
  EXPECT_EQ(file.rows, 2);
  EXPECT_FALSE(file.truncated);
  EXPECT_EQ(file.repairedTexts, 1);
  EXPECT_EQ(file.columns, withTypes(columns, {ColumnType::String, ColumnType::Long}));
  EXPECT_EQ(file.unsettled, QVector<bool>({false, false}));
  EXPECT_EQ(entriesOf(folder), QStringList{file.name});
  EXPECT_TRUE(file.name.endsWith(QStringLiteral(".json")));
  EXPECT_EQ(QFile::permissions(folder.filePath(file.name)) &
                (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions{});
}

TEST(SpoolSink, NoResultAndNoRowsAreValidBodies) {
  const QTemporaryDir folder;
  SpoolSink none(folder.path(), {});
  const auto empty = none.finish();
  ASSERT_TRUE(empty.ok());
  EXPECT_EQ(contentOf(folder, *empty), R"({"column_names":[],"column_types":[],"data":[]})");

  const SpoolFile rowless = spool(folder, undeclared(1), {}, 1);
  EXPECT_EQ(contentOf(folder, rowless), R"({"column_names":["c0"],"column_types":["string"],"data":[]})");
  EXPECT_EQ(rowless.unsettled, QVector<bool>({true}));
  EXPECT_EQ(rowless.rows, 0);
}

TEST(SpoolSink, EveryFileHasANameOfItsOwn) {
  const QTemporaryDir folder;
  QStringList names;
  for (int round = 0; round < 20; ++round) names.push_back(spool(folder, undeclared(1), {{qint64{1}}}, 1).name);
  names.removeDuplicates();
  EXPECT_EQ(names.size(), 20);
}

TEST(SpoolSink, TheSameBytesHoweverTheRowsAreCut) {
  // Columns that settle late, widen early, widen at the last row, widen twice and never.
  std::vector<Row> rows;
  const qint64 count = 500;
  for (qint64 row = 0; row < count; ++row) {
    const bool isLast = row == count - 1;
    rows.push_back({row < 300 ? Value(Null{}) : Value(row), row == 3 ? Value(0.5) : Value(row),
                    isLast ? Value(std::string("text")) : Value(row),
                    row > 100 && row < 200 ? Value(1.5)
                    : row == 400           ? Value(std::string("\xFF"))
                                           : Value(row),
                    Value(std::string("same"))});
  }
  const Columns typed = withTypes(undeclared(5), {ColumnType::Long, ColumnType::Double, ColumnType::String,
                                                  ColumnType::String, ColumnType::String});
  const QByteArray expected = expectedBody(typed, rows);
  for (const size_t step : std::initializer_list<size_t>{1, 2, 7, 100, 250, 499, 500}) {
    for (const size_t memoryLimit : {size_t{0}, size_t{4000}, size_t{16} << 20}) {
      const QTemporaryDir folder;
      const SpoolFile file = spool(folder, undeclared(5), rows, step, {.body = {}, .memoryLimit = memoryLimit});
      EXPECT_EQ(contentOf(folder, file), expected) << "in steps of " << step;
      EXPECT_EQ(file.bytes, expected.size());
      Sha256 digest;
      digest.add({expected.constData(), static_cast<size_t>(expected.size())});
      EXPECT_EQ(file.sha256, digest.finish());
      EXPECT_EQ(file.columns, typed);
      EXPECT_EQ(file.repairedTexts, 1);
      EXPECT_EQ(file.rows, count);
      EXPECT_EQ(entriesOf(folder), QStringList{file.name});
    }
  }
}

TEST(SpoolSink, OnceNothingCanWidenTheRestIsEncodedAsItComes) {
  // The first column is forced to string half way: the rest needs no second pass, and is no longer kept.
  std::vector<Row> rows;
  for (qint64 row = 0; row < 1000; ++row) rows.push_back({row == 500 ? Value(std::string("x")) : Value(row)});
  const QTemporaryDir folder;
  const SpoolFile file = spool(folder, undeclared(1), rows, 10, {.body = {}, .memoryLimit = 0});
  EXPECT_EQ(contentOf(folder, file), expectedBody(undeclared(1), rows));
}

TEST(SpoolSink, TheCapCountsRowsAndSaysWhatItCut) {
  std::vector<Row> rows;
  for (qint64 row = 0; row < 25; ++row) rows.push_back({row});
  const std::vector<Row> first(rows.begin(), rows.begin() + 20);
  const Columns typed = withTypes(undeclared(1), {ColumnType::Long});
  for (const size_t step : std::initializer_list<size_t>{1, 4, 7, 20, 25}) {
    const QTemporaryDir folder;
    const SpoolFile cut = spool(folder, undeclared(1), rows, step, {.rowCap = 20, .body = {}});
    EXPECT_TRUE(cut.truncated);
    EXPECT_EQ(cut.rows, 20);
    EXPECT_EQ(contentOf(folder, cut), expectedBody(typed, first));

    const SpoolFile whole = spool(folder, undeclared(1), first, step, {.rowCap = 20, .body = {}});
    EXPECT_FALSE(whole.truncated);
    EXPECT_EQ(whole.rows, 20);

    const SpoolFile lifted = spool(folder, undeclared(1), rows, step, {.rowCap = 0, .body = {}});
    EXPECT_FALSE(lifted.truncated);
    EXPECT_EQ(lifted.rows, 25);
  }
}

TEST(SpoolSink, RowsThatAreCutDecideNoType) {
  const QTemporaryDir folder;
  const std::vector<Row> rows{{qint64{1}}, {qint64{2}}, {std::string("text")}};
  for (const size_t step : std::initializer_list<size_t>{1, 2, 3}) {
    const SpoolFile file = spool(folder, undeclared(1), rows, step, {.rowCap = 2, .body = {}});
    EXPECT_EQ(contentOf(folder, file), R"({"column_names":["c0"],"column_types":["long"],"data":[[1],[2]]})");
  }
  // A late widening must not bring them back either.
  const std::vector<Row> widening{{qint64{1}}, {2.5}, {qint64{3}}, {std::string("text")}};
  for (const size_t step : std::initializer_list<size_t>{1, 2, 3, 4}) {
    const SpoolFile file = spool(folder, undeclared(1), widening, step, {.rowCap = 3, .body = {}});
    EXPECT_EQ(contentOf(folder, file),
              R"({"column_names":["c0"],"column_types":["double"],"data":[[1.0],[2.5],[3.0]]})");
  }
}

TEST(SpoolSink, TheEngineMayKnowOfFurtherRows) {
  const QTemporaryDir folder;
  SpoolSink sink(folder.path(), {});
  ASSERT_TRUE(sink.begin(undeclared(1)).ok());
  ASSERT_TRUE(sink.append(batchOfColumn({qint64{1}})).ok());
  EXPECT_TRUE(sink.finish(true).value().truncated);
}

TEST(SpoolSink, EmptyBatchesChangeNothing) {
  const QTemporaryDir folder;
  SpoolSink sink(folder.path(), {.rowCap = 1, .body = {}});
  ASSERT_TRUE(sink.begin(undeclared(1)).ok());
  ASSERT_TRUE(sink.append(batchOfColumn({})).ok());
  ASSERT_TRUE(sink.append(batchOfColumn({qint64{1}})).ok());
  ASSERT_TRUE(sink.append(batchOfColumn({})).ok());
  const SpoolFile file = sink.finish().value();
  EXPECT_FALSE(file.truncated);
  EXPECT_EQ(contentOf(folder, file), R"({"column_names":["c0"],"column_types":["long"],"data":[[1]]})");
}

TEST(SpoolSink, ASecondBeginStartsOver) {
  const QTemporaryDir folder;
  SpoolSink sink(folder.path(), {.rowCap = 600'000, .body = {}});
  ASSERT_TRUE(sink.begin(undeclared(2)).ok());
  for (int round = 0; round < 500; ++round) {
    std::vector<Row> rows(1000, Row{std::string("\xFF"), qint64{1}});
    ASSERT_TRUE(sink.append(batchOf(2, rows)).ok());
  }
  ASSERT_TRUE(sink.begin(undeclared(1)).ok());
  ASSERT_TRUE(sink.append(batchOfColumn({true})).ok());
  const SpoolFile file = sink.finish().value();
  EXPECT_EQ(contentOf(folder, file), R"({"column_names":["c0"],"column_types":["boolean"],"data":[[true]]})");
  EXPECT_EQ(file.rows, 1);
  EXPECT_EQ(file.repairedTexts, 0);
  EXPECT_FALSE(file.truncated);
  EXPECT_EQ(entriesOf(folder), QStringList{file.name});
}

TEST(SpoolSink, NothingStaysBehindWithoutFinish) {
  const QTemporaryDir folder;
  {
    SpoolSink sink(folder.path(), {.body = {}, .memoryLimit = 0});
    ASSERT_TRUE(sink.begin(undeclared(1)).ok());
    ASSERT_TRUE(sink.append(batchOfColumn({qint64{1}})).ok());
    for (const QString& name : entriesOf(folder)) EXPECT_FALSE(name.endsWith(QStringLiteral(".json")));
  }
  EXPECT_TRUE(entriesOf(folder).isEmpty());
}

TEST(SpoolSink, AFolderThatIsNotThereIsAStorageError) {
  const QTemporaryDir folder;
  SpoolSink sink(folder.filePath(QStringLiteral("missing")), {});
  const auto begun = sink.begin(undeclared(1));
  ASSERT_FALSE(begun.ok());
  EXPECT_EQ(begun.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(begun.error().message.contains(QStringLiteral("missing")));
  EXPECT_FALSE(sink.append(batchOfColumn({qint64{1}})).ok()) << "after an Error nothing more is taken";
  EXPECT_FALSE(sink.finish().ok());
}

TEST(SpoolSink, ABrokenPromiseOfTheEngineIsAnErrorAndNotANull) {
  const QTemporaryDir folder;
  SpoolSink sink(folder.path(), {});
  ASSERT_TRUE(sink.begin({columnOf(QStringLiteral("amount"), ColumnType::Long)}).ok());
  const auto appended = sink.append(batchOfColumn({std::string("12")}));
  ASSERT_FALSE(appended.ok());
  EXPECT_EQ(appended.error().kind, ErrorKind::Internal);
  EXPECT_TRUE(appended.error().message.contains(QStringLiteral("\"amount\"")));
  EXPECT_FALSE(sink.finish().ok());
  EXPECT_TRUE(entriesOf(folder).isEmpty());
}

TEST(SpoolSink, IsFinishedOnce) {
  const QTemporaryDir folder;
  SpoolSink sink(folder.path(), {});
  ASSERT_TRUE(sink.finish().ok());
  EXPECT_FALSE(sink.finish().ok());
  EXPECT_EQ(entriesOf(folder).size(), 1);
}

}  // namespace
}  // namespace courier
