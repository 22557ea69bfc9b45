#include "models/delivery/DeliveryWords.h"

#include <QCoreApplication>
#include <algorithm>

#include "models/delivery/FailureText.h"

namespace courier {
namespace {

QString withStatus(const QString& word, const Delivery& delivery) {
  const QString status = statusOfReason(delivery.reason);
  if (!status.isEmpty())
    return QCoreApplication::translate("DeliveryWords", "%1: %2", "refused: 405").arg(word, status);
  return word;
}

DeliveryWords heldWords(const Delivery& delivery) {
  switch (delivery.reasonKind) {
    case ReasonKind::SignIn:
      return {withStatus(QCoreApplication::translate("DeliveryWords", "paused"), delivery), CellTone::Bad};
    case ReasonKind::TargetPaused:
      return {QCoreApplication::translate("DeliveryWords", "held: target paused"), CellTone::Bad};
    case ReasonKind::SecretMissing:
      return {QCoreApplication::translate("DeliveryWords", "held: password needed"), CellTone::Warn};
    case ReasonKind::BodyMissing:
      return {QCoreApplication::translate("DeliveryWords", "held: body missing"), CellTone::Bad};
    case ReasonKind::Policy:
      return {QCoreApplication::translate("DeliveryWords", "held: not allowed"), CellTone::Bad};
    case ReasonKind::Guard:
      return {QCoreApplication::translate("DeliveryWords", "held: look at it"), CellTone::Warn};
    default:
      return {QCoreApplication::translate("DeliveryWords", "held"), CellTone::Warn};
  }
}

DeliveryWords waitingWords(const Delivery& delivery, qint64 nowMs) {
  if (delivery.reasonKind == ReasonKind::SecretLocked) {
    return {QCoreApplication::translate("DeliveryWords", "waits: keychain locked"), CellTone::Warn};
  }
  const qint64 dueMs = dueTimeMs(delivery);
  if (dueMs <= nowMs) return {deliveryStateWord(delivery.state), CellTone::Info};
  return {QCoreApplication::translate("DeliveryWords", "next try in %1").arg(durationText(dueMs - nowMs)),
          CellTone::Info};
}

DeliveryWords refusedWords(const Delivery& delivery) {
  if (delivery.reasonKind == ReasonKind::Tls) {
    return {QCoreApplication::translate("DeliveryWords", "refused: certificate"), CellTone::Bad};
  }
  return {withStatus(deliveryStateWord(delivery.state), delivery), CellTone::Bad};
}

}  // namespace

QString deliveryStateWord(DeliveryState state) {
  switch (state) {
    case DeliveryState::Waiting:
      return QCoreApplication::translate("DeliveryWords", "waiting");
    case DeliveryState::Sending:
      return QCoreApplication::translate("DeliveryWords", "sending");
    case DeliveryState::Held:
      return QCoreApplication::translate("DeliveryWords", "held");
    case DeliveryState::Delivered:
      return QCoreApplication::translate("DeliveryWords", "delivered");
    case DeliveryState::Refused:
      return QCoreApplication::translate("DeliveryWords", "refused");
    case DeliveryState::Expired:
      return QCoreApplication::translate("DeliveryWords", "expired");
    case DeliveryState::Cancelled:
      return QCoreApplication::translate("DeliveryWords", "cancelled");
  }
  return {};
}

CellTone toneOf(DeliveryState state) {
  switch (state) {
    case DeliveryState::Waiting:
    case DeliveryState::Sending:
      return CellTone::Info;
    case DeliveryState::Held:
      return CellTone::Warn;
    case DeliveryState::Delivered:
      return CellTone::Ok;
    case DeliveryState::Refused:
    case DeliveryState::Expired:
      return CellTone::Bad;
    case DeliveryState::Cancelled:
      return CellTone::Dim;
  }
  return CellTone::None;
}

QString statusOfReason(const QString& reason) {
  int digits = 0;
  while (digits < reason.size() && reason[digits].isDigit()) ++digits;
  const bool ends = digits == reason.size() || !reason[digits].isLetterOrNumber();
  return digits == 3 && ends ? reason.left(3) : QString();
}

qint64 dueTimeMs(const Delivery& delivery) {
  const bool isEarly = delivery.earlyTryMs > 0 && delivery.earlyTryMs < delivery.nextTryMs;
  return isEarly ? std::max(delivery.earlyTryMs, delivery.notBeforeMs) : delivery.nextTryMs;
}

DeliveryWords deliveryWords(const Delivery& delivery, qint64 nowMs) {
  switch (delivery.state) {
    case DeliveryState::Waiting:
      return waitingWords(delivery, nowMs);
    case DeliveryState::Held:
      return heldWords(delivery);
    case DeliveryState::Refused:
      return refusedWords(delivery);
    case DeliveryState::Cancelled:
      if (delivery.reasonKind == ReasonKind::Superseded) {
        return {QCoreApplication::translate("DeliveryWords", "cancelled: newer result"), CellTone::Dim};
      }
      [[fallthrough]];
    default:
      return {deliveryStateWord(delivery.state), toneOf(delivery.state)};
  }
}

}  // namespace courier
