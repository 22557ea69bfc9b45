// The receiver and peers that speak HTTP well, badly, late or not at all.
#include <QElapsedTimer>
#include <QTest>

#include "tests/support/ReceiverPeer.h"

namespace courier {
namespace {

using testing::hasReadAll;
using testing::Peer;
using testing::RunningReceiver;
using testing::smallPut;
using testing::waitUntil;

TEST(ReceiverProtocolTest, ARefusedPeerThatWaitsForLeaveIsSparedItsBody) {
  ReceiverOptions options;
  options.user = QStringLiteral("ada");
  RunningReceiver running(options);
  Peer peer(running.receiver);
  peer.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  ASSERT_TRUE(peer.gets("401 Unauthorized\n"));
  EXPECT_TRUE(peer.answer().contains("\r\nWWW-Authenticate: Basic "));
  EXPECT_TRUE(peer.answer().contains("\r\nConnection: close\r\n"));
  EXPECT_FALSE(peer.answer().contains("100 Continue"));
  ASSERT_EQ(running.told.size(), 1);
  EXPECT_EQ(running.told[0].answeredStatus, 401);
  // What it sends all the same is not taken for another request.
  peer.send(smallPut);
  peer.drop();
  Peer next(running.receiver);
  next.send("PUT / HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(next.gets("401 Unauthorized\n"));
  EXPECT_EQ(running.told.size(), 2);
}

TEST(ReceiverProtocolTest, GivesLeaveWhereThePeerWaitsForIt) {
  RunningReceiver running;
  Peer peer(running.receiver);
  peer.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_TRUE(peer.gets("HTTP/1.1 100 Continue\r\n\r\n"));
  EXPECT_TRUE(running.told.isEmpty());
  peer.send("hi");
  ASSERT_TRUE(peer.gets("201 Created\n"));
  EXPECT_EQ(running.told[0].body, "hi");
}

TEST(ReceiverProtocolTest, KeepsTheConnectionAndAnswersPipelinedRequestsInOrder) {
  RunningReceiver running;
  Peer peer(running.receiver);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("201 Created\n"));
  peer.send(smallPut + "GET /g HTTP/1.1\r\nHost: x\r\n\r\n" + smallPut.first(10));
  ASSERT_TRUE(peer.gets("405 Method Not Allowed\n"));
  EXPECT_TRUE(peer.answer().contains("\r\nAllow: PUT, POST\r\n"));
  peer.send(smallPut.sliced(10));
  ASSERT_TRUE(waitUntil([&] { return peer.countOf("201 Created\n") == 3; }));
  ASSERT_EQ(running.told.size(), 4);
  EXPECT_EQ(running.told[2].answeredStatus, 405);
  EXPECT_EQ(running.told[3].number, 4);
}

TEST(ReceiverProtocolTest, EndsTheConnectionWhereThePeerAsksForIt) {
  RunningReceiver running;
  Peer peer(running.receiver);
  peer.send("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(peer.isEnded());
  EXPECT_TRUE(peer.answer().endsWith("201 Created\n"));
  EXPECT_EQ(running.told.size(), 1);
}

TEST(ReceiverProtocolTest, AnswersEveryRequestOfAPeerThatReadsLate) {
  RunningReceiver running;
  Peer peer(running.receiver);
  constexpr int requests = 5'000;
  peer.send(smallPut.repeated(requests));
  ASSERT_TRUE(waitUntil([&] { return peer.countOf("201 Created\n") == requests; }));
  EXPECT_EQ(running.told.size(), requests);
}

TEST(ReceiverProtocolTest, RefusesTooLargeBodiesAndTellsOfThem) {
  ReceiverOptions options;
  options.maxBodyBytes = 10;
  RunningReceiver running(options);
  Peer peer(running.receiver);
  peer.send("PUT /big HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901");
  ASSERT_TRUE(peer.gets("413 Content Too Large\n"));
  ASSERT_EQ(running.told.size(), 1);
  EXPECT_EQ(running.told[0].target, QStringLiteral("/big"));
  EXPECT_EQ(running.told[0].answeredStatus, 413);
  EXPECT_EQ(running.told[0].body, "");
}

TEST(ReceiverProtocolTest, AnswersWhatIsNoRequestAndTellsNothing) {
  RunningReceiver running;
  Peer nonsense(running.receiver);
  nonsense.send("\x16\x03\x01 hello?\r\n");
  EXPECT_TRUE(nonsense.gets("400 Bad Request\n"));
  Peer longHead(running.receiver);
  longHead.send("PUT / HTTP/1.1\r\nHost: x\r\nA: " + QByteArray(70'000, 'a') + "\r\n\r\n");
  EXPECT_TRUE(longHead.gets("431 Request Header Fields Too Large\n"));
  Peer brokenOff(running.receiver);
  brokenOff.send(smallPut.first(smallPut.size() - 1));
  brokenOff.drop();
  Peer good(running.receiver);
  good.send(smallPut);
  ASSERT_TRUE(good.gets("201 Created\n"));
  EXPECT_EQ(running.told.size(), 1);
}

TEST(ReceiverProtocolTest, EndsConnectionsThatSayNothing) {
  ReceiverOptions options;
  options.silenceLimitMs = 50;
  RunningReceiver running(options);
  Peer idle(running.receiver);
  EXPECT_TRUE(idle.isEnded());
  EXPECT_EQ(idle.answer(), "");
  Peer halfway(running.receiver);
  halfway.send(smallPut.first(30));
  EXPECT_TRUE(halfway.gets("408 Request Timeout\n"));
  EXPECT_TRUE(running.told.isEmpty());
}

TEST(ReceiverProtocolTest, AnswersAsLateAsItWasToldToAndInOrder) {
  ReceiverOptions options;
  options.delayMs = 300;
  options.silenceLimitMs = 100;
  RunningReceiver running(options);
  Peer peer(running.receiver);
  QElapsedTimer took;
  took.start();
  peer.send(smallPut + smallPut);
  ASSERT_TRUE(peer.gets("201 Created\n"));
  EXPECT_GE(took.elapsed(), 290);
  ASSERT_TRUE(waitUntil([&] { return peer.countOf("201 Created\n") == 2; }));
  EXPECT_GE(took.elapsed(), 590);
  ASSERT_EQ(running.told.size(), 2);
  EXPECT_EQ(running.told[0].body, "hi");
  EXPECT_EQ(running.told[1].body, "hi");
  EXPECT_EQ(running.told[1].answeredStatus, 201);
}

TEST(ReceiverProtocolTest, ALargeBodyBehindALateAnswerIsReadWhole) {
  ReceiverOptions options;
  options.delayMs = 50;
  RunningReceiver running(options);
  Peer peer(running.receiver);
  const QByteArray large(3'000'000, 'x');
  peer.send(smallPut + "PUT /l HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + large);
  ASSERT_TRUE(waitUntil([&] { return peer.countOf("201 Created\n") == 2; }));
  ASSERT_EQ(running.told.size(), 2);
  EXPECT_EQ(running.told[1].body, large);
}

TEST(ReceiverProtocolTest, TellsOfARequestWhosePeerDidNotWait) {
  ReceiverOptions options;
  options.delayMs = 600'000;
  RunningReceiver running(options);
  Peer peer(running.receiver);
  peer.send(smallPut);
  ASSERT_TRUE(hasReadAll(running.receiver.port()));
  EXPECT_TRUE(running.told.isEmpty());
  peer.drop();
  ASSERT_TRUE(waitUntil([&] { return running.told.size() == 1; }));
  EXPECT_EQ(running.told[0].answeredStatus, 0);
  EXPECT_EQ(running.told[0].body, "hi");
  // Stopping does not wait for late answers, and tells of them once.
  Peer other(running.receiver);
  other.send(smallPut);
  ASSERT_TRUE(hasReadAll(running.receiver.port()));
  running.receiver.stop();
  EXPECT_TRUE(other.isEnded());
  EXPECT_EQ(other.answer(), "");
  ASSERT_TRUE(waitUntil([&] { return running.told.size() == 2; }));
  EXPECT_EQ(running.told[1].answeredStatus, 0);
}

}  // namespace
}  // namespace courier
