#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <bit>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "models/data/ResultStore.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::Array;
using testing::batchOf;
using testing::batchOfColumn;
using testing::Blob;
using testing::Null;
using testing::numberedColumns;
using testing::Row;
using testing::Value;

constexpr qint64 kLeast = std::numeric_limits<qint64>::min();
constexpr qint64 kGreatest = std::numeric_limits<qint64>::max();

/// Whether the cell is that value to the last bit.
bool isSame(const Cell& cell, const Value& value) {
  struct Compare {
    const Cell& cell;
    bool operator()(Null) const { return cell.kind == CellKind::Null; }
    bool operator()(qint64 integer) const { return cell.kind == CellKind::Integer && cell.integer == integer; }
    bool operator()(double real) const {
      return cell.kind == CellKind::Real && std::bit_cast<quint64>(cell.real) == std::bit_cast<quint64>(real);
    }
    bool operator()(bool truth) const { return cell.kind == CellKind::Boolean && cell.integer == (truth ? 1 : 0); }
    bool operator()(const std::string& text) const { return cell.kind == CellKind::Text && cell.bytes == text; }
    bool operator()(const Blob& blob) const { return cell.kind == CellKind::Blob && cell.bytes == blob.bytes; }
    bool operator()(const Array& array) const { return cell.kind == CellKind::Array && cell.bytes == array.json; }
  };
  return std::visit(Compare{cell}, value);
}

using Random = std::mt19937_64;

/// Columns of every form that a batch knows, by the row's number.
const std::vector<std::function<Value(Random&, int row)>> forms = {
    [](Random&, int) -> Value { return Null{}; },
    [](Random&, int) -> Value { return qint64{-7}; },
    [](Random& random, int) -> Value { return static_cast<qint64>(random() % 256) - 300; },
    [](Random&, int row) -> Value { return 9'007'199'254'740'993 + row; },
    [](Random& random, int) -> Value { return static_cast<qint64>(random() % 0x1'0000'0000); },
    [](Random& random, int) -> Value { return static_cast<qint64>(random()); },
    [](Random&, int row) -> Value { return row % 3 == 0   ? kLeast
                                           : row % 3 == 1 ? kGreatest
                                                          : qint64{0}; },
    [](Random& random, int) -> Value { return random() % 2 == 0; },
    [](Random& random, int) -> Value { return std::bit_cast<double>(random()); },  // NaN of many a kind among them
    [](Random&, int) -> Value { return -0.0; },
    [](Random& random, int) -> Value { return std::to_string(random()); },
    [](Random& random, int) -> Value { return std::string(random() % 3, '\0'); },
    [](Random& random, int) -> Value { return "text " + std::to_string(random() % 200); },
    [](Random& random, int) -> Value { return std::string(random() % 200, 'x') + std::to_string(random()); },
    [](Random& random, int) -> Value { return Blob{std::to_string(random() % 5)}; },
    [](Random& random, int) -> Value { return Array{"[" + std::to_string(random()) + "]"}; },
    [](Random& random, int) -> Value {
      switch (random() % 7) {
        case 0:
          return static_cast<qint64>(random());
        case 1:
          return std::bit_cast<double>(random());
        case 2:
          return random() % 2 == 0;
        case 3:
          return Blob{std::to_string(random())};
        case 4:
          return Array{"[]"};
        case 5:
          return Null{};
        default:
          return std::to_string(random());
      }
    }};

/// Rows of every form, each once without NULL and once with.
std::vector<Row> randomRows(Random& random, int count) {
  std::vector<Row> rows;
  for (int row = 0; row < count; ++row) {
    Row values;
    for (const auto& form : forms) {
      values.push_back(form(random, row));
      values.push_back(random() % 4 == 0 ? Value(Null{}) : form(random, row));
    }
    rows.push_back(std::move(values));
  }
  return rows;
}

const int columnCount = 2 * static_cast<int>(forms.size());

/// What ColumnView promises of a column's bytes.
void expectBytesInOrder(const ColumnView& view, int rowCount) {
  if (view.dictionarySize() > 0) {
    for (int row = 0; row < rowCount; ++row) {
      ASSERT_TRUE(view.kind(row) == CellKind::Null || view.dictionaryText(view.code(row)) == view.bytes(row));
    }
    return;
  }
  std::string all;
  for (int row = 0; row < rowCount; ++row) {
    ASSERT_EQ(view.offset(row), all.size());
    if (view.kind(row) >= CellKind::Text) all += view.bytes(row);
  }
  EXPECT_EQ(view.offset(rowCount), all.size());
  EXPECT_EQ(view.allBytes(), all);
}

TEST(ColumnForms, EveryFormGivesBackEveryValue) {
  Random random(7);
  for (const int count : {1, 2, 7, 8, 9, 63, 64, 255, 1000, 2048}) {
    const std::vector<Row> rows = randomRows(random, count);
    const ColumnBatchPtr whole = batchOf(columnCount, rows);
    for (const int part : {count, count / 2, 1}) {
      const ColumnBatchPtr batch = firstRows(whole, part);
      ASSERT_EQ(batch->rowCount(), part);
      for (int column = 0; column < columnCount; ++column) {
        const ColumnView view = batch->view(column);
        for (int row = 0; row < part; ++row) {
          const Value& value = rows[static_cast<size_t>(row)][static_cast<size_t>(column)];
          ASSERT_TRUE(isSame(batch->cell(row, column), value)) << count << ' ' << row << ' ' << column;
          const CellKind kind = view.kind(row);
          ASSERT_EQ(view.onlyKind().value_or(kind), kind);
          ASSERT_TRUE(kind == CellKind::Null || view.onlyValueKind().value_or(kind) == kind);
        }
        expectBytesInOrder(view, part);
      }
    }
  }
}

TEST(ColumnForms, RowsFromTheFileAreThoseOfTheMemory) {
  const QTemporaryDir folder;
  for (const quint64 seed : {1U, 2U, 3U}) {
    Random random(seed);
    ResultStore inMemory(folder.path());
    ResultStore spilled(folder.path(), nullptr, 300'000);
    ASSERT_TRUE(inMemory.begin(numberedColumns()).ok());
    ASSERT_TRUE(spilled.begin(numberedColumns()).ok());
    std::vector<Row> all;
    for (int batch = 0; batch < 30; ++batch) {
      const std::vector<Row> rows = randomRows(random, 1 + static_cast<int>(random() % 300));
      ASSERT_TRUE(inMemory.append(batchOf(columnCount, rows)).ok());
      ASSERT_TRUE(spilled.append(batchOf(columnCount, rows)).ok());
      all.insert(all.end(), rows.begin(), rows.end());
    }
    ASSERT_EQ(spilled.rowCount(), static_cast<qint64>(all.size()));
    for (int look = 0; look < 2000; ++look) {
      const auto row = static_cast<qint64>(random() % all.size());
      const int column = static_cast<int>(random() % static_cast<quint64>(columnCount));
      const auto one = inMemory.locate(row);
      const auto other = spilled.locate(row);
      ASSERT_TRUE(one.ok() && other.ok());
      const Value& value = all[static_cast<size_t>(row)][static_cast<size_t>(column)];
      ASSERT_TRUE(isSame(one->batch->cell(one->row, column), value));
      ASSERT_TRUE(isSame(other->batch->cell(other->row, column), value));
    }
  }
}

TEST(ColumnForms, HugeTextsAreThemselves) {
  const std::vector<Value> values = {std::string(5'000'000, 'a'), std::string(), Null{}, std::string(70'000, 'b')};
  const ColumnBatchPtr batch = batchOfColumn(values);
  for (int row = 0; row < 4; ++row) EXPECT_TRUE(isSame(batch->cell(row, 0), values[static_cast<size_t>(row)]));
  EXPECT_EQ(batch->view(0).allBytes().size(), 5'070'000U);
}

TEST(ColumnForms, FewTextsAreKeptOnce) {
  std::vector<Value> values;
  for (int row = 0; row < 2000; ++row) values.push_back("a text of some length, number " + std::to_string(row % 20));
  values.push_back(Null{});
  const ColumnBatchPtr batch = batchOfColumn(values);
  EXPECT_EQ(batch->view(0).dictionarySize(), 20);
  EXPECT_LE(batch->byteSize(), 2000U + 20 * 35 + 2000 / 8 + 400);
  for (int row = 0; row <= 2000; ++row) ASSERT_TRUE(isSame(batch->cell(row, 0), values[static_cast<size_t>(row)]));
}

TEST(ColumnForms, TextsThatEndAlikeAreTold) {
  std::vector<Value> values;
  for (int row = 0; row < 600; ++row) values.push_back("http://a/" + std::to_string(row % 120) + "/index.html");
  const ColumnBatchPtr batch = batchOfColumn(values);
  EXPECT_EQ(batch->view(0).dictionarySize(), 120);
  for (int row = 0; row < 600; ++row) ASSERT_TRUE(isSame(batch->cell(row, 0), values[static_cast<size_t>(row)]));
}

TEST(ColumnForms, ABatchWithoutColumnsOrRowsIsOne) {
  EXPECT_EQ(batchOf(0, {})->columnCount(), 0);
  EXPECT_EQ(batchOf(3, {})->columnCount(), 3);
  EXPECT_EQ(batchOf(3, {})->rowCount(), 0);
  EXPECT_TRUE(batchOf(1, {})->view(0).allBytes().empty());
}

}  // namespace
}  // namespace courier
