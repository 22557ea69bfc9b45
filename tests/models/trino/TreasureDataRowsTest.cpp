#include "models/trino/TreasureDataRows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace courier {
namespace {

const char* const kSchema = R"j([["n", "bigint"], ["names", "array<string>"], ["pairs", "map<string,int>"]])j";

const std::string kLines = R"([1,["a","b"],{"x":1}])"
                           "\n"
                           R"([2,[],{}])"
                           "\r\n\n"
                           R"(["3",null,null])";

/// Takes the text in pieces of `size` bytes.
struct Taken {
  Taken(const QByteArray& schema, const std::string& text, size_t size, int most = 1 << 30)
      : rows(std::move(TreasureDataRows::of(schema).value())), builder(static_cast<int>(rows.columns().size())) {
    const auto endRow = [this, most]() -> Expected<bool> {
      builder.endRow();
      return ++count < most;
    };
    Expected<bool> more = true;
    for (size_t at = 0; more && *more && at < text.size(); at += size)
      more = rows.take(std::string_view(text).substr(at, size), builder, endRow);
    if (more && *more) more = rows.finish(builder, endRow);
    if (!more) wrong = more.error().message.toStdString();
  }
  TreasureDataRows rows;
  ColumnBatchBuilder builder;
  int count = 0;
  std::string wrong;
};

TEST(TreasureDataRows, TheSchemaIsColumns) {
  const auto rows = TreasureDataRows::of(
      R"j( [["a","BIGINT"],["b","varchar"],["c","double"],["d","array(varchar)"],["e","boolean"],["f","int","?"],["ü\"","string"]] )j");
  ASSERT_TRUE(rows.ok());
  QStringList columns;
  for (const Column& column : rows->columns())
    columns += column.name + u' ' + column.databaseType + u' ' + columnTypeName(column.type, column.element);
  EXPECT_EQ(columns.join(u'\n').toStdString(),
            "a BIGINT long\nb varchar string\nc double double\nd array(varchar) array<string>\ne boolean boolean\n"
            "f int int\nü\" string string");
  for (const char* none : {"", "null", " ", "[]"}) {
    const auto empty = TreasureDataRows::of(none);
    ASSERT_TRUE(empty.ok()) << none;
    EXPECT_TRUE(empty->columns().isEmpty());
  }
}

TEST(TreasureDataRows, WhatIsNoSchemaIsRefused) {
  for (const char* schema : {"x", "{}", "[[]]", R"([["a"]])", R"([["a",1]])", R"([[1,"int"]])", R"(["a"])",
                             R"([["a","int"])", R"([["a","int"]]])", R"([["a","int"]] [])"}) {
    EXPECT_FALSE(TreasureDataRows::of(schema).ok()) << schema;
  }
}

TEST(TreasureDataRows, LinesMayBeCutAnywhere) {
  for (size_t size = 1; size <= kLines.size(); ++size) {
    Taken taken(kSchema, kLines, size);
    ASSERT_EQ(taken.wrong, "") << size;
    const auto batch = taken.builder.take();
    ASSERT_EQ(batch->rowCount(), 3) << size;
    EXPECT_EQ(batch->cell(0, 0).integer, 1);
    EXPECT_EQ(batch->cell(0, 1).bytes, R"(["a","b"])");
    EXPECT_EQ(batch->cell(0, 2).bytes, R"({"x":1})");
    EXPECT_EQ(batch->cell(2, 0).integer, 3);
    EXPECT_EQ(batch->cell(2, 1).kind, CellKind::Null);
  }
  EXPECT_EQ(Taken(kSchema, kLines + "\n", 7).count, 3);
  EXPECT_EQ(Taken(kSchema, "", 1).count, 0);
}

TEST(TreasureDataRows, MoreThanAreWantedAreNotRead) {
  for (const size_t size : {size_t{1}, size_t{1000}}) EXPECT_EQ(Taken(kSchema, kLines + "\nbroken", size, 2).count, 2);
}

TEST(TreasureDataRows, ALineThatIsNotAsTheSchemaIsNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {"[1,null,null]\n[2]\n",
       "Row 2 of the job's result could not be read: it has fewer values than there are columns."},
      {"[1,null,null,4]", "Row 1 of the job's result could not be read: it has more values than there are columns."},
  };
  for (const auto& [text, sentence] : cases) EXPECT_EQ(Taken(kSchema, text, 3).wrong, sentence);
  for (const char* text : {"[1,null,null", "[1,[\"a\"]", "[1,null,null] [2,null,null]", "[1,null,null],\n",
                           "[1,null,\n[2,null,null]\n", "{}", "null", "<html>", "[1,[2},null]"}) {
    EXPECT_NE(Taken(kSchema, text, 5).wrong, "") << text;
  }
}

TEST(TreasureDataRows, BytesThatAreNotUtf8BecomeTheReplacementCharacter) {
  Taken taken(R"([["a","string"]])", "[\"a\xff\"]\n[\"b\\ud800\"]", 3);
  EXPECT_EQ(taken.wrong, "");
  const auto batch = taken.builder.take();
  EXPECT_EQ(batch->cell(0, 0).bytes, "a\ufffd");
  EXPECT_EQ(batch->cell(1, 0).bytes, "b\ufffd");
}

TEST(TreasureDataRows, ALongLineInSmallPiecesTakesNoLongerThanItsBytes) {
  const std::string text = "[\"" + std::string(8'000'000, 'x') + "\"]";
  Taken taken(R"([["a","string"]])", text, 100);
  EXPECT_EQ(taken.wrong, "");
  EXPECT_EQ(taken.builder.take()->cell(0, 0).bytes.size(), 8'000'000U);
}

}  // namespace
}  // namespace courier
