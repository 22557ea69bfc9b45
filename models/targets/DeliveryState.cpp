#include "models/targets/DeliveryState.h"

#include <QStringList>

#include "models/base/KeyTable.h"

namespace courier {
namespace {

constexpr KeyTable<DeliveryState, 7> deliveryStates = {{{DeliveryState::Waiting, QLatin1String("waiting")},
                                                        {DeliveryState::Sending, QLatin1String("sending")},
                                                        {DeliveryState::Held, QLatin1String("held")},
                                                        {DeliveryState::Delivered, QLatin1String("delivered")},
                                                        {DeliveryState::Refused, QLatin1String("refused")},
                                                        {DeliveryState::Expired, QLatin1String("expired")},
                                                        {DeliveryState::Cancelled, QLatin1String("cancelled")}}};

}  // namespace

bool isFinal(DeliveryState state) {
  switch (state) {
    case DeliveryState::Waiting:
    case DeliveryState::Sending:
    case DeliveryState::Held:
      return false;
    case DeliveryState::Delivered:
    case DeliveryState::Refused:
    case DeliveryState::Expired:
    case DeliveryState::Cancelled:
      return true;
  }
  return true;
}

QString deliveryStateKey(DeliveryState state) {
  return keyOf(deliveryStates, state);
}

std::optional<DeliveryState> deliveryStateFromKey(const QString& key) {
  return valueOf(deliveryStates, key);
}

const QString& openDeliveryStates() {
  static const QString states = [] {
    QStringList open;
    for (const auto& [state, key] : deliveryStates) {
      if (!isFinal(state)) open.append(u'\'' + QString(key) + u'\'');
    }
    return u'(' + open.join(QStringLiteral(", ")) + u')';
  }();
  return states;
}

}  // namespace courier
