#include <gtest/gtest.h>

#include <QCollator>
#include <QLocale>
#include <algorithm>
#include <compare>
#include <numeric>

#include "models/data/CellText.h"
#include "models/explore/RowList.h"
#include "models/explore/ShownRows.h"
#include "tests/models/explore/RandomTable.h"

namespace courier {
namespace {

using testing::RandomTable;

std::vector<quint32> arranged(const ResultStore& store, const Arrangement& wanted) {
  RowProgress progress;
  const auto rows = arrange(store, wanted, CancelToken(), progress);
  if (!rows) qFatal("%s", qPrintable(rows.error().message));
  EXPECT_EQ(progress.done, progress.total);
  return *rows ? (*rows)->rows() : std::vector<quint32>();
}

/// 0 numbers, 1 NaN, 2 texts, 3 blobs, 4 arrays, 5 NULL.
int group(const KeptValue& value) {
  switch (value.kind) {
    case CellKind::Integer:
    case CellKind::Boolean:
      return 0;
    case CellKind::Real:
      return std::isnan(value.real) ? 1 : 0;
    case CellKind::Text:
      return 2;
    case CellKind::Blob:
      return 3;
    case CellKind::Array:
      return 4;
    case CellKind::Null:
      break;
  }
  return 5;
}

/// Plain and slow: a long double holds every 64-bit integer.
int compared(const KeptValue& one, const KeptValue& other, TextOrder order) {
  if (group(one) != group(other)) return group(one) < group(other) ? -1 : 1;
  if (group(one) == 0) {
    const auto number = [](const KeptValue& value) {
      return value.kind == CellKind::Real ? static_cast<long double>(value.real)
                                          : static_cast<long double>(value.integer);
    };
    return number(one) < number(other) ? -1 : number(one) > number(other) ? 1 : 0;
  }
  if (group(one) == 1 || group(one) == 5) return 0;
  if (group(one) == 2 && order == TextOrder::Locale) {
    static const QCollator collator{QLocale()};
    const int found = collator.compare(QString::fromUtf8(one.bytes), QString::fromUtf8(other.bytes));
    if (found != 0) return found;
  }
  const auto bytes = one.bytes.toStdString().compare(other.bytes.toStdString());
  return bytes < 0 ? -1 : bytes > 0 ? 1 : 0;
}

TEST(Arrange, SortsAsAPlainStableSortDoes) {
  for (const quint32 seed : {1U, 2U, 3U}) {
    // The second one lies in the file.
    const RandomTable table(seed, 3000, 4, seed == 2 ? 2000 : size_t{1} << 20);
    for (const TextOrder order : {TextOrder::Bytes, TextOrder::Locale}) {
      for (const QVector<SortKey>& keys : {QVector<SortKey>{{0, false}},
                                           {{0, true}},
                                           {{1, false}},
                                           {{2, true}},
                                           {{3, false}, {2, true}, {1, false}},
                                           {{3, true}, {0, false}}}) {
        Arrangement wanted;
        wanted.order = keys;
        wanted.textOrder = order;
        std::vector<quint32> expected(table.rows.size());
        std::iota(expected.begin(), expected.end(), 0U);
        std::stable_sort(expected.begin(), expected.end(), [&](quint32 one, quint32 other) {
          for (const SortKey& key : keys) {
            const auto column = static_cast<size_t>(key.column);
            const int found = compared(table.rows[one][column], table.rows[other][column], order);
            if (found != 0) return key.descending ? found > 0 : found < 0;
          }
          return false;
        });
        EXPECT_EQ(arranged(*table.store, wanted), expected) << "seed " << seed << " key " << keys.first().column;
      }
    }
  }
}

TEST(Arrange, ALargeColumnIsSortedOnSeveralThreads) {
  const RandomTable table(7, 200'000, 2);
  Arrangement wanted;
  wanted.order = {{1, false}};
  const std::vector<quint32> rows = arranged(*table.store, wanted);
  ASSERT_EQ(rows.size(), 200'000U);
  for (size_t at = 1; at < rows.size(); ++at) {
    const int found = compared(table.rows[rows[at - 1]][1], table.rows[rows[at]][1], TextOrder::Bytes);
    ASSERT_TRUE(found < 0 || (found == 0 && rows[at - 1] < rows[at])) << at;
  }
}

class FilterTest : public ::testing::Test {
 protected:
  /// The rows that a filter leaves, against a plain test of each value.
  template <class Test>
  void check(const ValueFilter& filter, Test test) {
    for (const bool excludes : {false, true}) {
      Arrangement wanted;
      wanted.filters = {filter};
      wanted.filters[0].excludes = excludes;
      std::vector<quint32> expected;
      for (quint32 row = 0; row < m_table.rows.size(); ++row) {
        if (test(m_table.rows[row][static_cast<size_t>(filter.column)]) != excludes) expected.push_back(row);
      }
      EXPECT_EQ(arranged(*m_table.store, wanted), expected) << excludes;
    }
  }
  static QString text(const KeptValue& value) { return cellRawText(cellOf(value)); }
  static bool hasText(const KeptValue& value) { return value.kind != CellKind::Null && value.kind != CellKind::Blob; }
  RandomTable m_table{11, 2500, 3, 4000};
};

TEST_F(FilterTest, ContainsInAnyCase) {
  for (const char* needle : {"APP", "1", "bücher", "Ü", "語", "eight", "0", "\xef\xbf\xbd"}) {
    for (const int column : {0, 1, 2}) {
      ValueFilter filter;
      filter.column = column;
      filter.text = QString::fromUtf8(needle);
      // What is not UTF-8 has no U+FFFD in it to be found, though it is shown so.
      if (filter.text == QChar(QChar::ReplacementCharacter)) continue;
      check(filter, [&](const KeptValue& value) {
        return hasText(value) && text(value).toCaseFolded().contains(filter.text.toCaseFolded());
      });
    }
  }
}

TEST_F(FilterTest, EqualsATextOrANumber) {
  for (const char* wanted : {"12", "1", "1.0", "apple", "", "9007199254740993", "true", "-5"}) {
    ValueFilter filter;
    filter.kind = ValueFilter::Kind::Equals;
    filter.text = QString::fromUtf8(wanted);
    bool isNumber = false;
    const long double number = filter.text.toDouble(&isNumber);
    const qint64 whole = filter.text.toLongLong();
    check(filter, [&](const KeptValue& value) {
      if (!hasText(value)) return false;
      if (value.kind == CellKind::Text || value.kind == CellKind::Array)
        return text(value) == filter.text && value.bytes == filter.text.toUtf8();
      if (text(value) == filter.text) return true;
      if (!isNumber) return false;
      const auto is = [&](long double have) {
        return whole != 0 ? have == static_cast<long double>(whole) : have == number;
      };
      return value.kind == CellKind::Real ? is(value.real) : is(static_cast<long double>(value.integer));
    });
  }
}

TEST_F(FilterTest, ARangeIsOfNumbersOrOfTexts) {
  ValueFilter filter;
  filter.kind = ValueFilter::Kind::Range;
  filter.from = QStringLiteral("1");
  filter.to = QStringLiteral("404");
  check(filter, [&](const KeptValue& value) {
    if (!hasText(value)) return false;
    if (value.kind == CellKind::Text || value.kind == CellKind::Array)
      return value.bytes.toStdString() >= "1" && value.bytes.toStdString() <= "404";
    const long double number =
        value.kind == CellKind::Real ? static_cast<long double>(value.real) : static_cast<long double>(value.integer);
    return number >= 1 && number <= 404;
  });
}

TEST_F(FilterTest, NullAndOneOf) {
  ValueFilter filter;
  filter.kind = ValueFilter::Kind::Null;
  check(filter, [](const KeptValue& value) { return value.kind == CellKind::Null; });
  filter.kind = ValueFilter::Kind::OneOf;
  for (const int column : {0, 2}) {
    filter.column = column;
    filter.values.clear();
    for (int row = 0; row < 6; ++row) {
      const KeptValue& value = m_table.rows[static_cast<size_t>(row)][static_cast<size_t>(column)];
      if (value.kind != CellKind::Real || !std::isnan(value.real)) filter.values.append(value);
    }
    check(filter, [&](const KeptValue& value) { return filter.values.contains(value); });
  }
}

TEST_F(FilterTest, AnyColumnAndAFilterAndAnOrderHoldTogether) {
  Arrangement wanted;
  wanted.anyColumn = QStringLiteral("apple");
  ValueFilter filter;
  filter.column = 1;
  filter.kind = ValueFilter::Kind::Null;
  filter.excludes = true;
  wanted.filters = {filter};
  // A column of another query is passed over.
  filter.column = 77;
  wanted.filters.append(filter);
  wanted.order = {{1, true}};
  const std::vector<quint32> rows = arranged(*m_table.store, wanted);
  ASSERT_FALSE(rows.empty());
  for (const quint32 row : rows) {
    const auto& values = m_table.rows[row];
    EXPECT_NE(values[1].kind, CellKind::Null);
    EXPECT_TRUE(std::any_of(values.begin(), values.end(), [](const KeptValue& value) {
      return text(value).contains(QStringLiteral("apple"), Qt::CaseInsensitive);
    }));
  }
}

TEST_F(FilterTest, StopEndsItAndNothingWantedIsNothingDone) {
  RowProgress progress;
  const auto plain = arrange(*m_table.store, {}, CancelToken(), progress);
  ASSERT_TRUE(plain);
  EXPECT_EQ(*plain, nullptr);
  Arrangement wanted;
  wanted.anyColumn = QStringLiteral("a");
  const CancelToken cancel;
  cancel.cancel();
  const auto stopped = arrange(*m_table.store, wanted, cancel, progress);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
}

TEST_F(FilterTest, TheRowsShownAreASourceOfTheirOwn) {
  const auto list = std::make_shared<const RowList>(std::vector<quint32>{2000, 3, 3, 7}, 2500, false);
  const ShownRows shown(m_table.store, list, {2, 0});
  EXPECT_EQ(shown.rowCount(), 4);
  ASSERT_EQ(shown.columns().size(), 2);
  EXPECT_EQ(shown.columns()[0].name, QStringLiteral("c2"));
  ResultStore copy(QDir::tempPath());
  ASSERT_TRUE(shown.replay(copy, 3));
  ASSERT_EQ(copy.rowCount(), 3);
  const quint32 from[] = {2000, 3, 3};
  for (int row = 0; row < 3; ++row) {
    const auto located = copy.locate(row);
    ASSERT_TRUE(located);
    const KeptValue kept = keptValue(located->batch->cell(located->row, 0));
    EXPECT_EQ(cellRawText(cellOf(kept)), text(m_table.rows[from[row]][2]));
    EXPECT_EQ(located->batch->cell(located->row, 1).kind, m_table.rows[from[row]][0].kind);
  }
  EXPECT_EQ(list->placeOf(7), std::optional<qint64>(3));
  EXPECT_EQ(list->placeOf(8), std::nullopt);
}

}  // namespace
}  // namespace courier
