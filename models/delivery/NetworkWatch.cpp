#include "models/delivery/NetworkWatch.h"

#include <QNetworkInformation>

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

}  // namespace courier
