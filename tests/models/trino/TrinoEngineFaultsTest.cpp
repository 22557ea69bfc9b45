// A cluster, or what stands before it, that is busy, gone or forgetful.
#include <gtest/gtest.h>

#include <QElapsedTimer>

#include "tests/models/trino/TrinoEngineFixture.h"

namespace courier {
namespace {

using testing::FakeCoordinator;
using testing::Reaction;

class TrinoEngineFaults : public testing::TrinoEngineFixture {
 protected:
  /// That `reaction` in place of a request's answer changes nothing but that it is sent again.
  void expectAgain(const QByteArray& kind, const Reaction& reaction, bool alsoWork = false) {
    const QByteArray method = kind.split(' ').first();
    const int before = count(method);
    m_coordinator.plan(threeRows());
    // The next statement, where a lost answer leaves the first one behind.
    if (alsoWork && method == "POST") m_coordinator.plan(threeRows());
    m_coordinator.insteadOf(kind, reaction, 1, alsoWork);
    EXPECT_EQ(rowsOf(), "1 2 3") << kind.toStdString();
    EXPECT_EQ(count(method) - before, method == "POST" ? 2 : 4) << kind.toStdString();
  }
};

TEST_F(TrinoEngineFaults, AStatementThatWasNotTakenIsSentAgain) {
  // The cluster answers something first: who asks for the first time is told at once.
  ASSERT_EQ(failure(QStringLiteral("SELECT 1")), QString());
  for (const int status : {429, 502, 503, 504}) expectAgain("POST", Reaction::answer(status, "busy"));
}

TEST_F(TrinoEngineFaults, AStatementWhoseAnswerWasLostIsSentAgainAndRunsOnce) {
  // A session's second statement: the first one has shown that there is a cluster.
  m_coordinator.plan(threeRows());
  m_coordinator.plan(threeRows());
  m_coordinator.plan(threeRows());
  m_coordinator.insteadOf("POST", Reaction::answer(503));
  m_coordinator.insteadOf("POST", Reaction::drop(), 1, true);
  EXPECT_EQ(rowsOf(), "1 2 3");
  EXPECT_EQ(count("POST"), 3);
  EXPECT_EQ(m_coordinator.startedCount(), 1);
}

TEST_F(TrinoEngineFaults, APageThatDidNotComeIsAskedForAgain) {
  for (const int status : {429, 502, 503, 504}) expectAgain("GET executing/1", Reaction::answer(status));
  expectAgain("GET executing/1", Reaction::answer(200));
  expectAgain("GET queued/1", Reaction::answer(503));
}

TEST_F(TrinoEngineFaults, APageThatWasLostOnTheWayComesOnce) {
  expectAgain("GET executing/0", Reaction::drop(), true);
  expectAgain("GET executing/1",
              Reaction::raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"id\"", Reaction::Then::Close), true);
  expectAgain("GET queued/1", Reaction::raw({}, Reaction::Then::Reset), true);
}

TEST_F(TrinoEngineFaults, ABusyClusterSaysWhen) {
  m_coordinator.plan(threeRows());
  m_coordinator.insteadOf("GET executing/1", Reaction::answer(429, "busy", {{"Retry-After", "1"}}));
  QElapsedTimer timer;
  timer.start();
  EXPECT_EQ(rowsOf(), "1 2 3");
  EXPECT_GE(timer.elapsed(), 1000);
}

TEST_F(TrinoEngineFaults, WhatTheClusterNoLongerKnowsIsOver) {
  for (const int status : {404, 410}) {
    m_coordinator.plan(threeRows());
    m_coordinator.insteadOf("GET executing/1", Reaction::answer(status, "Query not found"));
    const QString message = failure(QStringLiteral("SELECT a FROM t"));
    EXPECT_TRUE(message.contains(QStringLiteral("no longer knows"))) << message.toStdString();
  }
}

TEST_F(TrinoEngineFaults, WhoIsRefusedIsToldSoAtOnce) {
  for (const int status : {401, 403}) {
    m_coordinator.insteadOf("POST", Reaction::answer(status, "Access Denied: Invalid credentials"));
    const QString message = failure(QStringLiteral("SELECT 1"));
    EXPECT_TRUE(message.contains(QStringLiteral("refused user and password"))) << message.toStdString();
  }
  EXPECT_EQ(count("POST"), 2);
  // Also in the middle.
  m_coordinator.plan(threeRows());
  m_coordinator.insteadOf("GET executing/1", Reaction::answer(401));
  EXPECT_TRUE(failure(QStringLiteral("SELECT 1")).contains(QStringLiteral("refused user and password")));
}

TEST_F(TrinoEngineFaults, ARedirectIsNotFollowed) {
  FakeCoordinator stranger;
  for (const char* kind : {"POST", "GET executing/0"}) {
    m_coordinator.insteadOf(kind, Reaction::answer(302, {}, {{"Location", stranger.origin() + "/v1/statement"}}));
    const QString message = failure(QStringLiteral("SELECT 1"));
    EXPECT_TRUE(message.contains(QStringLiteral("not followed"))) << message.toStdString();
  }
  EXPECT_EQ(stranger.requests().size(), 0);
}

TEST_F(TrinoEngineFaults, NobodyThereIsToldAtOnce) {
  m_coordinator.server().close();
  QElapsedTimer timer;
  timer.start();
  EXPECT_TRUE(failure(QStringLiteral("SELECT 1")).startsWith(QStringLiteral("Nothing listens at 127.0.0.1:")));
  EXPECT_LT(timer.elapsed(), 5'000);
}

TEST_F(TrinoEngineFaults, NoSecretIsRepeated) {
  m_coordinator.insteadOf("POST", Reaction::answer(400, "wrong: alice"));
  EXPECT_TRUE(failure(QStringLiteral("SELECT 1")).contains(QStringLiteral("HTTP status 400")));
}

}  // namespace
}  // namespace courier
