#include "models/http/EnvironmentProxy.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QRegularExpression>
#include <QStringList>
#include <QUrl>
#include <algorithm>

namespace courier {
namespace {

struct EnvironmentProxyTr {
  Q_DECLARE_TR_FUNCTIONS(Transport)
};

constexpr int usualProxyPort = 1080;

struct Variable {
  QString name;
  QString value;
};

/// The first of these that says something.
Variable firstOf(const QProcessEnvironment& environment, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const Variable variable{QString::fromLatin1(name), environment.value(QString::fromLatin1(name))};
    if (!variable.value.isEmpty()) return variable;
  }
  return {};
}

bool isInNetwork(const QHostAddress& address, const QString& network) {
  const qsizetype slash = network.indexOf(u'/');
  const QHostAddress base(network.left(slash));
  if (base.isNull() || base.protocol() != address.protocol()) return false;
  bool isNumber = true;
  const int bits = slash < 0 ? 0 : network.mid(slash + 1).toInt(&isNumber);
  const int most = address.protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128;
  if (!isNumber || bits < 0 || bits > most) return false;
  return bits == 0 ? base == address : address.isInSubnet(base, bits);
}

bool isBelow(const QString& host, QString name) {
  if (name.endsWith(u'.')) name.chop(1);
  if (name.startsWith(u'.')) name.remove(0, 1);
  if (name.isEmpty()) return false;
  return host.compare(name, Qt::CaseInsensitive) == 0 || host.endsWith(u'.' + name, Qt::CaseInsensitive);
}

bool isExcepted(const QString& host, const QString& exceptions) {
  if (exceptions == u"*") return true;
  static const QRegularExpression between(QStringLiteral("[, \\t]+"));
  const QHostAddress address(host);
  const QStringList items = exceptions.split(between, Qt::SkipEmptyParts);
  return std::any_of(items.begin(), items.end(), [&](const QString& item) {
    return address.isNull() ? isBelow(host, item) : isInNetwork(address, item);
  });
}

Error unusable(const QString& name, const QString& why) {
  return Error::invalidInput(
      EnvironmentProxyTr::tr("The environment's proxy (%1) cannot be used: %2. Correct the variable, or choose a proxy "
                             "for this target.")
          .arg(name, why));
}

QString decoded(const QString& text) {
  return QUrl::fromPercentEncoding(text.toUtf8());
}

Expected<ProxyWay> readProxy(const Variable& variable) {
  QString rest = variable.value.trimmed();
  const qsizetype schemeEnd = rest.indexOf(QLatin1String("://"));
  const QString scheme = schemeEnd < 0 ? QStringLiteral("http") : rest.left(schemeEnd).toLower();
  if (schemeEnd >= 0) rest.remove(0, schemeEnd + 3);

  ProxyWay way;
  way.options.port = usualProxyPort;
  if (scheme == u"http") {
    way.options.kind = ProxyKind::Http;
  } else if (scheme == u"socks5" || scheme == u"socks5h") {
    way.options.kind = ProxyKind::Socks5;
    way.looksNamesUp = scheme == u"socks5h";
  } else {
    return unusable(variable.name,
                    EnvironmentProxyTr::tr("only http://, socks5:// and socks5h:// proxies are supported"));
  }

  const auto end = std::find_if(rest.begin(), rest.end(), [](QChar c) { return c == u'/' || c == u'?' || c == u'#'; });
  const QString authority = rest.left(end - rest.begin());
  const qsizetype at = authority.lastIndexOf(u'@');
  if (at >= 0) {
    const QString userInfo = authority.left(at);
    const qsizetype colon = userInfo.indexOf(u':');
    way.options.user = decoded(colon < 0 ? userInfo : userInfo.left(colon));
    if (colon >= 0) way.password = decoded(userInfo.mid(colon + 1));
  }
  static const QRegularExpression place(
      QStringLiteral("^(?:\\[([0-9A-Fa-f:.]+)\\]|([^\\[\\]:@\\s]+))(?::(\\d{1,5})?)?$"));
  const auto match = place.match(authority.mid(at + 1));
  const int port = match.captured(3).isEmpty() ? usualProxyPort : match.captured(3).toInt();
  if (!match.hasMatch() || port < 1 || port > 65535)
    return unusable(variable.name, EnvironmentProxyTr::tr("it is no address such as http://proxy.example.org:3128"));
  way.options.host = match.captured(1) + match.captured(2);
  way.options.port = port;
  return way;
}

}  // namespace

Expected<std::optional<ProxyWay>> environmentProxy(const QProcessEnvironment& environment, const TargetUrl& url) {
  ProxyWay none;
  none.options.kind = ProxyKind::None;
  const Variable exceptions = firstOf(environment, {"no_proxy", "NO_PROXY"});
  if (!exceptions.value.isEmpty() && isExcepted(url.host(), exceptions.value)) return std::optional(none);
  const Variable variable = url.isEncrypted()
                                ? firstOf(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
                                : firstOf(environment, {"http_proxy", "all_proxy", "ALL_PROXY"});
  if (variable.value.isEmpty()) {
    // Where the environment speaks of proxies at all, it is what decides.
    const bool speaks =
        !firstOf(environment, {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"}).value.isEmpty();
    return speaks ? std::optional(none) : std::nullopt;
  }
  auto way = readProxy(variable);
  if (!way) return way.error();
  return std::optional(way.value());
}

}  // namespace courier
