#include "models/outbox/ChangesText.h"

#include <gtest/gtest.h>

#include "tests/support/Batches.h"
#include "tests/support/Text.h"

namespace courier {
namespace {

using testing::columnOf;
using testing::holds;

BodyFacts facts(qint64 rows, const Columns& columns, const char* digest) {
  return {rows, false, columns, QVector<bool>(columns.size(), false), QByteArray(digest), 10};
}

std::string changes(const BodyFacts& body, const std::optional<BodyFacts>& before) {
  std::optional<DeliveredBefore> delivered;
  if (before) delivered = DeliveredBefore{*before, 1'700'000'000'000, true};
  return changesText(body, delivered).toStdString();
}

TEST(ChangesText, SaysRowsThenAndNow) {
  const Columns columns = {columnOf(QStringLiteral("code"), ColumnType::String)};
  const struct {
    qint64 now;
    qint64 then;
    const char* part;
  } cases[] = {
      {1300, 1234, "then, 1,300 now (+66, +5.3 %)"},
      {500, 1000, "then, 500 now (−500, −50.0 %)"},
      {7, 0, "then, 7 now."},
      {0, 7, "then, 0 now (−7, −100 %)"},
      {100'001, 100'000, "now (+1, +<0.1 %)"},
      {5, 5, "as many as now"},
  };
  for (const auto& one : cases) {
    const std::string text = changes(facts(one.now, columns, "a"), facts(one.then, columns, "b"));
    EXPECT_TRUE(holds(text, one.part)) << text;
    EXPECT_TRUE(holds(text, "The columns are the same.")) << text;
  }
}

TEST(ChangesText, SaysColumnsTheSameBodyAndTheFirstTime) {
  const Columns was = {columnOf(QStringLiteral("code"), ColumnType::String),
                       columnOf(QStringLiteral("cnt"), ColumnType::Long),
                       columnOf(QStringLiteral("old"), ColumnType::Int)};
  const Columns is = {columnOf(QStringLiteral("code"), ColumnType::String),
                      columnOf(QStringLiteral("cnt"), ColumnType::Double),
                      columnOf(QStringLiteral("total"), ColumnType::Long)};
  const std::string text = changes(facts(3, is, "a"), facts(3, was, "b"));
  EXPECT_TRUE(holds(text, "“total” is new, “old” is gone, “cnt” was long and is double")) << text;
  EXPECT_TRUE(holds(changes(facts(3, is, "a"), facts(3, is, "a")), "The same body as the last one delivered here"));
  EXPECT_TRUE(holds(changes(facts(3, is, "a"), {}), "Nothing was delivered to this address yet"));
  EXPECT_FALSE(holds(changes(facts(3, is, "a"), facts(3, {}, "b")), "column"));
}

TEST(ChangesText, AForecastSaysWhatTheGuardsWillDo) {
  const Columns columns = {columnOf(QStringLiteral("code"), ColumnType::String)};
  const auto forecast = [&](const BodyFacts& body, const GuardOptions& guards, bool isHeldByServer = true) {
    return guardForecast(body, DeliveredBefore{facts(100, columns, "old"), 1, isHeldByServer}, guards).toStdString();
  };
  EXPECT_EQ(forecast(facts(0, columns, "a"), {}), "");
  EXPECT_EQ(forecast(facts(0, columns, "a"), {.holdEmpty = true}), "This will be held: the result has no rows.");
  EXPECT_TRUE(holds(forecast(facts(160, columns, "a"), {.holdRowChangePercent = 50}),
                    "This will be held: its row count, 160, differs by more than 50 % from the 100"));
  EXPECT_EQ(forecast(facts(140, columns, "a"), {.holdRowChangePercent = 50}), "");
  EXPECT_TRUE(
      holds(forecast(facts(100, {columnOf(QStringLiteral("n"), ColumnType::Int)}, "a"), {.holdColumnsChanged = true}),
            "This will be held: its columns changed"));
  BodyFacts cut = facts(100, columns, "a");
  cut.truncated = true;
  EXPECT_TRUE(holds(forecast(cut, {.holdTruncated = true}), "This will be held: rows after the first 100"));
  EXPECT_TRUE(holds(forecast(facts(100, columns, "old"), {.skipUnchanged = true}), "This will not be sent"));
  EXPECT_EQ(forecast(facts(100, columns, "old"), {.skipUnchanged = true}, false), "");
}

}  // namespace
}  // namespace courier
