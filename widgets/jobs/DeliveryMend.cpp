#include "widgets/jobs/DeliveryMend.h"

#include <QCoreApplication>

#include "models/outbox/DeliveryWords.h"
#include "models/outbox/FailureText.h"

namespace courier {
namespace {

using Act = DeliveryMend::Act;

struct DeliveryMendTr {
  Q_DECLARE_TR_FUNCTIONS(DeliveryMend)
};

DeliveryMend edit(TargetPart part) {
  return {Act::EditTarget, DeliveryMendTr::tr("Edit target…"), part};
}

/// What the server or the proxy did not accept.
DeliveryMend signIn(const Delivery& delivery) {
  if (statusOfReason(delivery.reason) == QLatin1String("407"))
    return {Act::EditTarget, DeliveryMendTr::tr("Change the proxy…"), TargetPart::Proxy};
  // Another password would not help: a token may, or another address.
  if (saysUnspokenSignIn(delivery.reason)) return edit(TargetPart::SignIn);
  switch (delivery.to.options.auth) {
    case AuthKind::Bearer:
      return {Act::EditTarget, DeliveryMendTr::tr("Change token…"), TargetPart::SignIn};
    case AuthKind::Header:
      return {Act::EditTarget, DeliveryMendTr::tr("Change secret header…"), TargetPart::SignIn};
    default:
      return {Act::EditTarget, DeliveryMendTr::tr("Change password…"), TargetPart::Password};
  }
}

DeliveryMend secret(const Delivery& delivery) {
  if (delivery.to.options.auth == AuthKind::Basic && delivery.to.signsIn())
    return {Act::EditTarget, DeliveryMendTr::tr("Enter password…"), TargetPart::Password};
  return {Act::EditTarget, DeliveryMendTr::tr("Enter secret…"), TargetPart::SignIn};
}

DeliveryMend ofHeld(const Delivery& delivery) {
  switch (delivery.reasonKind) {
    case ReasonKind::SignIn:
      return signIn(delivery);
    case ReasonKind::SecretMissing:
      return secret(delivery);
    case ReasonKind::Setup:
      return {Act::EditTarget, DeliveryMendTr::tr("Choose certificate…"), TargetPart::ClientCertificate};
    case ReasonKind::TargetPaused:
    case ReasonKind::Gone:
      return {Act::Resume, DeliveryMendTr::tr("Resume the target"), TargetPart::Whole};
    case ReasonKind::ClosedEarly:
      return {Act::LetGo, DeliveryMendTr::tr("Try again"), TargetPart::Whole};
    case ReasonKind::BodyMissing:
      return {Act::RunAgain, DeliveryMendTr::tr("Open the query"), TargetPart::Whole};
    default:
      return {Act::LetGo, DeliveryMendTr::tr("Let go"), TargetPart::Whole};
  }
}

DeliveryMend ofRefused(const Delivery& delivery) {
  switch (delivery.reasonKind) {
    case ReasonKind::MethodRefused:
      return edit(TargetPart::Method);
    case ReasonKind::PathRefused:
    case ReasonKind::Redirected:
      return edit(TargetPart::Address);
    case ReasonKind::TooLarge:
      return edit(TargetPart::Rows);
    case ReasonKind::Untrusted:
      return {Act::EditTarget, DeliveryMendTr::tr("Add CA…"), TargetPart::Authority};
    case ReasonKind::WantsClient:
      return {Act::EditTarget, DeliveryMendTr::tr("Choose certificate…"), TargetPart::ClientCertificate};
    case ReasonKind::Gone:
      return {Act::Resume, DeliveryMendTr::tr("Resume the target"), TargetPart::Whole};
    case ReasonKind::RefusedOther:
      if (statusOfReason(delivery.reason) == QLatin1String("404")) return edit(TargetPart::Address);
      break;
    default:
      break;
  }
  return {Act::SendAgain, DeliveryMendTr::tr("Send again"), TargetPart::Whole};
}

}  // namespace

std::optional<DeliveryMend> mendOf(const Delivery& delivery) {
  switch (delivery.state) {
    case DeliveryState::Waiting:
      return DeliveryMend{Act::TryNow, DeliveryMendTr::tr("Try now"), TargetPart::Whole};
    case DeliveryState::Held:
      return ofHeld(delivery);
    case DeliveryState::Refused: {
      const DeliveryMend mend = ofRefused(delivery);
      // What is no longer kept cannot be sent again.
      if (mend.act == Act::SendAgain && delivery.spoolName.isEmpty())
        return DeliveryMend{Act::RunAgain, DeliveryMendTr::tr("Open the query"), TargetPart::Whole};
      return mend;
    }
    case DeliveryState::Expired:
      if (delivery.spoolName.isEmpty())
        return DeliveryMend{Act::RunAgain, DeliveryMendTr::tr("Open the query"), TargetPart::Whole};
      return DeliveryMend{Act::SendAgain, DeliveryMendTr::tr("Send again"), TargetPart::Whole};
    case DeliveryState::Sending:
    case DeliveryState::Delivered:
    case DeliveryState::Cancelled:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace courier
