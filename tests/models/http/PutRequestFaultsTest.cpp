#include "models/http/PutRequest.h"

#include <QTcpServer>
#include <QTcpSocket>

#include "tests/models/http/PutFixture.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::Reaction;
using testing::SeenRequest;

class PutRequestFaultsTest : public testing::PutFixture {
 protected:
  /// One request reached the server, and no success was made of it.
  void expectOneUnknown(const AttemptReport& report) {
    EXPECT_EQ(report.outcome, AttemptOutcome::Unknown) << report.message.toStdString();
    EXPECT_EQ(report.failure, ReasonKind::Unreachable);
    EXPECT_FALSE(report.message.isEmpty());
    EXPECT_EQ(server.requestCount(), 1);
    EXPECT_LE(server.completeCount(), 1);
  }
};

TEST_F(PutRequestFaultsTest, ADroppedConnectionIsUnknownAndSentOnce) {
  for (const qsizetype size : {qsizetype{60}, qsizetype{40'000}, qsizetype{3'000'000}}) {
    SCOPED_TRACE(size);
    setBody(QByteArray(size, 'x'));
    const int before = server.requestCount();
    server.next(Reaction::drop());
    const AttemptReport report = run(inputFor(server.address()));
    EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
    EXPECT_EQ(report.failure, ReasonKind::Unreachable);
    EXPECT_EQ(server.requestCount(), before + 1);
    EXPECT_EQ(server.completeCount(), before + 1);
  }
}

TEST_F(PutRequestFaultsTest, ADropOnAReusedConnectionIsSentOnceToo) {
  EXPECT_EQ(run(inputFor(server.address())).status, 201);
  server.next(Reaction::drop());
  EXPECT_EQ(run(inputFor(server.address())).outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(server.requestCount(), 2);
  EXPECT_EQ(server.completeCount(), 2);
}

TEST_F(PutRequestFaultsTest, AnEmptyBodyWhoseAnswerIsLostIsUnknownAndSentOnce) {
  setBody({});
  server.next(Reaction::drop());
  EXPECT_EQ(run(inputFor(server.address())).outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.completeCount(), 1);
  // On a connection that is used again as well.
  EXPECT_EQ(run(inputFor(server.address())).status, 201);
  server.next(Reaction::drop());
  EXPECT_EQ(run(inputFor(server.address())).outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(server.requestCount(), 3);
  server.close();
  EXPECT_EQ(run(inputFor(server.address())).outcome, AttemptOutcome::NotSent);
}

TEST_F(PutRequestFaultsTest, TheAnswerToAnEmptyBodyHasItsWholeTime) {
  setBody({});
  server.next(Reaction::silence());
  PutInput input = inputFor(server.address());
  input.limits.connectMs = 1'000;
  input.limits.silenceAfterBodyMs = 2'500;
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
  EXPECT_TRUE(report.message.startsWith(QStringLiteral("no answer within"))) << report.message.toStdString();
  EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(PutRequestFaultsTest, AResetWhileSendingIsUnknown) {
  setBody(QByteArray(8'000'000, 'x'));
  server.next(Reaction::reset(1'000'000));
  const AttemptReport report = run(inputFor(server.address()));
  EXPECT_EQ(report.outcome, AttemptOutcome::Unknown) << report.message.toStdString();
  EXPECT_EQ(report.failure, ReasonKind::ClosedEarly);
  EXPECT_FALSE(report.message.isEmpty());
  EXPECT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.completeCount(), 0);
}

TEST_F(PutRequestFaultsTest, AResetBeforeReadingPutsNoBodyOnTheWire) {
  server.resetConnections();
  const AttemptReport report = run(inputFor(server.address()));
  EXPECT_NE(report.outcome, AttemptOutcome::Answered);
  EXPECT_EQ(report.failure, ReasonKind::Unreachable);
  EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(PutRequestFaultsTest, ConnectionRefusedSaysSoAndSendsNothing) {
  server.close();
  const AttemptReport report = run(inputFor(server.address()));
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(report.failure, ReasonKind::Unreachable);
  EXPECT_EQ(report.message, QStringLiteral("connection refused"));
  EXPECT_EQ(report.detail, QString()) << "not said twice";
  EXPECT_EQ(report.bytesSent, 0);
  EXPECT_EQ(report.connectMs, -1);
}

TEST_F(PutRequestFaultsTest, AnUnknownHostIsNamedAsSuch) {
  const AttemptReport report = run(inputFor(QStringLiteral("web://no-such-host.invalid/")));
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(report.message, QStringLiteral("host name not found"));
}

TEST_F(PutRequestFaultsTest, AnInterimAnswerIsNoSuccess) {
  server.next(Reaction::raw("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
  const AttemptReport report = run(inputFor(server.address()));
  if (report.outcome == AttemptOutcome::Answered) {
    EXPECT_EQ(report.status, 204);
  } else {
    EXPECT_EQ(report.status, 103);
    expectOneUnknown(report);
  }
  EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(PutRequestFaultsTest, AServerThatNeverAnswersIsGivenUp) {
  server.next(Reaction::silence());
  PutInput input = inputFor(server.address());
  input.limits.silenceAfterBodyMs = 200;
  const AttemptReport report = run(input);
  expectOneUnknown(report);
  EXPECT_EQ(server.completeCount(), 1);
  EXPECT_TRUE(report.message.startsWith(QStringLiteral("no answer within"))) << report.message.toStdString();
}

TEST_F(PutRequestFaultsTest, AServerThatStopsReadingIsGivenUp) {
  setBody(QByteArray(30'000'000, 'x'));
  Reaction deaf = Reaction::silence();
  deaf.when = Reaction::When::AfterHead;
  server.next(deaf);
  PutInput input = inputFor(server.address());
  input.limits.silenceWhileSendingMs = 300;
  const AttemptReport report = run(input);
  expectOneUnknown(report);
  EXPECT_EQ(report.failure, ReasonKind::Unreachable) << "this program ended it";
  EXPECT_TRUE(report.message.startsWith(QStringLiteral("the server accepted no more data")))
      << report.message.toStdString();
  EXPECT_LT(report.bytesSent, body.size());
}

TEST_F(PutRequestFaultsTest, ASlowAnswerEndsAtTheDeadline) {
  Reaction slow = Reaction::answer(200, QByteArray(1000, 'x'));
  slow.msPerByte = 20;
  server.next(slow);
  PutInput input = inputFor(server.address());
  input.limits.totalBaseMs = 400;
  const AttemptReport report = run(input);
  expectOneUnknown(report);
  EXPECT_TRUE(report.message.startsWith(QStringLiteral("not finished within"))) << report.message.toStdString();
}

TEST_F(PutRequestFaultsTest, AStatusThatCameCountsThoughItsBodyNeverEnds) {
  Reaction slow = Reaction::raw("HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\nabc");
  server.next(slow);
  PutInput input = inputFor(server.address());
  input.limits.silenceAfterBodyMs = 200;
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
  EXPECT_EQ(report.status, 201);
  EXPECT_EQ(report.answerBody, "abc");
  server.next(Reaction::raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc", Reaction::Then::Close));
  EXPECT_EQ(run(input).status, 200);
}

TEST_F(PutRequestFaultsTest, NoConnectionWithinItsLimit) {
  // A listener whose queue is full answers no further handshake.
  QTcpServer busy;
  busy.setListenBacklogSize(1);
  ASSERT_TRUE(busy.listen(QHostAddress(QHostAddress::LocalHost)));
  busy.pauseAccepting();
  std::vector<std::unique_ptr<QTcpSocket>> queued;
  for (int i = 0; i < 8; ++i) {
    queued.push_back(std::make_unique<QTcpSocket>());
    queued.back()->connectToHost(busy.serverAddress(), busy.serverPort());
    (void)testing::waitUntil([&] { return queued.back()->state() == QAbstractSocket::ConnectedState; }, 50);
  }
  PutInput input = inputFor(QStringLiteral("web://127.0.0.1:%1/").arg(busy.serverPort()));
  input.limits.connectMs = 200;
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(report.message, QStringLiteral("no connection within 1 s"));
}

TEST_F(PutRequestFaultsTest, AnEarlyRefusalIsNeverASuccessNorSentTwice) {
  setBody(QByteArray(20'000'000, 'x'));
  Reaction early = Reaction::answer(413, "too large", {{"Connection", "close"}});
  early.when = Reaction::When::AfterHead;
  early.then = Reaction::Then::Close;
  server.next(early);
  const AttemptReport report = run(inputFor(server.address()));
  EXPECT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.completeCount(), 0);
  if (report.outcome == AttemptOutcome::Answered)
    EXPECT_EQ(report.status, 413);
  else
    EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
}

TEST_F(PutRequestFaultsTest, GarbageIsNoAnswer) {
  for (const QByteArray& garbage :
       {QByteArray("SSH-2.0-OpenSSH_9.2\r\n"), QByteArray(5000, '\0'), QByteArray("HTTP/1.1 abc OK\r\n\r\n"),
        QByteArray("HTTP/1.1 2\r\n\r\n"), QByteArray("<html>200 OK</html>")}) {
    const int before = server.requestCount();
    server.next(Reaction::raw(garbage, Reaction::Then::Close));
    const AttemptReport report = run(inputFor(server.address()));
    EXPECT_EQ(report.outcome, AttemptOutcome::Unknown) << garbage.left(20).toStdString() << " " << report.status;
    EXPECT_EQ(server.requestCount(), before + 1);
  }
}

TEST_F(PutRequestFaultsTest, AFloodOfHeadersEndsAtTheDeadline) {
  // Gone before the network manager is: that one's thread reads for as long as the flood lasts.
  auto flooding = std::make_unique<FaultyServer>();
  Reaction flood = Reaction::raw("HTTP/1.1 200 OK\r\n");
  flood.padding = "X-Flood: " + QByteArray(100, 'z') + "\r\n";
  flood.paddingBytes = qint64{1} << 40;
  flooding->next(flood);
  PutInput input = inputFor(flooding->address());
  input.limits.totalBaseMs = 500;
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(report.failure, ReasonKind::Unreachable);
  EXPECT_EQ(flooding->requestCount(), 1);
  flooding.reset();
}

}  // namespace
}  // namespace courier
