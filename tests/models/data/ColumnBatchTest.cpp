#include "models/data/ColumnBatch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "models/data/Column.h"

namespace courier {
namespace {

using namespace std::string_view_literals;

TEST(ColumnType, NamesAreTheContracts) {
  EXPECT_EQ(columnTypeName(ColumnType::Int), u"int");
  EXPECT_EQ(columnTypeName(ColumnType::Long), u"long");
  EXPECT_EQ(columnTypeName(ColumnType::Float), u"float");
  EXPECT_EQ(columnTypeName(ColumnType::Double), u"double");
  EXPECT_EQ(columnTypeName(ColumnType::String), u"string");
  EXPECT_EQ(columnTypeName(ColumnType::Boolean), u"boolean");
  EXPECT_EQ(columnTypeName(ColumnType::Array, ColumnType::Long), u"array<long>");
  EXPECT_EQ(columnTypeName(ColumnType::Array, ColumnType::Array), u"array<string>");
}

TEST(ColumnBatch, GivesBackEveryKindExactly) {
  ColumnBatchBuilder builder(7);
  builder.appendNull(0);
  builder.appendInteger(1, std::numeric_limits<qint64>::min());
  builder.appendReal(2, -0.0);
  builder.appendBoolean(3, true);
  builder.appendText(4, "a\0\xff"sv);
  builder.appendBlob(5, ""sv);
  builder.appendArray(6, "[1,2]"sv);
  builder.endRow();
  builder.appendText(0, ""sv);
  builder.appendInteger(1, 9007199254740993);
  builder.appendReal(2, std::numeric_limits<double>::infinity());
  builder.appendBoolean(3, false);
  builder.appendText(4, "b"sv);
  builder.appendBlob(5, "\0"sv);
  builder.appendArray(6, "[]"sv);
  builder.endRow();
  const ColumnBatchPtr batch = builder.take();

  ASSERT_EQ(batch->rowCount(), 2);
  ASSERT_EQ(batch->columnCount(), 7);
  EXPECT_EQ(batch->cell(0, 0).kind, CellKind::Null);
  EXPECT_EQ(batch->cell(0, 1).integer, std::numeric_limits<qint64>::min());
  EXPECT_TRUE(std::signbit(batch->cell(0, 2).real));
  EXPECT_EQ(batch->cell(0, 3).kind, CellKind::Boolean);
  EXPECT_EQ(batch->cell(0, 3).integer, 1);
  EXPECT_EQ(batch->cell(0, 4).kind, CellKind::Text);
  EXPECT_EQ(batch->cell(0, 4).bytes, "a\0\xff"sv);
  EXPECT_EQ(batch->cell(0, 5).kind, CellKind::Blob);
  EXPECT_EQ(batch->cell(0, 5).bytes, ""sv);
  EXPECT_EQ(batch->cell(0, 6).bytes, "[1,2]"sv);
  EXPECT_EQ(batch->cell(1, 0).kind, CellKind::Text);
  EXPECT_EQ(batch->cell(1, 0).bytes, ""sv);
  EXPECT_EQ(batch->cell(1, 1).integer, 9007199254740993);
  EXPECT_EQ(batch->cell(1, 2).real, std::numeric_limits<double>::infinity());
  EXPECT_EQ(batch->cell(1, 3).integer, 0);
  EXPECT_EQ(batch->cell(1, 4).bytes, "b"sv);
  EXPECT_EQ(batch->cell(1, 5).bytes, "\0"sv);
  EXPECT_EQ(batch->cell(1, 6).bytes, "[]"sv);
}

TEST(ColumnBatchBuilder, IsFullByRowsOrByBytes) {
  ColumnBatchBuilder byRows(1, 2);
  byRows.appendNull(0);
  byRows.endRow();
  EXPECT_FALSE(byRows.isFull());
  byRows.appendNull(0);
  byRows.endRow();
  EXPECT_TRUE(byRows.isFull());

  ColumnBatchBuilder byBytes(1, 1000, 100);
  byBytes.appendText(0, std::string(200, 'x'));
  byBytes.endRow();
  EXPECT_TRUE(byBytes.isFull());
}

TEST(ColumnBatchBuilder, TakeStartsOverAndLeavesEarlierBatchesAlone) {
  ColumnBatchBuilder builder(2, 1000, 100);
  EXPECT_EQ(builder.take()->rowCount(), 0);
  builder.appendText(0, std::string(500, 'x'));
  builder.appendInteger(1, 1);
  builder.endRow();
  const ColumnBatchPtr first = builder.take();
  EXPECT_FALSE(builder.isFull());
  EXPECT_EQ(builder.rowCount(), 0);
  builder.appendText(0, "second"sv);
  builder.appendInteger(1, 2);
  builder.endRow();
  const ColumnBatchPtr second = builder.take();
  EXPECT_EQ(first->cell(0, 0).bytes, std::string(500, 'x'));
  EXPECT_EQ(first->cell(0, 1).integer, 1);
  EXPECT_EQ(second->cell(0, 0).bytes, "second"sv);
  EXPECT_EQ(second->cell(0, 1).integer, 2);
}

TEST(ColumnBatch, FirstRowsCutsABatch) {
  ColumnBatchBuilder builder(2);
  for (const auto text : {"one"sv, ""sv, "three"sv}) {
    builder.appendText(0, text);
    builder.appendNull(1);
    builder.endRow();
  }
  const ColumnBatchPtr batch = builder.take();
  EXPECT_EQ(firstRows(batch, 3), batch);
  EXPECT_EQ(firstRows(batch, 0)->rowCount(), 0);
  const ColumnBatchPtr two = firstRows(batch, 2);
  ASSERT_EQ(two->rowCount(), 2);
  EXPECT_EQ(two->cell(0, 0).bytes, "one"sv);
  EXPECT_EQ(two->cell(1, 0).bytes, ""sv);
  EXPECT_EQ(two->view(0).allBytes(), "one");
}

TEST(ColumnBatch, HoldsNoMoreMemoryThanItsValuesNeed) {
  ColumnBatchBuilder builder(2);
  while (!builder.isFull()) {
    builder.appendInteger(0, builder.rowCount());
    builder.appendText(1, "0123456789"sv);
    builder.endRow();
  }
  const ColumnBatchPtr batch = builder.take();
  const auto rows = static_cast<size_t>(batch->rowCount());
  EXPECT_EQ(rows, 2048U);
  // Numbers in a row and one text take next to nothing.
  EXPECT_GE(batch->byteSize(), rows * (2 + 1));
  EXPECT_LE(batch->byteSize(), rows * (2 + 1) + 512);
}

}  // namespace
}  // namespace courier
