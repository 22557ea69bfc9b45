#include "models/outbox/DeliveryGuards.h"

#include <gtest/gtest.h>

#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::columnOf;

BodyFacts body(qint64 rows) {
  BodyFacts facts;
  facts.rows = rows;
  facts.columns = {columnOf(QStringLiteral("code"), ColumnType::String),
                   columnOf(QStringLiteral("cnt"), ColumnType::Long)};
  facts.unsettled = {false, false};
  facts.bytes = 100 + rows;
  facts.sha256 = QByteArray::number(rows);
  return facts;
}

std::optional<DeliveredBefore> delivered(qint64 rows) {
  return DeliveredBefore{body(rows), 1'700'000'000'000, true};
}

using Action = GuardVerdict::Action;

TEST(DeliveryGuards, AreOffUnlessChosen) {
  BodyFacts changed = body(0);
  changed.truncated = true;
  changed.columns.removeLast();
  EXPECT_EQ(guardVerdict(changed, delivered(1000), {}).action, Action::Send);
  EXPECT_EQ(guardVerdict(body(5), delivered(5), {}).action, Action::Send);
}

TEST(DeliveryGuards, AnEmptyResultIsHeld) {
  GuardOptions guards;
  guards.holdEmpty = true;
  const GuardVerdict verdict = guardVerdict(body(0), {}, guards);
  EXPECT_EQ(verdict.action, Action::Hold);
  EXPECT_EQ(verdict.kind, ReasonKind::Guard);
  EXPECT_EQ(verdict.reason, QStringLiteral("Held: the result has no rows. Look at it, then release or cancel it."));
  EXPECT_EQ(guardVerdict(body(1), {}, guards).action, Action::Send);
}

TEST(DeliveryGuards, RowsMayDifferByThePercentChosenAndNoMore) {
  struct Case {
    qint64 before;
    qint64 now;
    int percent;
    Action expected;
  };
  for (const Case& one :
       {Case{100, 110, 10, Action::Send}, Case{100, 111, 10, Action::Hold}, Case{100, 90, 10, Action::Send},
        Case{100, 89, 10, Action::Hold}, Case{0, 0, 10, Action::Send}, Case{0, 1, 1000, Action::Hold},
        Case{1, 0, 100, Action::Send}, Case{1, 0, 99, Action::Hold}, Case{3, 4, 33, Action::Hold},
        Case{3, 4, 34, Action::Send}, Case{100, 1, 0, Action::Send}, Case{9'000'000'000, 1, 50, Action::Hold}}) {
    GuardOptions guards;
    guards.holdRowChangePercent = one.percent;
    EXPECT_EQ(guardVerdict(body(one.now), delivered(one.before), guards).action, one.expected)
        << one.before << " to " << one.now << " at " << one.percent;
  }
  GuardOptions guards;
  guards.holdRowChangePercent = 10;
  EXPECT_EQ(guardVerdict(body(5), {}, guards).action, Action::Send) << "nothing to compare with";
  EXPECT_TRUE(guardVerdict(body(5), delivered(500), guards)
                  .reason.contains(QStringLiteral("its row count, 5, differs by more than 10 % from the 500")));
}

TEST(DeliveryGuards, ChangedColumnsAreNamed) {
  GuardOptions guards;
  guards.holdColumnsChanged = true;
  BodyFacts now = body(5);
  EXPECT_EQ(guardVerdict(now, delivered(5), guards).action, Action::Send);
  now.columns[1].type = ColumnType::Double;
  now.columns.append(columnOf(QStringLiteral("total"), ColumnType::Long));
  const GuardVerdict verdict = guardVerdict(now, delivered(5), guards);
  EXPECT_EQ(verdict.action, Action::Hold);
  EXPECT_TRUE(verdict.reason.contains(QStringLiteral("“total” is new")));
  EXPECT_TRUE(verdict.reason.contains(QStringLiteral("“cnt” was long and is double")));
}

TEST(DeliveryGuards, WhatCountsAsAChangeOfColumns) {
  BodyFacts now = body(5);
  now.columns = {columnOf(QStringLiteral("cnt"), ColumnType::Long),
                 columnOf(QStringLiteral("code"), ColumnType::String)};
  EXPECT_EQ(columnsChangedText(now, body(5)), QStringLiteral("their order changed"));
  now = body(5);
  now.columns.removeFirst();
  EXPECT_EQ(columnsChangedText(now, body(5)), QStringLiteral("“code” is gone"));
  // A type that came only from a want of values never counts.
  now = body(5);
  now.columns[1].type = ColumnType::String;
  now.unsettled[1] = true;
  EXPECT_EQ(columnsChangedText(now, body(5)), QString());
  EXPECT_EQ(columnsChangedText(body(5), now), QString());
  // Unknown columns are never compared.
  now.columns.clear();
  EXPECT_EQ(columnsChangedText(now, body(5)), QString());
  // Two columns of one name are told apart by their order.
  BodyFacts twice = body(5);
  twice.columns = {columnOf(QStringLiteral("a"), ColumnType::Long), columnOf(QStringLiteral("a"), ColumnType::String)};
  EXPECT_EQ(columnsChangedText(twice, twice), QString());
}

TEST(DeliveryGuards, ACutResultIsHeld) {
  GuardOptions guards;
  guards.holdTruncated = true;
  BodyFacts now = body(100'000);
  EXPECT_EQ(guardVerdict(now, {}, guards).action, Action::Send);
  now.truncated = true;
  const GuardVerdict verdict = guardVerdict(now, {}, guards);
  EXPECT_EQ(verdict.action, Action::Hold);
  EXPECT_TRUE(verdict.reason.contains(QStringLiteral("rows after the first 100,000 would be left out")));
}

TEST(DeliveryGuards, TheSameBodyIsSkippedOnlyWhileTheServerHoldsIt) {
  GuardOptions guards;
  guards.skipUnchanged = true;
  guards.holdEmpty = true;
  const GuardVerdict verdict = guardVerdict(body(0), delivered(0), guards);
  EXPECT_EQ(verdict.action, Action::Skip) << "skipping goes before holding";
  EXPECT_EQ(verdict.kind, ReasonKind::Unchanged);
  EXPECT_TRUE(verdict.reason.startsWith(QStringLiteral("The result is the same as the one delivered on ")));
  EXPECT_EQ(guardVerdict(body(4), delivered(5), guards).action, Action::Send);
  auto overtaken = delivered(5);
  overtaken->isWhatServerHolds = false;
  EXPECT_EQ(guardVerdict(body(5), overtaken, guards).action, Action::Send);
  EXPECT_EQ(guardVerdict(body(5), {}, guards).action, Action::Send);
}

TEST(DeliveryGuards, SeveralObjectionsMakeOneSentence) {
  GuardOptions guards;
  guards.holdEmpty = true;
  guards.holdRowChangePercent = 50;
  EXPECT_EQ(guardVerdict(body(0), delivered(10), guards).reason,
            QStringLiteral("Held: the result has no rows, its row count, 0, differs by more than 50 % from the 10 last "
                           "delivered. Look at it, then release or cancel it."));
}

TEST(DeliveryGuards, AScheduledResultThatStandsOutIsTold) {
  const QString web = QStringLiteral("myweb");
  EXPECT_EQ(scheduledRemarks(body(0), delivered(17), web).empty,
            QStringLiteral("The scheduled result for 'myweb' has no rows; the last one delivered had 17."));
  EXPECT_EQ(scheduledRemarks(body(0), delivered(0), web).empty, QString());
  EXPECT_EQ(scheduledRemarks(body(0), {}, web).empty, QString());
  BodyFacts cut = body(100'000);
  cut.truncated = true;
  EXPECT_EQ(scheduledRemarks(cut, {}, web).cut,
            QStringLiteral("The scheduled result for 'myweb' was cut: only its first 100,000 rows are sent."));
  BodyFacts other = body(5);
  other.columns.removeLast();
  EXPECT_EQ(scheduledRemarks(other, delivered(5), web).columnsChanged,
            QStringLiteral("The columns of the scheduled result for 'myweb' changed: “cnt” is gone."));
}

}  // namespace
}  // namespace courier
