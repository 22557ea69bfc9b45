#include "models/http/RequestSecrets.h"

#include <gtest/gtest.h>

#include <QScopeGuard>

#include "tests/support/Deliveries.h"

namespace courier {
namespace {

const QByteArray dots = QByteArrayLiteral("\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2");

/// A request with one secret of each kind that a target can have; "canary" begins each.
struct Told {
  Delivery delivery;
  Secret secret;
};

Told withEverySecret() {
  Told told;
  told.delivery.to.url = testing::urlOf(QStringLiteral("web://h/p?token=canary-query%2F1&day=5&sig=canary+sig"));
  told.delivery.to.user = QStringLiteral("ada");
  told.delivery.to.options.proxy.user = QStringLiteral("prox");
  told.delivery.to.options.headers = {{QStringLiteral("X-Session-Id"), QStringLiteral("canary-header")},
                                      {QStringLiteral("X-Team"), QStringLiteral("sales-team")}};
  told.secret.fields = {{secretfields::password, QStringLiteral("canary-pass")},
                        {secretfields::token, QStringLiteral("canary-token")},
                        {secretfields::headerValue, QStringLiteral("Key canary-value")},
                        {secretfields::signingSecret, QStringLiteral("whsec_canaryKeyCanaryKeyCanaryKeyCana")},
                        {secretfields::proxyPassword, QStringLiteral("canary-proxy")},
                        {secretfields::keyPassphrase, QStringLiteral("canary-phrase")}};
  return told;
}

TEST(RequestSecrets, EachKindOfSecretIsHidden) {
  const Told told = withEverySecret();
  const SecretMask mask = secretsOf(told.delivery, told.secret);
  for (const QByteArray& text :
       {QByteArray("canary-pass"), QByteArray("canary-token"), QByteArray("Key canary-value"),
        QByteArray("canary-value"), QByteArray("whsec_canaryKeyCanaryKeyCanaryKeyCana"),
        QByteArray("canaryKeyCanaryKeyCanaryKeyCana"), QByteArray("canary-proxy"), QByteArray("canary-phrase"),
        QByteArray("canary-query/1"), QByteArray("canary-query%2F1"), QByteArray("canary sig"),
        QByteArray("canary-header"), QByteArray("ada:canary-pass").toBase64(),
        QByteArray("prox:canary-proxy").toBase64()}) {
    EXPECT_EQ(mask.masked("<" + text + ">"), "<" + dots + ">") << text.toStdString();
  }
  EXPECT_EQ(mask.masked(QByteArray("ada of the sales-team, day=5")), "ada of the sales-team, day=5");
}

TEST(RequestSecrets, ThePasswordOfAnEnvironmentsProxyIsASecret) {
  const QByteArray before = qgetenv("https_proxy");
  const auto restore = qScopeGuard([&] { qputenv("https_proxy", before); });
  qputenv("https_proxy", "http://prox:canary%40env@proxy.test:3128");
  const SecretMask mask = secretsOf(Delivery(), std::nullopt);
  EXPECT_EQ(mask.masked(QByteArray("canary@env canary%40env")), dots + ' ' + dots);
  EXPECT_EQ(mask.masked("Basic " + QByteArray("prox:canary@env").toBase64()), "Basic " + dots);
}

}  // namespace
}  // namespace courier
