#include "models/http/CurlCommand.h"

#include <QStringList>

#include "models/address/AddressText.h"
#include "models/http/PutRequest.h"

namespace courier {
namespace {

/// The options of a command, each on a line of its own.
class Words {
 public:
  void add(const char* option) { m_lines.append(QString::fromLatin1(option)); }
  void add(const char* option, const QString& value) {
    m_lines.append(QString::fromLatin1(option) + QLatin1Char(' ') + shellQuoted(value));
  }
  /// curl takes a header that ends with ':' out, and sends an empty one for "Name;".
  void addHeader(const QString& name, const QString& value) {
    add("--header", value.isEmpty() ? name + QLatin1Char(';') : name + QStringLiteral(": ") + value);
  }
  [[nodiscard]] QString text() const { return m_lines.join(QStringLiteral(" \\\n  ")); }

 private:
  QStringList m_lines;
};

void addSignIn(const Delivery& delivery, Words& words) {
  if (delivery.to.secretKey.isEmpty()) return;
  switch (delivery.to.options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      if (!delivery.to.signsIn()) break;
      words.add("--basic");
      words.add("--user", delivery.to.user + QStringLiteral(":<PASSWORD>"));
      break;
    case AuthKind::Bearer:
      words.addHeader(QStringLiteral("Authorization"), QStringLiteral("Bearer <TOKEN>"));
      break;
    case AuthKind::Header:
      words.addHeader(delivery.to.options.authHeader, QStringLiteral("<VALUE>"));
      break;
  }
}

void addProxy(const Delivery& delivery, Words& words) {
  const ProxyOptions& proxy = delivery.to.options.proxy;
  if (delivery.to.url.isThisComputer() || proxy.kind == ProxyKind::None)
    return words.add("--noproxy", QStringLiteral("*"));
  if (proxy.kind == ProxyKind::System) return;
  const QString host = proxy.host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]").arg(proxy.host) : proxy.host;
  const QString scheme = proxy.kind == ProxyKind::Http ? QStringLiteral("http") : QStringLiteral("socks5h");
  // The environment's exceptions are not the target's.
  words.add("--noproxy", {});
  words.add("--proxy", QStringLiteral("%1://%2:%3").arg(scheme, host, QString::number(proxy.port)));
  if (!proxy.user.isEmpty()) words.add("--proxy-user", proxy.user + QStringLiteral(":<PROXY_PASSWORD>"));
}

void addTls(const Delivery& delivery, Words& words) {
  if (!delivery.to.url.isEncrypted()) return;
  const TlsOptions& tls = delivery.to.options.tls;
  words.add(tls.minimum == TlsMinimum::Tls13 ? "--tlsv1.3" : "--tlsv1.2");
  if (!tls.caPem.isEmpty()) words.add("--cacert", QStringLiteral("<CA_FILE>"));
  if (tls.clientCertificateFile.isEmpty()) return;
  words.add("--cert", tls.clientCertificateFile);
  if (!tls.clientKeyFile.isEmpty()) words.add("--key", tls.clientKeyFile);
  if (tls.keyHasPassphrase) words.add("--pass", QStringLiteral("<PASSPHRASE>"));
}

}  // namespace

QString shellQuoted(const QString& text) {
  QString inside = text;
  inside.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
  return QLatin1Char('\'') + inside + QLatin1Char('\'');
}

QString curlCommand(const Delivery& delivery, const QString& bodyFile) {
  Words words;
  words.add("curl --include --http1.1 --globoff");
  words.add("--request", httpMethodName(delivery.to.method));
  addProxy(delivery, words);
  addTls(delivery, words);
  for (const auto& [name, value] : putHeaders(delivery, 1, std::nullopt, false)) {
    if (name != "Content-Length") words.addHeader(QString::fromLatin1(name), QString::fromLatin1(value));
  }
  if (delivery.to.options.isSigned) {
    words.addHeader(QStringLiteral("webhook-id"), delivery.idempotencyKey);
    words.addHeader(QStringLiteral("webhook-timestamp"), QStringLiteral("<TIMESTAMP>"));
    words.addHeader(QStringLiteral("webhook-signature"), QStringLiteral("v1,<SIGNATURE>"));
  }
  addSignIn(delivery, words);
  for (const char* own : {"Accept:", "Expect:"}) words.add("--header", QString::fromLatin1(own));
  words.add("--data-binary", QLatin1Char('@') + bodyFile);
  const QString path = normalizedPart(delivery.to.url.path());
  if (withoutDotSegments(path) != path) words.add("--path-as-is");
  words.add("--url", delivery.to.url.httpAddress());
  return words.text();
}

}  // namespace courier
