#include "models/address/HostName.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QPair>
#include <QUrl>
#include <algorithm>
#include <array>

namespace courier {
namespace {

struct HostNameTr {
  Q_DECLARE_TR_FUNCTIONS(TargetUrl)
};

bool isHostDigit(QChar c) {
  return c >= u'0' && c <= u'9';
}

/// A name whose last label is a number is read as an IPv4 address by some part of every network stack.
bool endsInNumber(QStringView name) {
  const QStringView last = name.mid(name.lastIndexOf(u'.') + 1);
  if (last.startsWith(u"0x"))
    return std::all_of(last.begin() + 2, last.end(),
                       [](QChar c) { return isHostDigit(c) || (c >= u'a' && c <= u'f'); });
  return std::all_of(last.begin(), last.end(), isHostDigit);
}

bool isDottedQuad(QStringView name) {
  const QList<QStringView> parts = name.split(u'.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](QStringView part) {
           const bool number =
               !part.isEmpty() && part.size() <= 3 && std::all_of(part.begin(), part.end(), isHostDigit);
           return number && (part.size() == 1 || part[0] != u'0') && part.toInt() <= 255;
         });
}

bool isHostName(QStringView name) {
  if (name.size() > 253) return false;
  const QList<QStringView> labels = name.split(u'.');
  return std::all_of(labels.begin(), labels.end(), [](QStringView label) {
    if (label.isEmpty() || label.size() > 63 || label.front() == u'-' || label.back() == u'-') return false;
    return std::all_of(label.begin(), label.end(),
                       [](QChar c) { return isHostDigit(c) || (c >= u'a' && c <= u'z') || c == u'-' || c == u'_'; });
  });
}

Expected<QString> canonicalIpv6(QStringView text) {
  if (text.contains(u'%'))
    return Error::invalidInput(
        HostNameTr::tr("The address's host has a zone ('%' in an IPv6 address): leave the zone out."));
  const QHostAddress address(text.toString());
  if (!text.contains(u':') || address.protocol() != QHostAddress::IPv6Protocol)
    return Error::invalidInput(
        HostNameTr::tr("The address's host is not an IPv6 address: in brackets write one such as [::1]."));
  return address.toString();
}

}  // namespace

Expected<QString> canonicalHost(QStringView text) {
  if (text.startsWith(u'[')) return canonicalIpv6(text.mid(1, text.size() - 2));
  if (text.contains(u'%'))
    return Error::invalidInput(
        HostNameTr::tr("The address's host has a '%': write the host's characters as they "
                       "are."));
  QString name = QString::fromLatin1(QUrl::toAce(text.toString())).toLower();
  if (name.endsWith(u'.')) name.chop(1);
  if (!isHostName(name))
    return Error::invalidInput(
        HostNameTr::tr("The address's host is not a host name: use letters, digits, '-' and single dots, as in "
                       "example.com. In a user name or password write '/' as %2F, '?' as %3F and '@' as %40."));
  if (endsInNumber(name) && !isDottedQuad(name))
    return Error::invalidInput(
        HostNameTr::tr("The address's host ends in a number but is not an IPv4 address: write all four decimal numbers "
                       "(0 to 255, no leading zeros), as in 192.0.2.1."));
  return name;
}

QString bracketedHost(const QString& host) {
  return host.contains(u':') ? QStringLiteral("[%1]").arg(host) : host;
}

QString hostAndPort(const QString& host, int port) {
  return bracketedHost(host) + u':' + QString::number(port);
}

QString readableHost(const QString& host) {
  if (host.contains(u':')) return bracketedHost(host);
  const QString readable = QUrl::fromAce(host.toLatin1(), QUrl::IgnoreIDNWhitelist);
  return QString::fromLatin1(QUrl::toAce(readable)) == host ? readable : host;
}

bool isAddressLiteral(const QString& host) {
  return host.contains(u':') || isDottedQuad(host);
}

bool isLoopbackHost(const QString& host) {
  if (host == u"localhost") return true;
  const QHostAddress address(host);
  return !address.isNull() && address.isLoopback();
}

bool isNearHost(const QString& host) {
  if (host.isEmpty() || isLoopbackHost(host)) return true;
  const QHostAddress address(host);
  if (address.isNull()) {
    return !host.contains(u'.') || host.endsWith(QLatin1String(".local"), Qt::CaseInsensitive) ||
           host.endsWith(QLatin1String(".localhost"), Qt::CaseInsensitive);
  }
  bool isIpv4 = false;
  const quint32 ipv4 = address.toIPv4Address(&isIpv4);
  if (isIpv4) {
    static const std::array<QPair<QHostAddress, int>, 4> nearNets = {
        QHostAddress::parseSubnet(QStringLiteral("10.0.0.0/8")),
        QHostAddress::parseSubnet(QStringLiteral("172.16.0.0/12")),
        QHostAddress::parseSubnet(QStringLiteral("192.168.0.0/16")),
        QHostAddress::parseSubnet(QStringLiteral("169.254.0.0/16"))};
    const QHostAddress plain(ipv4);
    return plain.isLoopback() ||
           std::any_of(nearNets.begin(), nearNets.end(), [&](const auto& net) { return plain.isInSubnet(net); });
  }
  return address.isLoopback() || address.isLinkLocal() || address.isUniqueLocalUnicast();
}

}  // namespace courier
