#include "models/address/ProxyOptions.h"

#include <QCoreApplication>
#include <QUrl>
#include <algorithm>

#include "models/address/HostName.h"

namespace courier {
namespace {

// The words are those of the targets' options, which had them first.
struct ProxyOptionsTr {
  Q_DECLARE_TR_FUNCTIONS(TargetOptions)
};

QString proxyKey(ProxyKind kind) {
  for (const OptionChoice& choice : proxyKindChoices) {
    if (choice.value == static_cast<int>(kind)) return QString::fromLatin1(choice.key);
  }
  return {};
}

std::optional<ProxyKind> proxyKindOf(const QString& key) {
  for (const OptionChoice& choice : proxyKindChoices) {
    if (key.compare(QLatin1String(choice.key), Qt::CaseInsensitive) == 0) return static_cast<ProxyKind>(choice.value);
  }
  return std::nullopt;
}

QString writtenProxy(const ProxyOptions& proxy, const QString& who) {
  const QString kind = proxyKey(proxy.kind);
  if (!proxy.isNamed()) return kind;
  return kind + QStringLiteral("://") + (who.isEmpty() ? who : who + u'@') + bracketedHost(proxy.host) + u':' +
         QString::number(proxy.port);
}

bool isPrintableAscii(const QString& text) {
  return std::all_of(text.begin(), text.end(), [](QChar one) { return one.unicode() >= 0x20 && one.unicode() < 0x7F; });
}

}  // namespace

QString proxyText(const ProxyOptions& proxy) {
  return writtenProxy(proxy, QString::fromLatin1(QUrl::toPercentEncoding(proxy.user)));
}

QString shownProxy(const ProxyOptions& proxy) {
  return writtenProxy(proxy, proxy.user.isEmpty() ? QString() : proxy.user + QStringLiteral(":•••"));
}

std::optional<ProxyOptions> proxyFromText(const QString& text) {
  ProxyOptions proxy;
  if (const auto plain = proxyKindOf(text); plain == ProxyKind::System || plain == ProxyKind::None) {
    proxy.kind = *plain;
    return proxy;
  }
  const QUrl url(text, QUrl::StrictMode);
  const auto kind = proxyKindOf(url.scheme());
  const bool isWhole = url.isValid() && kind && !url.host().isEmpty() && url.port() >= 0;
  if (!isWhole || !url.password().isEmpty()) return {};
  proxy.kind = *kind;
  proxy.host = url.host();
  proxy.port = url.port();
  proxy.user = url.userName(QUrl::FullyDecoded);
  return proxy;
}

Expected<void> checkProxy(const ProxyOptions& proxy) {
  if (!proxy.isNamed()) {
    if (proxy.host.isEmpty() && proxy.user.isEmpty()) return {};
    return Error::invalidInput(
        ProxyOptionsTr::tr("Only an HTTP or a SOCKS5 proxy has an address and a user. Choose one of the two."));
  }
  if (proxy.host.isEmpty())
    return Error::invalidInput(ProxyOptionsTr::tr("The proxy's host is missing: write it as host:port."));
  if (const auto host = canonicalHost(proxy.host.contains(u':') ? u'[' + proxy.host + u']' : proxy.host); !host) {
    return Error::invalidInput(ProxyOptionsTr::tr("The proxy's host is wrong: %1").arg(host.error().message));
  }
  if (proxy.port < 1 || proxy.port > 65535) {
    return Error::invalidInput(
        ProxyOptionsTr::tr("The proxy's port %1 is out of range (%2 to %3).").arg(proxy.port).arg(1).arg(65535));
  }
  if (!isPrintableAscii(proxy.user) || proxy.user.contains(u':')) {
    return Error::invalidInput(
        ProxyOptionsTr::tr("The proxy's user name contains a ':' or a character that is not ASCII. Remove it."));
  }
  if (proxy.user.contains(u'\\')) {
    return Error::invalidInput(ProxyOptionsTr::tr(
        "The proxy's user name names a Windows domain: NTLM sign-in is not supported. Ask for an account with "
        "Basic sign-in, or use a local proxy that signs in by itself."));
  }
  return {};
}

}  // namespace courier
