#include "models/http/AnswerRelay.h"

#include <QTcpSocket>

#include "models/http/Transport.h"
#include "tests/models/http/PutFixture.h"
#include "tests/support/TestCertificates.h"
#include "tests/support/TestProxy.h"

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
  static AnswerRelay::Kind kindOf(const PutInput& input) {
    return input.delivery.to.url.isEncrypted() ? AnswerRelay::Kind::Encrypted : AnswerRelay::Kind::Plain;
  }
  AttemptReport runThrough(AnswerRelay& relay, const PutInput& input) {
    EXPECT_TRUE(relay.listen());
    network.setProxy(relay.proxy());
    return run(input);
  }
  AttemptReport runRelayed(const FaultyServer& to, const QString& host, const PutInput& input) {
    AnswerRelay relay(host, to.port(), kindOf(input), QNetworkProxy::NoProxy, body.size());
    return runThrough(relay, input);
  }
  static QByteArray bigBody() { return QByteArray(20'000'000, 'x'); }
};

TEST_F(AnswerRelayTest, AnEarlyAnswerIsHeard) {
  setBody(bigBody());
  for (const int status : {401, 403, 413, 422, 500}) {
    server.setScript([status](const SeenRequest&) { return refusal(status); });
    const AttemptReport report = runRelayed(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
    EXPECT_EQ(report.status, status) << report.message.toStdString();
    EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
    EXPECT_EQ(report.answerBody, "too much");
  }
  EXPECT_EQ(server.requestCount(), 5);
  EXPECT_EQ(server.completeCount(), 0);
}

TEST_F(AnswerRelayTest, AnAnswerRightBeforeAResetIsHeard) {
  setBody(bigBody());
  Reaction reaction = refusal(413);
  reaction.then = Reaction::Then::Reset;
  server.setScript([reaction](const SeenRequest&) { return reaction; });
  const AttemptReport report = runRelayed(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
  EXPECT_EQ(report.status, 413) << report.message.toStdString();
  EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(AnswerRelayTest, AnAnswerWithoutALengthEndsWithTheConnection) {
  setBody(bigBody());
  Reaction reaction = Reaction::raw("HTTP/1.1 413 Payload Too Large\r\n\r\nat most 1 MB", Reaction::Then::Close);
  reaction.when = Reaction::When::AfterHead;
  server.setScript([reaction](const SeenRequest&) { return reaction; });
  const AttemptReport report = runRelayed(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
  EXPECT_EQ(report.status, 413);
  EXPECT_EQ(report.answerBody, "at most 1 MB");
}

TEST_F(AnswerRelayTest, OnlyThreeDigitsAreAStatus) {
  for (const char* status : {"+200", "0200", "20", "2000", " 200", "-200", "2xx", "200x", ""}) {
    SCOPED_TRACE(status);
    for (const qsizetype splitAt : {0, 3, 11}) {
      Reaction reaction =
          Reaction::raw("HTTP/1.1 " + QByteArray(status) + " OK\r\nContent-Length: 0\r\n\r\n", Reaction::Then::Close);
      reaction.splitAt = splitAt;
      server.next(reaction);
      const AttemptReport report = runRelayed(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
      EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
      EXPECT_EQ(report.status, 0);
      EXPECT_EQ(report.message, QStringLiteral("the server's answer is not HTTP"));
    }
  }
}

TEST_F(AnswerRelayTest, InterimAnswersAreNoAnswer) {
  const QByteArray last = "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\ndone";
  for (const QByteArray& interim :
       {QByteArray("HTTP/1.1 100 Continue\r\n\r\n"), QByteArray("HTTP/1.1 102 Processing\r\n\r\n"),
        QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), QByteArray("HTTP/1.1 199\n\n"),
        QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n")}) {
    for (const qsizetype size : {0, 1'000'000}) {
      setBody(QByteArray(size, 'x'));
      for (const bool isBefore : {false, true}) {
        for (const qsizetype splitAt : {qsizetype{0}, qsizetype{11}, interim.size() - 1, interim.size() + 5}) {
          SCOPED_TRACE(::testing::Message() << interim.constData() << size << isBefore << splitAt);
          Reaction reaction = Reaction::raw(isBefore ? last : interim + last, Reaction::Then::Close);
          if (isBefore) reaction.interim = interim;
          reaction.splitAt = splitAt;
          server.next(reaction);
          const AttemptReport report = runRelayed(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
          EXPECT_EQ(report.status, 201) << report.message.toStdString();
          EXPECT_EQ(report.answerBody, "done");
        }
      }
    }
  }
}

TEST_F(AnswerRelayTest, WhatTheServerReadsArrivesWhole) {
  setBody(bigBody());
  const AttemptReport report = runRelayed(server, QStringLiteral("127.0.0.1"), inputFor(server.address()));
  EXPECT_EQ(report.status, 201);
  ASSERT_EQ(server.completeCount(), 1);
  EXPECT_EQ(server.requests()[0].sha256, QCryptographicHash::hash(body, QCryptographicHash::Sha256));
}

TEST_F(AnswerRelayTest, GoesOnThroughAProxy) {
  setBody(bigBody());
  const TestCertificates certificates("DNS:server.test");
  FaultyServer secure(certificates.server());
  for (const ProxyKind kind : {ProxyKind::Socks5, ProxyKind::Http}) {
    SCOPED_TRACE(static_cast<int>(kind));
    const TestProxy proxy(kind, secure.port());
    PutInput input = inputFor(QStringLiteral("webs://server.test/path"));
    input.ssl = certificates.client();
    const auto onward = relayOnward(ProxyWay{proxy.options(), QString::fromLatin1(TestProxy::password)},
                                    input.delivery.to.url.httpUrl());
    AnswerRelay relay(QStringLiteral("server.test"), 443, AnswerRelay::Kind::Encrypted, *onward, body.size());
    const int before = secure.requestCount();
    const AttemptReport report = runThrough(relay, input);
    EXPECT_EQ(report.status, 201) << report.message.toStdString() << report.detail.toStdString();
    EXPECT_FALSE(relay.hasDropped());
    ASSERT_EQ(secure.requestCount(), before + 1);
    EXPECT_EQ(secure.requests().last().sha256, QCryptographicHash::hash(body, QCryptographicHash::Sha256));
  }
}

TEST_F(AnswerRelayTest, AResetAfterTheSystemTookAllIsABodyThatWasNotRead) {
  setBody(QByteArray(100'000, 'x'));
  server.next(Reaction::reset(50'000));
  AnswerRelay relay(QStringLiteral("127.0.0.1"), server.port(), AnswerRelay::Kind::Plain, QNetworkProxy::NoProxy,
                    body.size());
  EXPECT_EQ(runThrough(relay, inputFor(server.address())).outcome, AttemptOutcome::Unknown);
  EXPECT_TRUE(relay.hasDropped());
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
      AnswerRelay relay(input.delivery.to.url.host(), peer.port(), kindOf(input), QNetworkProxy::NoProxy, body.size());
      EXPECT_EQ(runThrough(relay, input).outcome, AttemptOutcome::Unknown);
      EXPECT_EQ(relay.hasDropped(), row.dropped);
    }
  }
}

TEST_F(AnswerRelayTest, ARefusedConnectionIsSaidAsOne) {
  const PutInput input = inputFor(server.address());
  const quint16 port = server.port();
  server.close();
  AnswerRelay relay(QStringLiteral("127.0.0.1"), port, AnswerRelay::Kind::Plain, QNetworkProxy::NoProxy, body.size());
  const AttemptReport report = runThrough(relay, input);
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(report.failure, ReasonKind::Unreachable);
}

TEST_F(AnswerRelayTest, LeadsNowhereElse) {
  FaultyServer other;
  AnswerRelay relay(QStringLiteral("127.0.0.1"), server.port(), AnswerRelay::Kind::Plain, QNetworkProxy::NoProxy,
                    body.size());
  const AttemptReport report = runThrough(relay, inputFor(other.address()));
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(other.connectionCount(), 0);
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(AnswerRelayTest, WantsItsCredentials) {
  AnswerRelay relay(QStringLiteral("127.0.0.1"), server.port(), AnswerRelay::Kind::Plain, QNetworkProxy::NoProxy,
                    body.size());
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
    AnswerRelay relay(QStringLiteral("127.0.0.1"), server.port(), AnswerRelay::Kind::Plain, QNetworkProxy::NoProxy,
                      body.size());
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
  const AttemptReport report = runRelayed(secure, QStringLiteral("localhost"), input);
  EXPECT_EQ(report.status, 413) << report.message.toStdString() << report.detail.toStdString();
  EXPECT_EQ(report.answerBody, "too much");
}

}  // namespace
}  // namespace courier
