#include "models/delivery/NetworkWatch.h"

#include <QHostAddress>
#include <QNetworkInformation>
#include <array>

#include "models/targets/HostName.h"

namespace courier {
namespace {

using Reachability = QNetworkInformation::Reachability;

NetworkWatch::State stateOf(Reachability reachability) {
  switch (reachability) {
    case Reachability::Unknown:
      return NetworkWatch::State::Unknown;
    case Reachability::Disconnected:
      return NetworkWatch::State::Disconnected;
    default:
      return NetworkWatch::State::Connected;
  }
}

}  // namespace

SystemNetworkWatch::SystemNetworkWatch(QObject* parent) : NetworkWatch(parent) {
  if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability)) return;
  const QNetworkInformation* information = QNetworkInformation::instance();
  m_state = stateOf(information->reachability());
  connect(information, &QNetworkInformation::reachabilityChanged, this, [this](Reachability reachability) {
    m_state = stateOf(reachability);
    Q_EMIT changed(m_state);
  });
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
