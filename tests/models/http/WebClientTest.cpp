// What an engine gets from a web server that packs its answers, or says too much.
#include "models/http/WebClient.h"

#include <gtest/gtest.h>

#include "tests/support/FaultyServer.h"
#include "tests/support/Packed.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::packed;
using testing::Reaction;

class WebClientTest : public ::testing::Test {
 protected:
  WebAnswer ask() {
    WebRequest request;
    request.url = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(m_server.port()));
    WebClient client(m_thread, m_way);
    return client.begin(request)->wait({});
  }
  FaultyServer m_server;
  std::shared_ptr<WebThread> m_thread = std::make_shared<WebThread>();
  WebWay m_way{{}, true, {}, 10'000, 60'000, true, qint64{64} << 20};
};

TEST_F(WebClientTest, AnAnswerThatPacksAThousandfoldIsRead) {
  const QByteArray page = "[" + QByteArray("[\"the same row\"],").repeated(2'000'000) + "[]]";
  const QByteArray body = packed(page);
  ASSERT_GT(page.size(), 100 * body.size());
  m_server.next(Reaction::answer(200, body, {{"Content-Encoding", "gzip"}}));
  const WebAnswer answer = ask();
  EXPECT_EQ(answer.failure, WebFailure::None) << answer.said.toStdString();
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body == page) << answer.body.size();
  EXPECT_TRUE(m_server.requests().first().header("Accept-Encoding").contains("gzip"));
}

TEST_F(WebClientTest, TheLimitIsOfWhatWasUnpacked) {
  m_server.next(Reaction::answer(200, packed(QByteArray(100 << 20, 'x')), {{"Content-Encoding", "gzip"}}));
  EXPECT_EQ(ask().failure, WebFailure::TooLarge);
}

TEST_F(WebClientTest, WhatIsPackedBadlyIsNoAnswer) {
  QByteArray body = packed(QByteArray(100'000, 'x'));
  body.chop(20);
  m_server.next(Reaction::answer(200, body, {{"Content-Encoding", "gzip"}}));
  const WebAnswer answer = ask();
  EXPECT_TRUE(answer.failure != WebFailure::None || answer.body.size() < 100'000);
}

TEST_F(WebClientTest, WhereNothingIsToBePackedItSaysSo) {
  m_way.wantsPacked = false;
  m_server.next(Reaction::answer(200, "plain"));
  EXPECT_EQ(ask().body, "plain");
  EXPECT_EQ(m_server.requests().first().header("Accept-Encoding"), "identity");
}

TEST_F(WebClientTest, AStreamThatIsTakenLateComesWhole) {
  const QByteArray page = QByteArray("[\"the same row\"]\n").repeated(2'000'000);
  m_server.setScript([body = packed(page)](const testing::SeenRequest&) {
    return Reaction::answer(200, body, {{"Content-Encoding", "gzip"}});
  });
  WebRequest request;
  request.url = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(m_server.port()));
  WebClient client(m_thread, m_way);
  const auto late = client.begin(request, true);
  // Its own end has come long before it is taken.
  EXPECT_EQ(ask().status, 200);
  QByteArray taken;
  for (QByteArray piece = late->take({}); !piece.isEmpty(); piece = late->take({})) taken += piece;
  EXPECT_EQ(late->wait({}).failure, WebFailure::None);
  EXPECT_TRUE(taken == page) << taken.size();
}

}  // namespace
}  // namespace courier
