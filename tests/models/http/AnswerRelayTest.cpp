#include "models/http/AnswerRelay.h"

#include <QTcpSocket>

#include "tests/models/http/PutFixture.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using namespace testing;

/// Servers that answer as soon as they have the head and close with the body unread.
class AnswerRelayTest : public PutFixture {
 protected:
  static Reaction refusal(int status) {
    Reaction reaction = Reaction::answer(status, "too much", {{"Connection", "close"}});
    reaction.when = Reaction::When::AfterHead;
    reaction.then = Reaction::Then::Close;
    return reaction;
  }
  AttemptReport runThrough(AnswerRelay& relay, const PutInput& input) {
    EXPECT_TRUE(relay.listen());
    network.setProxy(relay.proxy());
    return run(input);
  }
  AttemptReport runRelayed(const FaultyServer& to, const QString& host, const PutInput& input) {
    AnswerRelay relay(host, to.port(), QNetworkProxy::NoProxy);
    return runThrough(relay, input);
  }
  /// The reset that follows a close may overtake the answer now and then: then it is sent again, three times at most,
  /// as a delivery does it.
  AttemptReport heard(const FaultyServer& to, const QString& host, const PutInput& input) {
    AttemptReport report;
    for (int attempt = 0; attempt < 3 && report.status == 0; ++attempt) report = runRelayed(to, host, input);
    return report;
  }
  static QByteArray bigBody() { return QByteArray(20'000'000, 'x'); }
};

TEST_F(AnswerRelayTest, AnEarlyAnswerIsHeard) {
  setBody(bigBody());
  for (const int status : {401, 403, 413, 422, 500}) {
    server.setScript([status](const SeenRequest&) { return refusal(status); });
    const AttemptReport report = heard(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
    EXPECT_EQ(report.status, status) << report.message.toStdString();
    EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
    EXPECT_EQ(report.answerBody, "too much");
  }
  EXPECT_LE(server.requestCount(), 10);
  EXPECT_EQ(server.completeCount(), 0);
}

TEST_F(AnswerRelayTest, AnAnswerWithoutALengthEndsWithTheConnection) {
  setBody(bigBody());
  Reaction reaction = Reaction::raw("HTTP/1.1 413 Payload Too Large\r\n\r\nat most 1 MB", Reaction::Then::Close);
  reaction.when = Reaction::When::AfterHead;
  server.setScript([reaction](const SeenRequest&) { return reaction; });
  const AttemptReport report = heard(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
  EXPECT_EQ(report.status, 413);
  EXPECT_EQ(report.answerBody, "at most 1 MB");
}

TEST_F(AnswerRelayTest, WhatTheServerReadsArrivesWhole) {
  setBody(bigBody());
  const AttemptReport report = runRelayed(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
  EXPECT_EQ(report.status, 201);
  ASSERT_EQ(server.completeCount(), 1);
  EXPECT_EQ(server.requests()[0].sha256, QCryptographicHash::hash(body, QCryptographicHash::Sha256));
}

TEST_F(AnswerRelayTest, AServerThatClosesWithoutAWordIsNoAnswer) {
  setBody(bigBody());
  server.next(Reaction::reset(100'000));
  const AttemptReport report = runRelayed(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
  EXPECT_EQ(report.status, 0);
  EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(AnswerRelayTest, TellsABodyThatWasNotReadFromALostAnswer) {
  struct Row {
    Reaction reaction;
    bool dropped;
  };
  const TestCertificates certificates;
  FaultyServer secure(certificates.server());
  for (const bool tls : {false, true}) {
    FaultyServer& peer = tls ? secure : server;
    for (const Row& row : {Row{Reaction::reset(100'000), true}, Row{Reaction::drop(), false}}) {
      SCOPED_TRACE(::testing::Message() << "tls " << tls << " dropped " << row.dropped);
      setBody(bigBody());
      peer.next(row.reaction);
      PutInput input = inputFor(peer.address());
      if (tls) input.ssl = certificates.client();
      AnswerRelay relay(input.delivery.to.url.host(), peer.port(), QNetworkProxy::NoProxy);
      EXPECT_EQ(runThrough(relay, input).outcome, AttemptOutcome::Unknown);
      EXPECT_EQ(relay.hasDropped(), row.dropped);
    }
  }
}

TEST_F(AnswerRelayTest, ARefusedConnectionIsSaidAsOne) {
  const PutInput input = inputFor(server.address());
  const quint16 port = server.port();
  server.close();
  AnswerRelay relay(QStringLiteral("127.0.0.1"), port, QNetworkProxy::NoProxy);
  const AttemptReport report = runThrough(relay, input);
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(report.failure, ReasonKind::Unreachable);
}

TEST_F(AnswerRelayTest, LeadsNowhereElse) {
  FaultyServer other;
  AnswerRelay relay(QStringLiteral("127.0.0.1"), server.port(), QNetworkProxy::NoProxy);
  const AttemptReport report = runThrough(relay, inputFor(other.address()));
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(other.connectionCount(), 0);
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(AnswerRelayTest, WantsItsCredentials) {
  AnswerRelay relay(QStringLiteral("127.0.0.1"), server.port(), QNetworkProxy::NoProxy);
  ASSERT_TRUE(relay.listen());
  QNetworkProxy stranger = relay.proxy();
  stranger.setPassword(QStringLiteral("guess"));
  network.setProxy(stranger);
  const AttemptReport report = run(inputFor(server.address()));
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(AnswerRelayTest, OtherWordsAreAnsweredByAnEnd) {
  for (const QByteArray& words : {QByteArray("GET / HTTP/1.1\r\n\r\n"), QByteArray("\x05\x01\x00", 3)}) {
    AnswerRelay relay(QStringLiteral("127.0.0.1"), server.port(), QNetworkProxy::NoProxy);
    ASSERT_TRUE(relay.listen());
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QStringLiteral("127.0.0.1"), relay.proxy().port());
    ASSERT_TRUE(waitUntil([&] { return socket.state() == QAbstractSocket::ConnectedState; }));
    socket.write(words + QByteArray(300, 'x'));
    EXPECT_TRUE(waitUntil([&] { return socket.state() == QAbstractSocket::UnconnectedState; })) << words.toStdString();
  }
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(AnswerRelayTest, TlsStaysBetweenTheTwo) {
  setBody(bigBody());
  const TestCertificates certificates;
  FaultyServer secure(certificates.server());
  secure.setScript([](const SeenRequest&) { return refusal(413); });
  PutInput input = inputFor(secure.address());
  input.ssl = certificates.client();
  const AttemptReport report = heard(secure, QStringLiteral("localhost"), input);
  EXPECT_EQ(report.status, 413) << report.message.toStdString() << report.detail.toStdString();
  EXPECT_EQ(report.answerBody, "too much");
}

}  // namespace
}  // namespace courier
