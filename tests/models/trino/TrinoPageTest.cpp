#include "models/trino/TrinoPage.h"

#include <gtest/gtest.h>

#include <QVector>
#include <string>

namespace courier {
namespace {

QByteArray pageWith(const QByteArray& members) {
  return R"({"id":"q1","infoUri":"http://c/ui","nextUri":"http://c/v1/2",)" + members +
         R"("stats":{"state":"RUNNING","queued":false,"nodes":3,"totalSplits":8,"completedSplits":5,)"
         R"("processedRows":60175,"processedBytes":12345678901,"progressPercentage":62.5},"warnings":[]})";
}

/// The error's sentence and its detail.
QByteArray refusalOf(const QByteArray& body) {
  TrinoPages pages;
  const auto page = pages.open(body);
  EXPECT_FALSE(page.ok()) << body.left(100).constData();
  if (page) return {};
  EXPECT_LT(page.error().message.size(), 200);
  EXPECT_LT(page.error().detail.size(), 200);
  return page.error().message.toUtf8();
}

TEST(TrinoPage, EverythingButTheRowsIsRead) {
  TrinoPages pages;
  const auto page = pages.open(pageWith(
      R"("partialCancelUri":"http://c/x","columns":[{"name":"a","type":"bigint","typeSignature":{"rawType":"bigint"}}],)"
      R"("data":[[1]],"updateType":"INSERT","updateCount":7,)"));
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->id, QStringLiteral("q1"));
  EXPECT_EQ(page->nextUri, "http://c/v1/2");
  EXPECT_EQ(page->infoUri, "http://c/ui");
  ASSERT_TRUE(page->columns.has_value());
  EXPECT_EQ(page->columns->front().name, QStringLiteral("a"));
  EXPECT_EQ(page->columns->front().databaseType, QStringLiteral("bigint"));
  EXPECT_TRUE(page->hasData);
  EXPECT_EQ(page->progress.state, "RUNNING");
  EXPECT_FALSE(page->progress.isQueued);
  EXPECT_EQ(page->progress.nodes, 3);
  EXPECT_EQ(page->progress.totalSplits, 8);
  EXPECT_EQ(page->progress.completedSplits, 5);
  EXPECT_EQ(page->progress.processedRows, 60175);
  EXPECT_EQ(page->progress.processedBytes, 12345678901);
  EXPECT_EQ(page->progress.percent, 62.5);
  EXPECT_FALSE(page->failure.has_value());
  EXPECT_EQ(page->updateType, QStringLiteral("INSERT"));
  EXPECT_EQ(page->updateCount, 7);
}

TEST(TrinoPage, WhatIsNullIsAbsent) {
  TrinoPages pages;
  const auto page = pages.open(
      R"({"id":"q1","infoUri":null,"nextUri":null,"columns":null,"data":null,"error":null,"warnings":null,)"
      R"("updateType":null,"updateCount":null,"stats":{"state":"QUEUED","queued":true,"progressPercentage":null}})");
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->nextUri, "");
  EXPECT_EQ(page->infoUri, "");
  EXPECT_FALSE(page->columns.has_value());
  EXPECT_FALSE(page->hasData);
  EXPECT_FALSE(page->failure.has_value());
  EXPECT_FALSE(page->updateCount.has_value());
  EXPECT_TRUE(page->progress.isQueued);
  EXPECT_FALSE(page->progress.percent.has_value());
}

TEST(TrinoPage, MembersMayComeInAnyOrderAndUnknownOnesArePassed) {
  TrinoPages pages;
  const auto page =
      pages.open(R"( { "x" : [ {"data":[[9]]} , "]" ] , "data" : [ [ 1 ] , [ 2 ] ] , "stats" : {} , "y":{"id":"no"},)"
                 R"("columns" : [ { "type" : "bigint" , "name" : "a" } ] , "id" : "q1" } )"
                 "\n");
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->id, QStringLiteral("q1"));
  ColumnBatchBuilder builder(1);
  const auto read = pages.readRows(builder, [&builder]() -> Expected<bool> {
    builder.endRow();
    return true;
  });
  EXPECT_TRUE(read.ok());
  const auto batch = builder.take();
  ASSERT_EQ(batch->rowCount(), 2);
  EXPECT_EQ(batch->cell(1, 0).integer, 2);
}

TEST(TrinoPage, AFailureSaysWhatAndWhere) {
  TrinoPages pages;
  auto page = pages.open(
      R"({"id":"q1","stats":{"state":"FAILED"},"error":{"message":"line 1:8: Column 'x' cannot be resolved",)"
      R"("errorCode":47,"errorName":"COLUMN_NOT_FOUND","errorType":"USER_ERROR",)"
      R"("errorLocation":{"lineNumber":1,"columnNumber":8},"failureInfo":{"type":"T","stack":["a","b"],)"
      R"("errorLocation":{"lineNumber":9,"columnNumber":9}}}})");
  ASSERT_TRUE(page.ok());
  ASSERT_TRUE(page->failure.has_value());
  EXPECT_EQ(page->failure->message, QStringLiteral("line 1:8: Column 'x' cannot be resolved"));
  EXPECT_EQ(page->failure->errorName, QStringLiteral("COLUMN_NOT_FOUND"));
  EXPECT_EQ(page->failure->errorType, "USER_ERROR");
  EXPECT_EQ(page->failure->errorCode, 47);
  ASSERT_TRUE(page->failure->location.has_value());
  EXPECT_EQ(page->failure->location->line, 1);
  EXPECT_EQ(page->failure->location->column, 8);

  page = pages.open(R"({"id":"q1","error":{"message":"m","errorLocation":null,)"
                    R"("failureInfo":{"cause":{"errorLocation":{"lineNumber":7,"columnNumber":7}},)"
                    R"("errorLocation":{"lineNumber":2,"columnNumber":3}}}})");
  ASSERT_TRUE(page.ok());
  ASSERT_TRUE(page->failure->location.has_value());
  EXPECT_EQ(page->failure->location->line, 2);

  page = pages.open(R"({"id":"q1","error":{"message":"half \ud83d","errorLocation":{"lineNumber":0}}})");
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->failure->message, QStringLiteral("half \ufffd"));
  EXPECT_FALSE(page->failure->location.has_value());
}

TEST(TrinoPage, WarningsAreTheirSentences) {
  TrinoPages pages;
  const auto page = pages.open(
      R"({"id":"q1","stats":{},"warnings":[{"warningCode":{"code":1,"name":"A"},"message":"first"},null,{"message":"second"}]})");
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->warnings, QStringList({QStringLiteral("first"), QStringLiteral("second")}));
}

TEST(TrinoPage, ColumnsAreGivenOnceAndMustStay) {
  TrinoPages pages;
  const QByteArray columns = R"("columns":[{"name":"a","type":"bigint"}],)";
  EXPECT_TRUE(pages.open(pageWith(columns))->columns.has_value());
  EXPECT_FALSE(pages.open(pageWith(columns))->columns.has_value());
  const auto same = pages.open(pageWith(R"("columns":[{"type":"bigint","name":"a","more":1}],)"));
  ASSERT_TRUE(same.ok());
  EXPECT_FALSE(same->columns.has_value());
  const auto other = pages.open(pageWith(R"("columns":[{"name":"a","type":"varchar"}],)"));
  ASSERT_FALSE(other.ok());
  EXPECT_TRUE(other.error().message.contains(QStringLiteral("changed the columns")));
}

TEST(TrinoPage, SpooledRowsAreRefused) {
  TrinoPages pages;
  const auto page = pages.open(pageWith(R"("columns":[],"data":{"encoding":"json","segments":[]},)"));
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().kind, ErrorKind::Unsupported);
  EXPECT_TRUE(page.error().message.contains(QStringLiteral("spooling")));
}

TEST(TrinoPage, WhatIsNoAnswerOfAClusterIsRefused) {
  for (const char* body :
       {"", " ", "null", "[]", "{}", "7", "<html><body>Sign in</body></html>", R"({"status":"ok"})", R"({"id":"q1"})",
        R"({"id":"q1","stats":7})", R"({"id":"","stats":{}})", R"({"stats":{}})",
        R"({"id":"q1","stats":{},"nextUri":7})", R"({"id":"q1","stats":{},"data":"[]"})",
        R"({"id":"q1","stats":{},"columns":{}})", R"({"id":"q1","stats":{}} {})", R"({"id":"q1","stats":{}},)"}) {
    EXPECT_TRUE(refusalOf(body).contains("could not be read")) << body;
  }
}

TEST(TrinoPage, AnAnswerCutOffAnywhereIsRefused) {
  const QByteArray whole =
      pageWith(R"j("columns":[{"name":"a","type":"map(varchar,bigint)"}],"data":[[{"a":1}],[{"b":2}],[null]],)j");
  for (qsizetype size = 0; size < whole.size(); ++size) {
    TrinoPages pages;
    // The last page's memory must not be taken for what is missing.
    ASSERT_TRUE(pages.open(whole).ok());
    EXPECT_FALSE(pages.open(whole.left(size)).ok()) << size;
  }
}

}  // namespace
}  // namespace courier
