#include "models/jobs/JobRows.h"

#include <gtest/gtest.h>

#include <limits>

#include "models/data/Column.h"

namespace courier {
namespace {

TEST(JobKeys, AreTheTablesOwnWords) {
  for (const char* key : {"on_demand", "scheduled", "backfill", "export"}) {
    const auto kind = jobKindFromKey(QLatin1String(key));
    ASSERT_TRUE(kind.has_value()) << key;
    EXPECT_EQ(jobKindKey(*kind), QLatin1String(key));
  }
  for (const char* key : {"queued", "running", "success", "error", "killed"}) {
    const auto state = jobStateFromKey(QLatin1String(key));
    ASSERT_TRUE(state.has_value()) << key;
    EXPECT_EQ(jobStateKey(*state), QLatin1String(key));
  }
  EXPECT_FALSE(jobKindFromKey(QStringLiteral("Export")).has_value());
  EXPECT_FALSE(jobStateFromKey(QString()).has_value());
}

TEST(JobRows, APlanComesBackAsItWas) {
  DeliveryRequest sendTo;
  sendTo.targetId = {(qint64{1} << 53) + 1};
  sendTo.targetText = QStringLiteral("myweb:a/\"b\"");
  sendTo.to.url = TargetUrl::parse(QStringLiteral("webs://h.example:8443/a%20b?x=1"))->url;
  sendTo.to.user = QStringLiteral("änn");
  sendTo.to.secretKey = QStringLiteral("k1");
  sendTo.to.method = HttpMethod::Post;
  sendTo.to.rowCap = std::numeric_limits<qint64>::max();
  sendTo.latestWins = true;
  const auto again = jobrows::sendToFromText(jobrows::sendToText(sendTo));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->targetId, sendTo.targetId);
  EXPECT_EQ(again->targetText, sendTo.targetText);
  EXPECT_EQ(again->to.url, sendTo.to.url);
  EXPECT_EQ(again->to.user, sendTo.to.user);
  EXPECT_EQ(again->to.secretKey, sendTo.to.secretKey);
  EXPECT_EQ(again->to.method, sendTo.to.method);
  EXPECT_EQ(again->to.rowCap, sendTo.to.rowCap);
  EXPECT_TRUE(again->latestWins);
}

TEST(JobRows, NoPlanAndABrokenOneAreNone) {
  EXPECT_EQ(jobrows::sendToText(std::nullopt), QStringLiteral("{}"));
  for (const char* text : {"{}", "", "[", "null", "{\"address\":\"web://\"}"})
    EXPECT_FALSE(jobrows::sendToFromText(QLatin1String(text)).has_value()) << text;
}

TEST(JobRows, ColumnsComeBackAsTheyWere) {
  Columns columns;
  for (const ColumnType type : {ColumnType::Int, ColumnType::Long, ColumnType::Float, ColumnType::Double,
                                ColumnType::String, ColumnType::Boolean, ColumnType::Array}) {
    for (const TypeSource source : {TypeSource::Fixed, TypeSource::Declared, TypeSource::Values}) {
      Column column;
      column.name = QStringLiteral("\"name\" 😀");
      column.databaseType = QStringLiteral("VARCHAR(3)");
      column.type = type;
      column.source = source;
      if (type == ColumnType::Array) column.element = ColumnType::Double;
      columns.append(column);
    }
  }
  columns.append(Column{});
  columns.append(Column{});
  EXPECT_EQ(columnsFromJson(columnsJson(columns)), columns);
  EXPECT_TRUE(columnsFromJson(columnsJson({})).isEmpty());

  QVector<bool> unsettled(columns.size(), false);
  EXPECT_EQ(unsettledFromJson(columnsJson(columns)), unsettled);
  unsettled[1] = true;
  EXPECT_EQ(unsettledFromJson(columnsJson(columns, unsettled)), unsettled);
  EXPECT_EQ(columnsFromJson(columnsJson(columns, unsettled)), columns);
}

}  // namespace
}  // namespace courier
