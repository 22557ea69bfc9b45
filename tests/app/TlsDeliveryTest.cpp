#include <gtest/gtest.h>

#include <QFile>
#include <QSslCertificate>

#include "app/Services.h"
#include "tests/support/Await.h"
#include "tests/support/Nginx.h"

namespace courier {
namespace {

using testing::await;
using testing::Nginx;
using testing::waitUntil;

/// The whole path of one process, query to history, over TLS against nginx.
class TlsDelivery : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(nginx.start().toStdString(), ""); }

  /// Runs the seed's query for `address` and gives the delivery once its first attempt is recorded.
  Delivery deliver(const std::optional<QSslConfiguration>& ssl, const QString& address) {
    Services services({folder.path() + QStringLiteral("/data"), Owner::Role::Window, ssl});
    EXPECT_TRUE(services.open().ok());
    services.startOwning();
    const auto url = TargetUrl::parse(address);
    Target target;
    target.to.url = url->url;
    DeliveryRequest input;
    input.targetId = await(services.targets().findOrCreateUnnamed(target))->target.id;
    input.targetText = address;
    input.to.url = url->url;
    JobRequest request;
    request.sql = QStringLiteral("SELECT code, COUNT(1) AS cnt FROM www_access GROUP BY code");
    request.sendTo = input;
    RunOptions options;
    options.connection = *await(services.connections().findByName(QStringLiteral("testdb")));
    const auto outcome = await(services.jobRunner().run(request, options));
    EXPECT_TRUE(outcome.ok());
    const auto current = [&] { return *await(services.outbox().find(*outcome->delivery)); };
    EXPECT_TRUE(waitUntil([&] { return isFinal(current().state); }));
    const Delivery ended = current();
    await(services.stopOwning());
    return ended;
  }
  std::optional<QSslConfiguration> trusting() const {
    QFile authority(nginx.authorityFile());
    EXPECT_TRUE(authority.open(QIODevice::ReadOnly));
    QSslConfiguration ssl = QSslConfiguration::defaultConfiguration();
    ssl.setCaCertificates(QSslCertificate::fromData(authority.readAll()));
    return ssl;
  }
  QString address(const QString& host) const {
    return QStringLiteral("webs://%1:%2/open/tls").arg(host).arg(nginx.tlsPort());
  }

  QTemporaryDir folder;
  Nginx nginx;
};

TEST_F(TlsDelivery, ATrustedServerGetsTheBody) {
  const Delivery delivery = deliver(trusting(), address(QStringLiteral("127.0.0.1")));
  EXPECT_EQ(delivery.state, DeliveryState::Delivered) << delivery.reason.toStdString();
  EXPECT_EQ(nginx.stored(QStringLiteral("/open/tls")).size(), delivery.bodyBytes);
  EXPECT_EQ(nginx.logged(), QList<QByteArray>{"PUT /open/tls 201 -"});
}

TEST_F(TlsDelivery, AnUnknownAuthorityIsRefusedAndNothingIsSent) {
  const Delivery delivery = deliver({}, address(QStringLiteral("127.0.0.1")));
  EXPECT_EQ(delivery.state, DeliveryState::Refused);
  EXPECT_EQ(delivery.reasonKind, ReasonKind::Untrusted);
  EXPECT_TRUE(delivery.reason.contains(QStringLiteral("not trusted"))) << delivery.reason.toStdString();
  EXPECT_TRUE(nginx.accessLog().isEmpty());
}

}  // namespace
}  // namespace courier
