#include "models/outbox/DeliveryWords.h"

#include <QCoreApplication>
#include <algorithm>

#include "models/base/Wording.h"
#include "models/outbox/FailureText.h"

namespace courier {
namespace {

struct DeliveryWordsTr {
  Q_DECLARE_TR_FUNCTIONS(DeliveryWords)
};

QString withStatus(const QString& word, const Delivery& delivery) {
  const QString status = statusOfReason(delivery.reason);
  if (!status.isEmpty()) return DeliveryWordsTr::tr("%1: %2", "refused: 405").arg(word, status);
  return word;
}

DeliveryWords heldWords(const Delivery& delivery) {
  switch (delivery.reasonKind) {
    case ReasonKind::SignIn:
      return {withStatus(DeliveryWordsTr::tr("paused"), delivery), Tone::Bad};
    case ReasonKind::TargetPaused:
      return {DeliveryWordsTr::tr("held: target paused"), Tone::Bad};
    case ReasonKind::SecretMissing:
      return {DeliveryWordsTr::tr("held: password needed"), Tone::Warn};
    case ReasonKind::ClosedEarly:
      return {DeliveryWordsTr::tr("held: connection closed"), Tone::Bad};
    case ReasonKind::BodyMissing:
      return {DeliveryWordsTr::tr("held: body missing"), Tone::Bad};
    case ReasonKind::Policy:
      return {DeliveryWordsTr::tr("held: not allowed"), Tone::Bad};
    case ReasonKind::Guard:
      return {DeliveryWordsTr::tr("held: look at it"), Tone::Warn};
    default:
      return {DeliveryWordsTr::tr("held"), Tone::Warn};
  }
}

DeliveryWords waitingWords(const Delivery& delivery, qint64 nowMs) {
  if (delivery.reasonKind == ReasonKind::SecretLocked) {
    return {DeliveryWordsTr::tr("waits: keychain locked"), Tone::Warn};
  }
  const qint64 dueMs = dueTimeMs(delivery);
  if (dueMs <= nowMs) return {deliveryStateWord(delivery.state), Tone::Info};
  return {DeliveryWordsTr::tr("next try in %1").arg(durationText(dueMs - nowMs)), Tone::Info};
}

DeliveryWords refusedWords(const Delivery& delivery) {
  const Tone tone = delivery.isDismissed ? Tone::Dim : Tone::Bad;
  switch (delivery.reasonKind) {
    case ReasonKind::Tls:
    case ReasonKind::Untrusted:
    case ReasonKind::WantsClient:
      return {DeliveryWordsTr::tr("refused: certificate"), tone};
    default:
      break;
  }
  return {withStatus(deliveryStateWord(delivery.state), delivery), tone};
}

}  // namespace

QString deliveryStateWord(DeliveryState state) {
  switch (state) {
    case DeliveryState::Waiting:
      return DeliveryWordsTr::tr("waiting");
    case DeliveryState::Sending:
      return DeliveryWordsTr::tr("sending");
    case DeliveryState::Held:
      return DeliveryWordsTr::tr("held");
    case DeliveryState::Delivered:
      return DeliveryWordsTr::tr("delivered");
    case DeliveryState::Refused:
      return DeliveryWordsTr::tr("refused");
    case DeliveryState::Expired:
      return DeliveryWordsTr::tr("expired");
    case DeliveryState::Cancelled:
      return DeliveryWordsTr::tr("cancelled");
  }
  return {};
}

Tone toneOf(DeliveryState state) {
  switch (state) {
    case DeliveryState::Waiting:
    case DeliveryState::Sending:
      return Tone::Info;
    case DeliveryState::Held:
      return Tone::Warn;
    case DeliveryState::Delivered:
      return Tone::Ok;
    case DeliveryState::Refused:
    case DeliveryState::Expired:
      return Tone::Bad;
    case DeliveryState::Cancelled:
      return Tone::Dim;
  }
  return Tone::None;
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
    case DeliveryState::Expired:
      return {deliveryStateWord(delivery.state), delivery.isDismissed ? Tone::Dim : Tone::Bad};
    case DeliveryState::Cancelled:
      if (delivery.reasonKind == ReasonKind::Superseded) {
        return {DeliveryWordsTr::tr("cancelled: newer result"), Tone::Dim};
      }
      [[fallthrough]];
    default:
      return {deliveryStateWord(delivery.state), toneOf(delivery.state)};
  }
}

}  // namespace courier
