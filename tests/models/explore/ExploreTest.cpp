#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "models/data/CellText.h"
#include "models/explore/ColumnProfile.h"
#include "models/explore/SelectionFigures.h"
#include "models/explore/ValueSearch.h"
#include "tests/models/explore/RandomTable.h"

namespace courier {
namespace {

using testing::RandomTable;

RowListPtr listOf(std::vector<quint32> rows, qint64 covered) {
  return std::make_shared<const RowList>(std::move(rows), covered, false);
}

/// One column of these.
std::shared_ptr<ResultStore> integers(const std::vector<qint64>& values) {
  auto store = std::make_shared<ResultStore>(QDir::tempPath());
  Columns columns(1);
  if (!store->begin(columns)) qFatal("begin");
  ColumnBatchBuilder builder(1);
  for (const qint64 value : values) {
    builder.appendInteger(0, value);
    builder.endRow();
  }
  if (!store->append(builder.take())) qFatal("append");
  return store;
}

SelectionFigures figures(const ResultStore& store, const RowListPtr& rows, const QVector<ShownRange>& ranges) {
  RowProgress progress;
  auto found = figuresOf(store, rows, ranges, CancelToken(), progress);
  if (!found) qFatal("figures");
  EXPECT_EQ(progress.done, progress.total);
  return *found;
}

TEST(SelectionFigures, TheSumOfIntegersIsExactBeyondWhatAWordHolds) {
  const qint64 most = std::numeric_limits<qint64>::max();
  const auto store = integers({most, most, most, 1});
  const SelectionFigures found = figures(*store, nullptr, {{0, 3, 0, 0}});
  EXPECT_EQ(found.cells, 4);
  EXPECT_EQ(found.sum, QStringLiteral("27670116110564327422"));
  EXPECT_EQ(found.average, QStringLiteral("6917529027641081856"));
  EXPECT_EQ(found.least.integer, 1);
  EXPECT_EQ(found.greatest.integer, most);
  EXPECT_EQ(found.distinct, std::optional<qint64>(2));
  EXPECT_EQ(figures(*integers({-7, -8}), nullptr, {{0, 1, 0, 0}}).sum, QStringLiteral("-15"));
  EXPECT_EQ(figures(*integers({-7, -8}), nullptr, {{0, 1, 0, 0}}).average, QStringLiteral("-7.5"));
  EXPECT_EQ(figures(*integers({4, 8}), nullptr, {{0, 1, 0, 0}}).average, QStringLiteral("6"));
}

TEST(SelectionFigures, CountsWhatIsSelectedAmongTheRowsShown) {
  const RandomTable table(3, 2000, 4, 3000);
  const RowListPtr rows = listOf({5, 1900, 7, 8}, 2000);
  const SelectionFigures found = figures(*table.store, rows, {{1, 3, 3, 3}, {0, 0, 1, 1}});
  const std::vector<KeptValue> values = {table.rows[1900][3], table.rows[7][3], table.rows[8][3], table.rows[5][1]};
  const auto nulls =
      std::count_if(values.begin(), values.end(), [](const KeptValue& value) { return value.kind == CellKind::Null; });
  EXPECT_EQ(found.cells, 4);
  EXPECT_EQ(found.nulls, nulls);
  EXPECT_EQ(found.numbers, 4 - nulls);
  // Texts have an order and no sum.
  const SelectionFigures texts = figures(*table.store, nullptr, {{0, 1999, 2, 2}});
  EXPECT_EQ(texts.sum, QString());
  EXPECT_EQ(texts.numbers, 0);
  EXPECT_EQ(texts.least.bytes, QByteArray(""));
}

TEST(ValueSearch, FindsTheNextAndTheOneBeforeRoundTheEnds) {
  const RandomTable table(5, 1500, 3, 3000);
  SearchText wanted;
  wanted.text = QStringLiteral("apple");
  const auto isHit = [&](qint64 row, int column) {
    return matches(cellOf(table.rows[static_cast<size_t>(row)][static_cast<size_t>(column)]), wanted);
  };
  for (const bool backwards : {false, true}) {
    for (const ShownCell from : {ShownCell{0, 0}, ShownCell{1499, 2}, ShownCell{700, 1}}) {
      // Cell by cell, as a person would look.
      qint64 at = from.place * 3 + from.column;
      do {
        at = (at + (backwards ? 4499 : 1)) % 4500;
      } while (!isHit(at / 3, static_cast<int>(at % 3)));
      RowProgress progress;
      const auto found = findCell(*table.store, nullptr, wanted, from, backwards, CancelToken(), progress);
      ASSERT_TRUE(found);
      ASSERT_TRUE(*found);
      EXPECT_EQ(**found, (ShownCell{at / 3, static_cast<int>(at % 3)})) << backwards << from.place;
    }
  }
}

TEST(ValueSearch, CountsAndLooksWhereItIsTold) {
  const RandomTable table(6, 1200, 3, 3000);
  for (const bool matchesCase : {false, true}) {
    SearchText wanted;
    wanted.text = QStringLiteral("Apple");
    wanted.matchesCase = matchesCase;
    wanted.column = 2;
    qint64 expected = 0;
    for (const auto& row : table.rows)
      expected +=
          cellRawText(cellOf(row[2])).contains(wanted.text, matchesCase ? Qt::CaseSensitive : Qt::CaseInsensitive);
    RowProgress progress;
    EXPECT_EQ(*countCells(*table.store, nullptr, wanted, CancelToken(), progress), expected);
    EXPECT_GT(expected, 0);
    std::vector<quint32> all(1200);
    for (quint32 row = 0; row < 1200; ++row) all[row] = 1199 - row;
    EXPECT_EQ(*countCells(*table.store, listOf(all, 1200), wanted, CancelToken(), progress), expected);
  }
  RowProgress progress;
  SearchText absent;
  absent.text = QStringLiteral("not there at all");
  EXPECT_EQ(*findCell(*table.store, nullptr, absent, {}, false, CancelToken(), progress), std::nullopt);
  absent.text = QStringLiteral("12");
  absent.wholeValue = true;
  EXPECT_TRUE(matches(Cell{CellKind::Integer, 12, 0.0, {}}, absent));
  EXPECT_FALSE(matches(Cell{CellKind::Integer, 123, 0.0, {}}, absent));
}

TEST(ColumnProfile, CountsEachValueOnce) {
  const RandomTable table(8, 3000, 4, 3000);
  RowProgress progress;
  const auto found = distinctValues(*table.store, nullptr, 3, 2, CancelToken(), progress);
  ASSERT_TRUE(found);
  EXPECT_EQ(progress.done, progress.total);
  std::map<qint64, qint64> counts;
  qint64 nulls = 0;
  for (const auto& row : table.rows) row[3].kind == CellKind::Null ? ++nulls : ++counts[row[3].integer];
  EXPECT_EQ(found->nulls, nulls);
  EXPECT_EQ(found->distinct, static_cast<qint64>(counts.size()));
  ASSERT_EQ(found->often.size(), 2);
  const auto most = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& one, const auto& other) { return one.second < other.second; });
  EXPECT_EQ(found->often[0].count, most->second);
  EXPECT_GE(found->often[0].count, found->often[1].count);
}

TEST(ColumnProfile, SaysWhatTheNumbersAreLike) {
  std::vector<qint64> values;
  for (qint64 value = 1; value <= 101; ++value) values.push_back(value);
  RowProgress progress;
  const auto profile = profileColumn(*integers(values), nullptr, 0, CancelToken(), progress);
  ASSERT_TRUE(profile);
  ASSERT_TRUE(profile->numbers);
  EXPECT_EQ(profile->rows, 101);
  EXPECT_EQ(profile->values.distinct, 101);
  EXPECT_DOUBLE_EQ(profile->numbers->mean, 51.0);
  EXPECT_NEAR(profile->numbers->deviation, 29.154759, 1e-6);
  EXPECT_EQ(profile->numbers->quantiles, (QVector<double>{2, 6, 26, 51, 76, 96, 100}));
  qint64 inBars = 0;
  for (const auto& bar : profile->numbers->histogram) inBars += bar.count;
  EXPECT_EQ(inBars, 101);
  EXPECT_DOUBLE_EQ(profile->numbers->histogram.first().from, 1.0);
  EXPECT_DOUBLE_EQ(profile->numbers->histogram.last().to, 101.0);
  EXPECT_FALSE(profile->lengths);
  // Texts have lengths, in characters.
  const RandomTable table(9, 500, 3);
  const auto texts = profileColumn(*table.store, nullptr, 2, CancelToken(), progress);
  ASSERT_TRUE(texts);
  ASSERT_TRUE(texts->lengths);
  EXPECT_EQ(texts->lengths->shortest, 0);
  EXPECT_EQ(texts->lengths->longest, 25);
  EXPECT_FALSE(texts->numbers);
}

}  // namespace
}  // namespace courier
