#include <gtest/gtest.h>

#include "models/query/RunProgress.h"

namespace courier {
namespace {

TEST(RunProgress, WhatTheDatabaseTellsIsSaidInItsOwnMeasures) {
  using Kind = RunStage::Kind;
  RunStage stage;
  EXPECT_EQ(stageText(stage), QString());
  EXPECT_EQ(shortStageText(stage), QString());
  stage.kind = Kind::Queued;
  EXPECT_EQ(stageText(stage), QStringLiteral("queued on the server"));
  EXPECT_EQ(shortStageText(stage), QStringLiteral("Queued"));
  stage.kind = Kind::Running;
  EXPECT_EQ(stageText(stage), QStringLiteral("running on the server"));
  EXPECT_EQ(shortStageText(stage), QStringLiteral("Running"));
  stage.completedSplits = 12;
  stage.totalSplits = 1'040;
  stage.rows = 1'234'000;
  EXPECT_EQ(stageText(stage), QStringLiteral("12 of 1,040 splits, 1,234,000 rows read"));
  stage.bytes = 45'000'000;
  EXPECT_TRUE(stageText(stage).startsWith(QStringLiteral("12 of 1,040 splits, 1,234,000 rows and 4")));
  stage.percent = 30.9;
  EXPECT_EQ(shortStageText(stage), QStringLiteral("30 %"));
}

}  // namespace
}  // namespace courier
