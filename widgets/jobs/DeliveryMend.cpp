#include "widgets/jobs/DeliveryMend.h"

#include <QCoreApplication>

#include "models/delivery/DeliveryWords.h"

namespace courier {
namespace {

using Act = DeliveryMend::Act;

struct Text {
  Q_DECLARE_TR_FUNCTIONS(DeliveryMend)
};

DeliveryMend edit(TargetPart part) {
  return {Act::EditTarget, Text::tr("Edit target…"), part};
}

/// What the server or the proxy did not accept.
DeliveryMend signIn(const Delivery& delivery) {
  if (statusOfReason(delivery.reason) == QLatin1String("407"))
    return {Act::EditTarget, Text::tr("Change the proxy…"), TargetPart::Proxy};
  switch (delivery.options.auth) {
    case AuthKind::Bearer:
      return {Act::EditTarget, Text::tr("Change token…"), TargetPart::SignIn};
    case AuthKind::Header:
      return {Act::EditTarget, Text::tr("Change secret header…"), TargetPart::SignIn};
    default:
      return {Act::EditTarget, Text::tr("Change password…"), TargetPart::Password};
  }
}

DeliveryMend secret(const Delivery& delivery) {
  if (delivery.options.auth == AuthKind::Basic && !delivery.user.isEmpty())
    return {Act::EditTarget, Text::tr("Enter password…"), TargetPart::Password};
  return {Act::EditTarget, Text::tr("Enter secret…"), TargetPart::SignIn};
}

DeliveryMend ofHeld(const Delivery& delivery) {
  switch (delivery.reasonKind) {
    case ReasonKind::SignIn:
      return signIn(delivery);
    case ReasonKind::SecretMissing:
      return secret(delivery);
    case ReasonKind::Setup:
      return {Act::EditTarget, Text::tr("Choose certificate…"), TargetPart::ClientCertificate};
    case ReasonKind::TargetPaused:
    case ReasonKind::Gone:
      return {Act::Resume, Text::tr("Resume the target"), TargetPart::Whole};
    case ReasonKind::BodyMissing:
      return {Act::RunAgain, Text::tr("Open the query"), TargetPart::Whole};
    default:
      return {Act::LetGo, Text::tr("Let go"), TargetPart::Whole};
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
      return {Act::EditTarget, Text::tr("Add CA…"), TargetPart::Authority};
    case ReasonKind::WantsClient:
      return {Act::EditTarget, Text::tr("Choose certificate…"), TargetPart::ClientCertificate};
    case ReasonKind::Gone:
      return {Act::Resume, Text::tr("Resume the target"), TargetPart::Whole};
    case ReasonKind::RefusedOther:
      if (statusOfReason(delivery.reason) == QLatin1String("404")) return edit(TargetPart::Address);
      break;
    default:
      break;
  }
  return {Act::SendAgain, Text::tr("Send again"), TargetPart::Whole};
}

}  // namespace

std::optional<DeliveryMend> mendOf(const Delivery& delivery) {
  switch (delivery.state) {
    case DeliveryState::Waiting:
      return DeliveryMend{Act::TryNow, Text::tr("Try now"), TargetPart::Whole};
    case DeliveryState::Held:
      return ofHeld(delivery);
    case DeliveryState::Refused: {
      const DeliveryMend mend = ofRefused(delivery);
      // What is no longer kept cannot be sent again.
      if (mend.act == Act::SendAgain && delivery.spoolName.isEmpty())
        return DeliveryMend{Act::RunAgain, Text::tr("Open the query"), TargetPart::Whole};
      return mend;
    }
    case DeliveryState::Expired:
      if (delivery.spoolName.isEmpty())
        return DeliveryMend{Act::RunAgain, Text::tr("Open the query"), TargetPart::Whole};
      return DeliveryMend{Act::SendAgain, Text::tr("Send again"), TargetPart::Whole};
    case DeliveryState::Sending:
    case DeliveryState::Delivered:
    case DeliveryState::Cancelled:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace courier
