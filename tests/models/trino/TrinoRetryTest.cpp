#include "models/trino/TrinoRetry.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

using Kind = TrinoAttempt::Kind;

/// The wait after a first attempt; -1: there is no other.
qint64 waitAfter(Kind kind, int status, int number = 1) {
  TrinoAttempt attempt;
  attempt.kind = kind;
  attempt.status = status;
  attempt.number = number;
  return trinoRetryMs(attempt).value_or(-1);
}

TEST(TrinoRetry, WhatMayBeAskedAgainDependsOnWhatItBegins) {
  struct Case {
    int status;
    bool read;
    bool submit;
    bool submitToProxy;
  };
  const Case cases[] = {
      {0, true, true, false},     {429, true, true, true},    {502, true, true, false},   {503, true, true, true},
      {504, true, true, false},   {200, false, false, false}, {204, false, false, false}, {301, false, false, false},
      {307, false, false, false}, {400, false, false, false}, {401, false, false, false}, {403, false, false, false},
      {404, false, false, false}, {410, false, false, false}, {413, false, false, false}, {500, false, false, false},
      {501, false, false, false},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(waitAfter(Kind::Read, one.status) >= 0, one.read) << one.status;
    EXPECT_EQ(waitAfter(Kind::Submit, one.status) >= 0, one.submit) << one.status;
    EXPECT_EQ(waitAfter(Kind::SubmitToProxy, one.status) >= 0, one.submitToProxy) << one.status;
  }
}

TEST(TrinoRetry, BehindAProxyOnlyARefusedConnectionHasBegunNothing) {
  TrinoAttempt attempt;
  attempt.kind = Kind::SubmitToProxy;
  EXPECT_EQ(trinoRetryMs(attempt), std::nullopt);
  attempt.wasRefused = true;
  EXPECT_EQ(trinoRetryMs(attempt), 100);
}

TEST(TrinoRetry, AnEmptyPageIsAskedForAgainAndAnEmptyAnswerToAStatementIsNot) {
  TrinoAttempt attempt;
  attempt.status = 200;
  attempt.isEmpty = true;
  EXPECT_EQ(trinoRetryMs(attempt), 100);
  attempt.kind = Kind::SubmitToProxy;
  EXPECT_EQ(trinoRetryMs(attempt), std::nullopt);
}

TEST(TrinoRetry, WaitsGrowWithTheAttempts) {
  for (const int status : {0, 502, 503, 504}) {
    EXPECT_EQ(waitAfter(Kind::Read, status, 1), 100);
    EXPECT_EQ(waitAfter(Kind::Read, status, 7), 700);
    EXPECT_EQ(waitAfter(Kind::Read, status, 50), 5'000);
    EXPECT_EQ(waitAfter(Kind::Read, status, 1'000'000), 5'000);
  }
  EXPECT_EQ(waitAfter(Kind::Read, 429, 1), 1'000);
  EXPECT_EQ(waitAfter(Kind::Read, 429, 2), 2'000);
  EXPECT_EQ(waitAfter(Kind::Read, 429, 5), 16'000);
  EXPECT_EQ(waitAfter(Kind::Read, 429, 6), 30'000);
  EXPECT_EQ(waitAfter(Kind::Read, 429, 1'000'000), 30'000);
}

TEST(TrinoRetry, ABusyServerSaysHowLong) {
  TrinoAttempt attempt;
  attempt.number = 6;
  for (const int status : {429, 503}) {
    attempt.status = status;
    attempt.retryAfterMs = 3'000;
    EXPECT_EQ(trinoRetryMs(attempt), 3'000) << status;
    attempt.retryAfterMs = 0;
    EXPECT_EQ(trinoRetryMs(attempt), 600) << status;
  }
  attempt.status = 502;
  attempt.retryAfterMs = 3'000;
  EXPECT_EQ(trinoRetryMs(attempt), 600);
}

TEST(TrinoRetry, EndsWithPatience) {
  TrinoAttempt attempt;
  attempt.status = 503;
  attempt.elapsedMs = 119'900;
  EXPECT_EQ(trinoRetryMs(attempt), 100);
  attempt.elapsedMs = 119'901;
  EXPECT_EQ(trinoRetryMs(attempt), std::nullopt);
  attempt.elapsedMs = 0;
  attempt.retryAfterMs = 3'600'000;
  EXPECT_EQ(trinoRetryMs(attempt), std::nullopt);
}

TEST(TrinoRetry, WhatGoesOnAndWhatWasNeverThereAreNotTriedAgain) {
  TrinoAttempt attempt;
  attempt.mayHelp = false;
  EXPECT_EQ(trinoRetryMs(attempt), std::nullopt);
  attempt.mayHelp = true;
  attempt.hadContact = false;
  EXPECT_EQ(trinoRetryMs(attempt), std::nullopt);
  attempt.status = 503;
  EXPECT_EQ(trinoRetryMs(attempt), 100);
}

}  // namespace
}  // namespace courier
