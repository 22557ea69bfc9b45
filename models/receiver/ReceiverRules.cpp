#include "models/receiver/ReceiverRules.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QLocale>

#include "models/receiver/Receiver.h"
#include "models/secrets/SecretStore.h"

namespace courier {

namespace {

/// Digests of equal length are compared without stopping early: the time tells neither content nor length.
bool isSameSecret(const QByteArray& a, const QByteArray& b) {
  const QByteArray left = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
  const QByteArray right = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
  unsigned int difference = 0;
  for (qsizetype i = 0; i < left.size(); ++i) {
    difference |= static_cast<unsigned int>(static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(right[i]));
  }
  return difference == 0;
}

bool isRightPeer(const HttpRequest& head, const ReceiverOptions& options) {
  if (options.user.isEmpty()) return true;
  const QByteArray given = head.header("Authorization");
  constexpr QByteArrayView scheme("basic ");
  if (QByteArrayView(given).first(qMin(given.size(), scheme.size())).compare(scheme, Qt::CaseInsensitive) != 0) {
    return false;
  }
  const auto decoded =
      QByteArray::fromBase64Encoding(given.mid(scheme.size()).trimmed(), QByteArray::AbortOnBase64DecodingErrors);
  const QByteArray wanted = (options.user + u':' + options.password).toUtf8();
  return isSameSecret(decoded ? *decoded : QByteArray(), wanted);
}

}  // namespace

ReceiverVerdict receiverVerdict(const HttpRequest& head, const ReceiverOptions& options) {
  if (!isRightPeer(head, options)) return {401, false, 0, options.delayMs};
  if (head.method != "PUT" && head.method != "POST") return {405, false, 0, options.delayMs};
  return {options.status, true, options.retryAfterS, options.delayMs};
}

namespace {

QByteArray maskedQuery(const QByteArray& target) {
  const qsizetype question = target.indexOf('?');
  if (question < 0) return target;
  QList<QByteArray> fields = target.mid(question + 1).split('&');
  for (QByteArray& field : fields) {
    const qsizetype equals = field.indexOf('=');
    if (equals < 0) continue;
    if (isSecretName(QByteArray::fromPercentEncoding(field.first(equals))))
      field = field.first(equals + 1) + maskedSecret;
  }
  return target.first(question + 1) + fields.join('&');
}

}  // namespace

SecretMask secretsOf(const HttpRequest& request, const ReceiverOptions& options) {
  SecretMask secrets;
  secrets.addCredentials(options.user, options.password);
  for (const auto& [name, value] : request.headers) {
    if (isSecretName(name)) secrets.addHeaderValue(QString::fromUtf8(value));
  }
  const qsizetype question = request.target.indexOf('?');
  if (question < 0) return secrets;
  for (const QByteArray& field : request.target.mid(question + 1).split('&')) {
    const qsizetype equals = field.indexOf('=');
    if (equals < 0 || !isSecretName(QByteArray::fromPercentEncoding(field.first(equals)))) continue;
    secrets.add(QString::fromUtf8(QByteArray::fromPercentEncoding(field.mid(equals + 1))));
  }
  return secrets;
}

QVector<QPair<QByteArray, QByteArray>> maskedHeaders(const HttpRequest& request, const SecretMask& secrets) {
  QVector<QPair<QByteArray, QByteArray>> shown = request.headers;
  for (auto& [key, value] : shown) {
    const QByteArray name = key.toLower();
    key = secrets.masked(key);
    if (!isSecretName(name)) {
      value = secrets.masked(value);
      continue;
    }
    const qsizetype blank = name.endsWith("authorization") ? value.indexOf(' ') : -1;
    // Without a scheme in front, the whole value may be the secret.
    value = (blank < 0 ? QByteArray() : value.first(blank + 1)) + maskedSecret;
  }
  return shown;
}

QString maskedRequestTarget(const HttpRequest& request, const SecretMask& secrets) {
  const QByteArray& target = request.target;
  const QString text = QString::fromUtf8(secrets.masked(maskedQuery(target)));
  const qsizetype scheme = text.indexOf(u"://");
  if (scheme < 0 || text.startsWith(u'/')) return text;
  const qsizetype start = scheme + 3;
  qsizetype end = start;
  while (end < text.size() && text[end] != u'/' && text[end] != u'?' && text[end] != u'#') ++end;
  const qsizetype at = text.lastIndexOf(u'@', end - 1);
  if (at < start) return text;
  return text.first(start) + QString::fromUtf8(maskedSecret) + text.mid(at);
}

QByteArray reasonPhrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 417:
      return "Expectation Failed";
    case 418:
      return "I'm a Teapot";
    case 422:
      return "Unprocessable Content";
    case 425:
      return "Too Early";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
}

QByteArray httpAnswer(int status, QByteArrayView method, bool keepAlive, int retryAfterS) {
  const QByteArray title = QByteArray::number(status) + ' ' + reasonPhrase(status);
  const bool hasBody = status != 204 && status != 304;
  const QByteArray body = title + '\n';
  QByteArray answer = "HTTP/1.1 " + title + "\r\nServer: query-courier-receiver\r\nDate: ";
  answer += QLocale::c().toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'").toLatin1();
  if (hasBody) {
    answer += "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size());
  }
  if (status == 401) answer += "\r\nWWW-Authenticate: Basic realm=\"Query Courier receiver\", charset=\"UTF-8\"";
  if (status == 405) answer += "\r\nAllow: PUT, POST";
  if (retryAfterS > 0) answer += "\r\nRetry-After: " + QByteArray::number(retryAfterS);
  if (!keepAlive) answer += "\r\nConnection: close";
  answer += "\r\n\r\n";
  if (hasBody && method != "HEAD") answer += body;
  return answer;
}

}  // namespace courier
