#include "models/trino/TrinoEndpoint.h"

#include <QCoreApplication>
#include <QFile>
#include <QSslCertificate>
#include <QSslSocket>

#include "models/base/UserName.h"
#include "models/query/TreasureDataRegion.h"
#include "models/secrets/SecretFields.h"
#include "models/trino/TrinoHeaderText.h"

namespace courier {
namespace {

struct TrinoEndpointTr {
  Q_DECLARE_TR_FUNCTIONS(TrinoEndpoint)
};

constexpr qint64 largestAnswer = qint64{256} << 20;
constexpr qint64 largestCaFile = qint64{16} << 20;

Expected<QSslConfiguration> sslOf(const DatabaseAccess& access) {
  const ServerOptions& options = access.connection.server;
  QSslConfiguration ssl = QSslConfiguration::defaultConfiguration();
  ssl.setPeerVerifyMode(tlsOf(access.connection) == TlsMode::Verify ? QSslSocket::VerifyPeer : QSslSocket::QueryPeer);
  if (!options.caFile.isEmpty()) {
    QFile file(options.caFile);
    if (!file.open(QIODevice::ReadOnly))
      return Error::invalidInput(
          TrinoEndpointTr::tr("The CA file “%1” cannot be read. Put it back, or choose another.").arg(options.caFile),
          file.errorString());
    const auto trusted = QSslCertificate::fromData(file.read(largestCaFile), QSsl::Pem);
    if (trusted.isEmpty())
      return Error::invalidInput(
          TrinoEndpointTr::tr("The CA file “%1” contains no certificate. Choose a PEM file that begins with BEGIN "
                              "CERTIFICATE.")
              .arg(options.caFile));
    ssl.setCaCertificates(trusted);
  }
  TlsOptions tls;
  tls.clientCertificateFile = options.clientCertificateFile;
  tls.clientKeyFile = options.clientKeyFile;
  Secret secret;
  secret.fields.insert(secretfields::keyPassphrase, access.keyPassphrase);
  return sslConfigurationFor(tls, secret, ssl);
}

/// As the cluster's own clients encode it, and the cluster decodes it: in ISO 8859-1, where that has the characters.
QByteArray clusterCredentials(const QString& user, const QString& password) {
  const QString both = user + u':' + password;
  const QByteArray narrow = both.toLatin1();
  return (QString::fromLatin1(narrow) == both ? narrow : both.toUtf8()).toBase64();
}

/// All but who asks.
Expected<TrinoEndpoint> endpointAt(const DatabaseAccess& access, const QString& host) {
  const Connection& connection = access.connection;
  const TlsMode tls = tlsOf(connection);
  if (tls == TlsMode::Off && !access.password.isEmpty())
    return Error::invalidInput(
        TrinoEndpointTr::tr("A password, token or key is sent over HTTPS only. Switch TLS on in the connection."));
  TrinoEndpoint endpoint;
  endpoint.isTreasureData = connection.engine == Engine::TreasureData;
  endpoint.base.setScheme(tls == TlsMode::Off ? QStringLiteral("http") : QStringLiteral("https"));
  endpoint.base.setHost(host);
  endpoint.base.setPort(connection.port != 0 ? connection.port : usualPort(connection));
  const QString schemeHere = tls == TlsMode::Off ? QStringLiteral("web://") : QStringLiteral("webs://");
  const auto url = TargetUrl::parse(schemeHere + endpoint.base.authority() + u'/');
  if (!url || !endpoint.base.isValid())
    return Error::invalidInput(TrinoEndpointTr::tr("The connection's host is not one name or address. Correct it."));

  auto ssl = sslOf(access);
  if (!ssl) return ssl.error();
  auto proxy = proxyWay(connection.server.proxy, access.proxyPassword, url->url);
  if (!proxy) return proxy.error();
  endpoint.way.ssl = *ssl;
  endpoint.way.verifiesServer = tls != TlsMode::On;
  endpoint.way.proxy = *proxy;
  endpoint.way.connectMs = connection.server.connectTimeoutS * 1000;
  endpoint.way.wantsPacked = !isThisComputer(host);
  endpoint.way.mostBytes = largestAnswer;
  for (const QString& secret : {access.password, access.keyPassphrase, access.proxyPassword, proxy->password}) {
    if (!secret.isEmpty()) endpoint.secrets += secret;
  }
  return endpoint;
}

/// With a header that holds a token or a key, which may have been pasted with the line's end.
Expected<TrinoEndpoint> withSecret(TrinoEndpoint endpoint, const QByteArray& header, const QByteArray& scheme,
                                   const QString& secret) {
  const auto text = trinoHeaderText(secret.trimmed());
  if (!text)
    return Error::invalidInput(
        TrinoEndpointTr::tr("The connection's token or key has characters in it that none has. Copy it again."));
  endpoint.signIn.emplace_back(header, scheme + *text);
  if (!text->isEmpty()) endpoint.secrets += secret.trimmed();
  return endpoint;
}

}  // namespace

Expected<TrinoEndpoint> TrinoEndpoint::ofQueries(const DatabaseAccess& access) {
  const Connection& connection = access.connection;
  const bool isTreasureData = connection.engine == Engine::TreasureData;
  auto endpoint = endpointAt(access, isTreasureData ? treasureDataQueryHost(connection.host) : connection.host);
  if (!endpoint) return endpoint;
  const bool isPresto = !isTreasureData && connection.server.headers == TrinoHeaders::Presto;
  endpoint->headerPrefix = isPresto ? "X-Presto-" : "X-Trino-";
  const QByteArray userHeader = endpoint->headerPrefix + "User";
  if (isTreasureData) {
    // Its key stands in the user's place.
    return withSecret(std::move(*endpoint), userHeader, {}, access.password);
  }
  const bool hasToken = connection.server.signIn == TrinoSignIn::Token && !access.password.isEmpty();
  // The token names somebody by itself.
  const QString user = connection.user.isEmpty() && !hasToken ? userName() : connection.user;
  const auto userText = trinoHeaderText(user);
  if (!userText)
    return Error::invalidInput(
        TrinoEndpointTr::tr("The user “%1” cannot sign in to a cluster: HTTP carries letters of Western Europe alone, "
                            "and no blank before or behind them. Correct the user in the connection.")
            .arg(user));
  if (!user.isEmpty()) endpoint->signIn.emplace_back(userHeader, *userText);
  if (hasToken) return withSecret(std::move(*endpoint), "Authorization", "Bearer ", access.password);
  if (!access.password.isEmpty()) {
    const QByteArray credentials = clusterCredentials(user, access.password);
    endpoint->signIn.emplace_back("Authorization", "Basic " + credentials);
    endpoint->secrets += QString::fromLatin1(credentials);
  }
  return endpoint;
}

Expected<TrinoEndpoint> TrinoEndpoint::ofJobs(const DatabaseAccess& access) {
  auto endpoint = endpointAt(access, treasureDataJobHost(access.connection.host));
  if (!endpoint) return endpoint;
  endpoint->isJobs = true;
  return withSecret(std::move(*endpoint), "Authorization", "TD1 ", access.password);
}

QUrl TrinoEndpoint::at(const QString& path) const {
  QUrl url = base;
  url.setPath(path, QUrl::TolerantMode);
  return url;
}

bool TrinoEndpoint::isOwn(const QUrl& address) const {
  const int usual = base.scheme() == QLatin1String("https") ? 443 : 80;
  return address.isValid() && address.scheme() == base.scheme() && address.userInfo().isEmpty() &&
         address.host().compare(base.host(), Qt::CaseInsensitive) == 0 && address.port(usual) == base.port(usual);
}

QString TrinoEndpoint::masked(const QString& text) const {
  QString shown = text;
  for (const QString& secret : secrets) {
    shown.replace(secret, QString::fromUtf8(maskedSecret));
    shown.replace(QString::fromLatin1(QUrl::toPercentEncoding(secret)), QString::fromUtf8(maskedSecret));
  }
  return shown;
}

}  // namespace courier
