#include "models/http/RequestSecrets.h"

#include <QUrl>
#include <QUrlQuery>

namespace courier {
namespace {

void addField(SecretMask& mask, const QString& field, const QString& value, const Destination& to) {
  if (field == secretfields::password) return mask.addCredentials(to.user, value);
  if (field == secretfields::proxyPassword) return mask.addCredentials(to.options.proxy.user, value);
  if (field == secretfields::headerValue) return mask.addHeaderValue(value);
  if (field == secretfields::signingSecret) return mask.addKey(value);
  mask.add(value);
}

void addQuery(SecretMask& mask, const QString& query) {
  for (const auto& [name, value] : QUrlQuery(query).queryItems(QUrl::FullyEncoded)) {
    if (!isSecretName(QByteArray::fromPercentEncoding(name.toUtf8()))) continue;
    mask.add(QUrl::fromPercentEncoding(value.toUtf8()));
    mask.add(value);
  }
}

/// "http://user:password@host:port", or the same without its scheme.
void addProxy(SecretMask& mask, const QString& proxy) {
  const qsizetype at = proxy.lastIndexOf(u'@');
  if (at < 0) return;
  const qsizetype scheme = proxy.indexOf(u"://");
  const qsizetype begin = scheme < 0 ? 0 : scheme + 3;
  const QString userInfo = proxy.mid(begin, at - begin);
  const qsizetype colon = userInfo.indexOf(u':');
  if (colon < 0) return;
  mask.addCredentials(QUrl::fromPercentEncoding(userInfo.left(colon).toUtf8()),
                      QUrl::fromPercentEncoding(userInfo.mid(colon + 1).toUtf8()));
}

}  // namespace

SecretMask secretsOf(const Delivery& delivery, const std::optional<Secret>& secret) {
  SecretMask mask;
  if (secret) {
    for (auto field = secret->fields.cbegin(); field != secret->fields.cend(); ++field)
      addField(mask, field.key(), field.value(), delivery.to);
  }
  for (const HttpHeader& header : delivery.to.options.headers) {
    if (isSecretName(header.name.toUtf8())) mask.addHeaderValue(header.value);
  }
  addQuery(mask, delivery.to.url.query());
  for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    addProxy(mask, qEnvironmentVariable(name));
  return mask;
}

}  // namespace courier
