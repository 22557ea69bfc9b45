#include "models/data/ResultDiff.h"

#include <QElapsedTimer>
#include <cmath>
#include <limits>
#include <random>

#include "models/explore/DiffTableModel.h"
#include "tests/models/data/DiffedResults.h"
#include "tests/support/PeakMemory.h"

namespace courier {
namespace {

using testing::Array;
using testing::columnOf;
using testing::diffOf;
using testing::Null;
using testing::resultOf;
using testing::Row;

constexpr qint64 minute = 60'000;

Columns columnsOf(const QString& names, ColumnType type = ColumnType::Long) {
  Columns columns;
  for (const QChar name : names) columns.append(columnOf(QString(name), type));
  return columns;
}

Row numbers(std::initializer_list<qint64> values) {
  Row row;
  for (const qint64 value : values) row.emplace_back(value);
  return row;
}

/// "+1 -0 ~2>3": added newer row 1, removed older row 0, older 2 changed into newer 3.
std::string listed(const ResultDiff& diff) {
  std::string text;
  for (const DiffRow& row : diff.rows) {
    if (!text.empty()) text += ' ';
    if (row.change == RowChange::Added) text += "+" + std::to_string(row.newer);
    if (row.change == RowChange::Removed) text += "-" + std::to_string(row.older);
    if (row.change == RowChange::Changed) text += "~" + std::to_string(row.older) + ">" + std::to_string(row.newer);
  }
  return text;
}

TEST(ResultDiff, RowsThatAreMatchedByTheFirstColumn) {
  const struct {
    const char* what;
    std::vector<Row> older;
    std::vector<Row> newer;
    const char* listed;
    bool moved;
  } cases[] = {
      {"nothing", {}, {}, "", false},
      {"same", {numbers({1, 10}), numbers({2, 20})}, {numbers({1, 10}), numbers({2, 20})}, "", false},
      {"moved", {numbers({1, 10}), numbers({2, 20})}, {numbers({2, 20}), numbers({1, 10})}, "", true},
      {"all new", {}, {numbers({1, 10}), numbers({2, 20})}, "+0 +1", false},
      {"all gone", {numbers({1, 10}), numbers({2, 20})}, {}, "-0 -1", false},
      {"one of each",
       {numbers({1, 10}), numbers({2, 20}), numbers({3, 30})},
       {numbers({1, 10}), numbers({3, 31}), numbers({4, 40})},
       "-1 ~2>1 +2",
       false},
      {"added in front", {numbers({1, 10})}, {numbers({0, 0}), numbers({1, 10})}, "+0", false},
      {"one key in each that is NULL", {{Null{}, qint64{1}}}, {{Null{}, qint64{2}}}, "~0>0", false},
  };
  const Columns columns = columnsOf(QStringLiteral("kv"));
  for (const auto& one : cases) {
    const ResultDiff diff = diffOf(*resultOf(columns, one.older), *resultOf(columns, one.newer));
    EXPECT_EQ(listed(diff), one.listed) << one.what;
    EXPECT_EQ(diff.rowsMoved, one.moved) << one.what;
    EXPECT_EQ(diff.keys, QVector<int>{0}) << one.what;
    EXPECT_EQ(diff.olderRows, diff.same + diff.changed + diff.removed) << one.what;
    EXPECT_EQ(diff.newerRows, diff.same + diff.changed + diff.added) << one.what;
  }
}

TEST(ResultDiff, RowsAreMatchedAsWholesWhereTheFirstColumnIsNotUnique) {
  const Columns columns = columnsOf(QStringLiteral("kv"));
  const auto older = resultOf(columns, {numbers({1, 1}), numbers({1, 1}), numbers({1, 2}), numbers({2, 9})});
  const auto newer = resultOf(columns, {numbers({1, 1}), numbers({1, 3}), numbers({2, 9}), numbers({2, 9})});
  const ResultDiff diff = diffOf(*older, *newer);
  EXPECT_TRUE(diff.keys.isEmpty());
  EXPECT_FALSE(diff.keysRefused);
  EXPECT_EQ(diff.same, 2);
  EXPECT_EQ(diff.changed, 0);
  EXPECT_EQ(listed(diff), "+1 -1 -2 +3");
  EXPECT_TRUE(diffNotes(diff).join(u' ').contains(QStringLiteral("one removed and one added")));
}

TEST(ResultDiff, KeysAreChosenAndRefusedWhereTheyAreNotUnique) {
  const Columns columns = columnsOf(QStringLiteral("abv"));
  const auto older = resultOf(columns, {numbers({1, 1, 10}), numbers({1, 2, 20})});
  const auto newer = resultOf(columns, {numbers({1, 2, 21}), numbers({1, 1, 10})});
  DiffRequest request;
  request.matching = RowMatching::ByKeys;
  request.keys = {0, 1};
  const ResultDiff by = diffOf(*older, *newer, request);
  EXPECT_EQ(by.keys, (QVector<int>{0, 1}));
  EXPECT_EQ(listed(by), "~1>0");
  EXPECT_TRUE(by.rowsMoved);
  EXPECT_TRUE(diffNotes(by).constFirst().contains(QStringLiteral("“a”, “b”")));
  request.keys = {0};
  const ResultDiff refused = diffOf(*older, *newer, request);
  EXPECT_TRUE(refused.keysRefused);
  EXPECT_TRUE(refused.keys.isEmpty());
  EXPECT_EQ(listed(refused), "+0 -1");
  request.matching = RowMatching::Wholes;
  EXPECT_FALSE(diffOf(*older, *newer, request).keysRefused);
}

TEST(ResultDiff, ColumnsAddedRemovedMovedAndOfAnotherType) {
  const Columns older{
      columnOf(QStringLiteral("k"), ColumnType::Long), columnOf(QStringLiteral("gone"), ColumnType::Long),
      columnOf(QStringLiteral("n"), ColumnType::Long), columnOf(QStringLiteral("x"), ColumnType::String)};
  const Columns newer{
      columnOf(QStringLiteral("k"), ColumnType::Long), columnOf(QStringLiteral("x"), ColumnType::String),
      columnOf(QStringLiteral("n"), ColumnType::Double), columnOf(QStringLiteral("new"), ColumnType::Long)};
  const auto one = resultOf(older, {{qint64{1}, qint64{5}, qint64{7}, std::string("a")}});
  const auto two = resultOf(newer, {{qint64{1}, std::string("a"), 7.0, qint64{9}}});
  const ResultDiff diff = diffOf(*one, *two);
  ASSERT_EQ(diff.columns.size(), 5);
  EXPECT_EQ(diff.columns[2].change, ColumnChange::TypeChanged);
  EXPECT_EQ(diff.columns[3].change, ColumnChange::Added);
  EXPECT_EQ(diff.columns[4].change, ColumnChange::Removed);
  EXPECT_TRUE(diff.columnsMoved);
  EXPECT_TRUE(diff.rows.empty()) << "7 is 7.0, and columns of one alone do not change a row";
  EXPECT_EQ(diff.same, 1);
  EXPECT_FALSE(diff.isSame());
  const QString notes = diffNotes(diff).join(u'\n');
  EXPECT_TRUE(notes.contains(QStringLiteral("Columns added: “new”.")));
  EXPECT_TRUE(notes.contains(QStringLiteral("Columns removed: “gone”.")));
  EXPECT_TRUE(notes.contains(QStringLiteral("Types changed: “n” (long → double).")));
}

TEST(ResultDiff, AWantOfValuesIsNoChangeOfType) {
  const auto older =
      resultOf({columnOf(QStringLiteral("k"), ColumnType::Long), columnOf(QStringLiteral("s"), ColumnType::String)},
               {{qint64{1}, Null{}}});
  const auto newer =
      resultOf({columnOf(QStringLiteral("k"), ColumnType::Long), columnOf(QStringLiteral("s"), ColumnType::Long)},
               {{qint64{1}, qint64{3}}});
  const ResultDiff diff = diffOf(*older, *newer);
  EXPECT_EQ(diff.columns[1].change, ColumnChange::Same);
  EXPECT_EQ(listed(diff), "~0>0");
}

TEST(ResultDiff, ColumnsOfOneNameGoByTheirOrder) {
  const Columns twice = columnsOf(QStringLiteral("aa"));
  const ResultDiff diff = diffOf(*resultOf(twice, {numbers({1, 2})}), *resultOf(twice, {numbers({1, 3})}));
  ASSERT_EQ(diff.columns.size(), 2);
  EXPECT_EQ(diff.columns[1].older, 1);
  EXPECT_EQ(listed(diff), "~0>0");
}

TEST(ResultDiff, WithoutACommonColumnNoRowIsTheSame) {
  const ResultDiff diff = diffOf(*resultOf(columnsOf(QStringLiteral("a")), {numbers({1})}),
                                 *resultOf(columnsOf(QStringLiteral("b")), {numbers({1})}));
  EXPECT_EQ(listed(diff), "+0 -0");
  EXPECT_TRUE(diffNotes(diff).constFirst().contains(QStringLiteral("no column in common")));
}

TEST(ResultDiff, ValuesAreTheSameByWhatTheyAre) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const struct {
    testing::Value one;
    testing::Value other;
    bool same;
  } cases[] = {{qint64{1}, 1.0, true},
               {qint64{0}, -0.0, true},
               {(qint64{1} << 53) + 1, 9'007'199'254'740'992.0, false},
               {qint64{1}, true, false},
               {qint64{1}, std::string("1"), false},
               {Null{}, std::string(), false},
               {Null{}, Null{}, true},
               {nan, nan, true},
               {0.1, 0.1000000000000001, false},
               {std::string("a"), std::string("a"), true},
               {std::string("a"), std::string("a "), false},
               {Array{"[1]"}, std::string("[1]"), true}};
  for (const auto& one : cases) {
    const auto batch = testing::batchOfColumn({one.one, one.other});
    EXPECT_EQ(isSameValue(batch->cell(0, 0), batch->cell(1, 0)), one.same);
  }
}

TEST(ResultDiff, AgreesWithAPlainComparison) {
  std::mt19937 random(7);
  const Columns columns = columnsOf(QStringLiteral("kv"));
  for (int round = 0; round < 200; ++round) {
    const auto make = [&] {
      std::vector<std::pair<qint64, qint64>> rows(random() % 12);
      for (auto& row : rows) row = {random() % 6, random() % 3};
      return rows;
    };
    const auto left = make();
    const auto right = make();
    const auto stored = [&](const std::vector<std::pair<qint64, qint64>>& rows) {
      std::vector<Row> values;
      for (const auto& [key, value] : rows) values.push_back(numbers({key, value}));
      return resultOf(columns, values);
    };
    DiffRequest request;
    request.matching = RowMatching::Wholes;
    const ResultDiff diff = diffOf(*stored(left), *stored(right), request);
    auto gone = left;
    qint64 added = 0;
    for (const auto& row : right) {
      const auto found = std::find(gone.begin(), gone.end(), row);
      found == gone.end() ? static_cast<void>(++added) : static_cast<void>(gone.erase(found));
    }
    EXPECT_EQ(diff.added, added);
    EXPECT_EQ(diff.removed, static_cast<qint64>(gone.size()));
    EXPECT_EQ(diff.same + diff.added, static_cast<qint64>(right.size()));
  }
}

std::shared_ptr<ResultStore> large(qint64 rows, qint64 step) {
  auto store = sharedResult(QDir::tempPath());
  EXPECT_TRUE(
      store->begin({columnOf(QStringLiteral("k"), ColumnType::Long), columnOf(QStringLiteral("t"), ColumnType::String)})
          .ok());
  ColumnBatchBuilder builder(2);
  for (qint64 row = 0; row < rows; ++row) {
    builder.appendInteger(0, row);
    builder.appendText(1, "text of row " + std::to_string(step > 0 && row % step == 0 ? -row : row));
    builder.endRow();
    if (builder.isFull()) {
      EXPECT_TRUE(store->append(builder.take()).ok());
    }
  }
  EXPECT_TRUE(store->append(builder.take()).ok());
  return store;
}

TEST(ResultDiff, AHundredThousandRowsTwice) {
  const auto older = large(100'000, 0);
  const auto newer = large(100'500, 1000);
  const testing::PeakMemory memory;
  QElapsedTimer timer;
  timer.start();
  const ResultDiff diff = diffOf(*older, *newer);
  RecordProperty("ms", static_cast<int>(timer.elapsed()));
  RecordProperty("kB", static_cast<int>(memory.growth() / 1024));
  EXPECT_EQ(diff.changed, 99) << "row 0 stays as it is";
  EXPECT_EQ(diff.added, 500);
  EXPECT_EQ(diff.removed, 0);
  EXPECT_EQ(diff.same, 99'901);
  EXPECT_LT(timer.elapsed(), minute);
  EXPECT_LT(memory.growth(), qint64{40} << 20);
  std::printf("100,000 rows twice: %lld ms, %lld kB\n", static_cast<long long>(timer.elapsed()),
              static_cast<long long>(memory.growth() / 1024));
}

TEST(ResultDiff, StopsAndRefusesWhatIsTooMuch) {
  const auto rows = large(5'000, 0);
  DiffRequest request;
  request.maxRows = 4'999;
  const auto refused = diffResults(*rows, *rows, request);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
  EXPECT_TRUE(refused.error().message.contains(QStringLiteral("4,999")) ||
              refused.error().message.contains(QStringLiteral("4999")));
  request.maxRows = 5'000;
  request.cancel.cancel();
  const auto stopped = diffResults(*rows, *rows, request);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
}

}  // namespace
}  // namespace courier
