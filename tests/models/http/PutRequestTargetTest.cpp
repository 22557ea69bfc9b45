#include "models/http/AnswerRelay.h"
#include "models/http/CurlCommand.h"
#include "tests/models/http/PutFixture.h"
#include "tests/support/TestCertificates.h"
#include "tests/support/TestProxy.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::TestCertificates;
using testing::TestProxy;
using testing::urlOf;

/// The path on the wire is what was typed, byte for byte.
class PutRequestTargetTest : public testing::PutFixture {
 protected:
  struct Row {
    const char* typed;
    const char* sent = nullptr;  ///< where it is not the same
  };
  static const std::vector<Row>& table() {
    static const std::vector<Row> rows = {
        {"", "/"},
        {"/"},
        {"//"},
        {"///"},
        {"//a//b"},
        {"/a//b/"},
        {"/a/./b"},
        {"/./a"},
        {"/a/../b"},
        {"/../a"},
        {"/a/.."},
        {"/a/."},
        {"/..;/x"},
        {"/%2e%2e/a"},
        {"/a;b=1;c"},
        {"/;"},
        {"/a+b"},
        {"/a%20b"},
        {"/a%2Fb"},
        {"/a%2fb"},
        {"/%7euser/~user"},
        {"/%41"},
        {"/a%25b"},
        {"/a?"},
        {"?", "/?"},
        {"//?"},
        {"/a??"},
        {"/a?b=c&&d="},
        {"/a?b=%2F+%20/../x"},
        {"/a?b=%7e"},
        {"/a?method=put", "/a"},
        {"/a?method=put&b", "/a?b"},
        {"/a%23b"},
        {"/a'b(c)*!$,=:"},
        {"/[a]"},
        {"/\xC3\xBC", "/%C3%BC"},
    };
    return rows;
  }
  static QByteArray sent(const Row& row) { return row.sent ? row.sent : row.typed; }
  void expectSent(const FaultyServer& peer, const QString& start, const std::function<void(PutInput&)>& prepare,
                  const QByteArray& before = {}) {
    for (const HttpMethod method : {HttpMethod::Put, HttpMethod::Post}) {
      for (const Row& row : table()) {
        SCOPED_TRACE(row.typed);
        PutInput input = inputFor(start + QString::fromUtf8(row.typed));
        input.delivery.to.method = method;
        prepare(input);
        network.clearConnectionCache();
        const int count = peer.requestCount();
        const AttemptReport report = run(input);
        EXPECT_EQ(report.status, 201) << report.message.toStdString() << report.detail.toStdString();
        ASSERT_EQ(peer.requestCount(), count + 1);
        const testing::SeenRequest request = peer.requests().last();
        EXPECT_EQ(request.target.toStdString(), (before + sent(row)).toStdString());
        EXPECT_EQ(request.method, method == HttpMethod::Put ? "PUT" : "POST");
        EXPECT_EQ(request.body, body);
        EXPECT_EQ(request.header("Host"), urlOf(start).isThisComputer() ? "127.0.0.1:" + QByteArray::number(peer.port())
                                                                        : QByteArray("server.test"));
        EXPECT_EQ(request.header("Idempotency-Key"), input.delivery.idempotencyKey.toLatin1());
      }
    }
  }
  [[nodiscard]] QString here() const { return QStringLiteral("web://127.0.0.1:%1").arg(server.port()); }
};

TEST_F(PutRequestTargetTest, Directly) {
  expectSent(server, here(), [](PutInput&) {});
}

TEST_F(PutRequestTargetTest, ThroughAnHttpProxy) {
  const TestProxy proxy(ProxyKind::Http, server.port());
  expectSent(
      server, QStringLiteral("web://server.test"),
      [&](PutInput& input) {
        input.way = {proxy.options(), QString::fromLatin1(TestProxy::password)};
        network.setProxyFactory(new DeliveryProxies(input.way));
      },
      "http://server.test");
}

TEST_F(PutRequestTargetTest, ThroughATunnelAndTls) {
  const TestCertificates certificates("DNS:server.test");
  const FaultyServer secure(certificates.server());
  const TestProxy proxy(ProxyKind::Http, secure.port());
  expectSent(secure, QStringLiteral("webs://server.test"), [&](PutInput& input) {
    input.ssl = certificates.client();
    input.way = {proxy.options(), QString::fromLatin1(TestProxy::password)};
    network.setProxyFactory(new DeliveryProxies(input.way));
  });
}

TEST_F(PutRequestTargetTest, ThroughTheRelay) {
  std::unique_ptr<AnswerRelay> relay;
  expectSent(server, here(), [&](PutInput&) {
    relay = std::make_unique<AnswerRelay>(QStringLiteral("127.0.0.1"), server.port(), AnswerRelay::Kind::Plain,
                                          QNetworkProxy::NoProxy, body.size());
    ASSERT_TRUE(relay->listen());
    network.setProxy(relay->proxy());
  });
}

TEST_F(PutRequestTargetTest, InTheCopiedCommand) {
  for (const Row& row : table()) {
    SCOPED_TRACE(row.typed);
    const PutInput input = inputFor(here() + QString::fromUtf8(row.typed));
    const QString command = curlCommand(input.delivery, QStringLiteral("body.json"));
    const QString url = QStringLiteral("http://127.0.0.1:%1").arg(server.port()) + QString::fromLatin1(sent(row));
    EXPECT_TRUE(command.contains(QStringLiteral("--url ") + shellQuoted(url))) << command.toStdString();
    const QByteArray path = sent(row).split('?').first();
    const bool hasDots = path.contains("/.") || path.contains("%2e");
    EXPECT_EQ(command.contains(QStringLiteral("--path-as-is")), hasDots && !path.contains("..;"));
  }
}

}  // namespace
}  // namespace courier
