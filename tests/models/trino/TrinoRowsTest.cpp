#include <gtest/gtest.h>

#include <string>

#include "models/trino/TrinoPage.h"

namespace courier {
namespace {

const char* const kTwo = R"({"name":"a","type":"bigint"},{"name":"b","type":"varchar"})";

QByteArray pageOf(const std::string& columns, const std::string& rows) {
  return QByteArray::fromStdString(R"({"id":"q1","columns":[)" + columns + R"(],"data":[)" + rows +
                                   R"(],"stats":{"state":"RUNNING"}})");
}

/// Reads a page's rows, at most `most`.
struct Rows {
  explicit Rows(const QByteArray& body, int most = 1 << 30) : builder(2, 1 << 30, size_t{1} << 31) { read(body, most); }
  void read(const QByteArray& body, int most = 1 << 30) {
    const auto page = pages.open(body);
    if (!page) {
      wrong = page.error().message.toStdString();
      return;
    }
    const auto result = pages.readRows(builder, [this, most]() -> Expected<bool> {
      builder.endRow();
      return ++count < most;
    });
    if (!result) wrong = result.error().message.toStdString();
  }
  TrinoPages pages;
  ColumnBatchBuilder builder;
  int count = 0;
  std::string wrong;
};

TEST(TrinoRows, AreReadPageByPage) {
  Rows rows(pageOf(kTwo, R"([1,"x"],[null,"y"])"));
  // A page without columns has those of the first.
  rows.read(R"({"id":"q1","data":[[3,null]],"stats":{}})");
  EXPECT_EQ(rows.wrong, "");
  const auto batch = rows.builder.take();
  ASSERT_EQ(batch->rowCount(), 3);
  EXPECT_EQ(batch->cell(0, 1).bytes, "x");
  EXPECT_EQ(batch->cell(1, 0).kind, CellKind::Null);
  EXPECT_EQ(batch->cell(2, 0).integer, 3);
}

TEST(TrinoRows, MoreThanAreWantedAreNotRead) {
  // What comes behind is not looked at.
  Rows rows(pageOf(kTwo, R"([1,"x"],[2,"y"],[3])"), 2);
  EXPECT_EQ(rows.wrong, "");
  EXPECT_EQ(rows.count, 2);
}

TEST(TrinoRows, ASecondReadingGivesNothing) {
  Rows rows(pageOf(kTwo, R"([1,"x"])"));
  EXPECT_TRUE(rows.pages.readRows(rows.builder, []() -> Expected<bool> { return false; }).ok());
  EXPECT_EQ(rows.count, 1);
}

TEST(TrinoRows, NoRowsAreNoFailure) {
  EXPECT_EQ(Rows(pageOf(kTwo, "")).wrong, "");
  EXPECT_EQ(Rows(R"({"id":"q1","data":[],"stats":{}})").wrong, "");
}

TEST(TrinoRows, ARowThatIsNotAsItsColumnsIsNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {R"([1,"x"],[2])",
       "Row 2 of the cluster's answer could not be read: it has fewer values than there are columns."},
      {R"([1,"x",2])", "Row 1 of the cluster's answer could not be read: it has more values than there are columns."},
      {R"([1,"x"],[2,"y"],[])",
       "Row 3 of the cluster's answer could not be read: it has fewer values than there are columns."},
  };
  for (const auto& [wire, sentence] : cases) EXPECT_EQ(Rows(pageOf(kTwo, wire)).wrong, sentence);
  EXPECT_EQ(Rows(R"({"id":"q1","data":[[1]],"stats":{}})").wrong.find("The cluster's answer could not be read"), 0U);
}

TEST(TrinoRows, WhatIsNoJsonIsRefused) {
  for (const char* wire : {R"({"a":1})",
                           "7",
                           "null",
                           R"([1 "x"])",
                           R"([1,,"x"])",
                           R"([1,"x",])",
                           R"([1,"\x"])",
                           R"([1,"\u12"])",
                           R"([1,"\u12g4"])",
                           R"([nil,"x"])",
                           R"([1,truth])",
                           R"([01x,"x"])",
                           R"([-,"x"])",
                           R"([1,[1}])",
                           R"([1,{"a"}])",
                           R"([1,{"a":1,}])",
                           R"([1,{"a":01}])",
                           R"([1,"x"],)",
                           R"([1,"x"][2,"y"])",
                           "[1,\"a\nb\"]",
                           R"([1,[nul]])"}) {
    EXPECT_FALSE(Rows(pageOf(kTwo, wire)).wrong.empty()) << wire;
  }
}

TEST(TrinoRows, NestingWithoutEndIsRefused) {
  const auto nested = [](int depth) {
    return Rows(pageOf(kTwo, "[1," + std::string(static_cast<size_t>(depth), '[') +
                                 std::string(static_cast<size_t>(depth), ']') + "]"));
  };
  EXPECT_EQ(nested(200).wrong, "");
  EXPECT_EQ(nested(201).wrong, "Row 1 of the cluster's answer could not be read: a value is nested too deeply.");
  EXPECT_NE(nested(1'000'000).wrong, "");
}

TEST(TrinoRows, ARowsValueHasAsManyFieldsAsItsType) {
  const std::string columns = R"j({"name":"a","type":"row(x bigint, y bigint)"},{"name":"b","type":"bigint"})j";
  for (const char* wire : {"[[1],2]", "[[1,2,3],2]", "[[],2]"}) {
    EXPECT_EQ(Rows(pageOf(columns, wire)).wrong,
              "Row 1 of the cluster's answer could not be read: a value has another number of fields than its type.");
  }
}

TEST(TrinoRows, BytesThatAreNotUtf8BecomeTheReplacementCharacter) {
  Rows rows(pageOf(kTwo, "[1,\"a\xff\xc3\"]"));
  EXPECT_EQ(rows.wrong, "");
  EXPECT_EQ(rows.builder.take()->cell(0, 1).bytes, "a\ufffd\ufffd");
}

TEST(TrinoRows, AVeryLongTextIsWhole) {
  const std::string text(20'000'000, 'x');
  Rows rows(pageOf(kTwo, "[1,\"" + text + "\\n\"],[2,\"\xff\"]"));
  EXPECT_EQ(rows.wrong, "");
  const auto batch = rows.builder.take();
  EXPECT_EQ(batch->cell(0, 1).bytes.size(), text.size() + 1);
  EXPECT_EQ(batch->cell(1, 1).bytes, "\ufffd");
}

TEST(TrinoRows, ALargePageGivesTheSameAsManySmallOnes) {
  std::string wire;
  for (int row = 0; row < 300'000; ++row) {
    wire += row == 0 ? "" : row % 3 == 0 ? " ,\n " : ",";
    wire += "[" + std::to_string(row) + R"(,"a ]\"[ {\\\\ row with brackets and quotes, of some length: \\"])";
  }
  ASSERT_GT(wire.size(), size_t{16} << 20);
  Rows rows(pageOf(kTwo, wire));
  EXPECT_EQ(rows.wrong, "");
  const auto batch = rows.builder.take();
  ASSERT_EQ(batch->rowCount(), 300'000);
  for (int row = 0; row < 300'000; ++row) ASSERT_EQ(batch->cell(row, 0).integer, row);
  EXPECT_EQ(batch->cell(299'999, 1).bytes, R"(a ]"[ {\\ row with brackets and quotes, of some length: \)");
  Rows some(pageOf(kTwo, wire), 100'000);
  EXPECT_EQ(some.count, 100'000);
  // A small page behind it.
  rows.read(R"({"id":"q1","data":[[7,null]],"stats":{}})");
  EXPECT_EQ(rows.builder.take()->cell(0, 0).integer, 7);
}

TEST(TrinoRows, ALargePageThatIsBrokenIsRefused) {
  const std::string padding = "[1,\"" + std::string(17'000'000, 'x') + "\"]";
  for (const char* wire : {",[2]", ",[2,\"y\"}", ",7"}) EXPECT_NE(Rows(pageOf(kTwo, padding + wire)).wrong, "") << wire;
  EXPECT_NE(Rows(pageOf(kTwo, padding).chopped(20)).wrong, "");
}

}  // namespace
}  // namespace courier
