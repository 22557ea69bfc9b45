#include "models/check/TargetCheck.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QUuid>

#include "models/outbox/FailureText.h"
#include "models/outbox/RetryPolicy.h"

namespace courier {
namespace {

struct TargetCheckTr {
  Q_DECLARE_TR_FUNCTIONS(TargetCheck)
};

/// The sentence of an answer that is no success, or of none, about a request that carried no result.
QString refusalText(const AttemptReport& report, const Delivery& delivery, const RetryDecision& decision) {
  const QString host = delivery.to.url.hostForPeople() + u':' + QString::number(delivery.to.url.port());
  switch (decision.reason) {
    case ReasonKind::Unreachable:
      if (report.outcome == AttemptOutcome::NotSent)
        return unreachableText(report, delivery, TargetCheckTr::tr("Nothing was sent."));
      return TargetCheckTr::tr("%1 gave no final answer (%2). Check again, or ask its keeper.")
          .arg(host, report.message);
    case ReasonKind::ServerBusy:
      return busyText(report, delivery, TargetCheckTr::tr("Check again later."));
    case ReasonKind::TooLarge:
      return TargetCheckTr::tr(
          "413: the server takes no body here, not even an empty one. Ask its keeper for a higher limit.");
    case ReasonKind::Gone:
      return TargetCheckTr::tr(
          "410: the server says that this address is gone for good. Ask its keeper for the new one.");
    case ReasonKind::RefusedOther:
      if (report.status == 400 || report.status == 415 || report.status == 422) {
        return TargetCheckTr::tr(
                   "%1: the server does not accept an empty body. It may accept a result; send one to find out.")
            .arg(report.status);
      }
      return failureText(report, delivery, decision, 0);
    default:
      return failureText(report, delivery, decision, 0);
  }
}

QString acceptedText(const Delivery& delivery) {
  if (!delivery.to.signsIn()) return TargetCheckTr::tr("the server asks for none");
  if (delivery.to.options.auth == AuthKind::Basic && delivery.to.user.isEmpty())
    return TargetCheckTr::tr("the server accepts the password");
  return delivery.to.options.auth == AuthKind::Basic
             ? TargetCheckTr::tr("the server accepts the password of %1").arg(delivery.to.user)
             : TargetCheckTr::tr("the server accepts the token or secret header");
}

}  // namespace

QString testBodyText(const CheckInput& input) {
  const DeliveryRequest& request = input.request;
  return TargetCheckTr::tr("Query Courier will send an empty test body to %1 by %2; it may replace what is there.")
      .arg(request.to.url.addressForPeople(request.to.user, !request.to.secretKey.isEmpty() || input.password),
           httpMethodName(request.to.method));
}

Delivery testDelivery(const CheckInput& input) {
  Delivery delivery = deliveryOf(input.request);
  delivery.idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
  // Not one byte is sent, and so nothing packed either.
  delivery.to.options.body = {};
  delivery.to.options.headers.append({QStringLiteral("Query-Courier-Check"), QStringLiteral("true")});
  delivery.contentType = QStringLiteral("application/json; charset=utf-8");
  delivery.bodySha256 = QCryptographicHash::hash({}, QCryptographicHash::Sha256);
  return delivery;
}

QVector<CheckLine> judgeAnswer(const AttemptReport& report, const Delivery& delivery) {
  const RetryDecision decision = retrypolicy::decide(report, delivery, false, 0, 0.5);
  const bool put = delivery.to.method == HttpMethod::Put;
  if (decision.state == DeliveryState::Delivered) {
    return {{CheckStep::Credentials, CheckOutcome::Ok, acceptedText(delivery)},
            {CheckStep::Put, CheckOutcome::Ok,
             put ? TargetCheckTr::tr("%1: the server accepts PUT here").arg(report.status)
                 : TargetCheckTr::tr("%1: the server accepts POST here").arg(report.status)}};
  }
  if (decision.reason == ReasonKind::SignIn) {
    const bool ofProxy = report.status == 407 || report.status == 0;
    const QString mend =
        ofProxy ? TargetCheckTr::tr("Change the proxy's user name or password.")
                : TargetCheckTr::tr("Change the target's user name or password, or ask the server's keeper.");
    // Another password helps nobody where the server wants none; that sentence has its own mend.
    const bool isSpoken = unspokenSignIn(report, delivery).isEmpty();
    const QString what = signInRefusalText(report, delivery);
    return {{CheckStep::Credentials, CheckOutcome::Failed, isSpoken ? what + u' ' + mend : what},
            {CheckStep::Put, CheckOutcome::NotDone, TargetCheckTr::tr("not known until the sign-in is accepted")}};
  }
  const bool isAnswer = report.outcome == AttemptOutcome::Answered;
  return {{CheckStep::Credentials, CheckOutcome::NotDone,
           !delivery.to.signsIn() ? TargetCheckTr::tr("there are none")
           : isAnswer ? TargetCheckTr::tr("not known: the answer %1 says nothing about the sign-in").arg(report.status)
                      : TargetCheckTr::tr("not known without an answer")},
          {CheckStep::Put, CheckOutcome::Failed, refusalText(report, delivery, decision)}};
}

QString missingSecretText(const std::optional<Error>& error, const QString& targetText) {
  if (!error || error->kind == ErrorKind::SecretMissing) {
    return TargetCheckTr::tr(
               "The password for %1 is not known on this computer. Nothing was sent. Enter it, and check again.")
        .arg(targetText);
  }
  if (error->kind == ErrorKind::SecretUnavailable) {
    return TargetCheckTr::tr(
               "Password needed: this computer has no keychain, so the password for %1 was not kept. Nothing was sent. "
               "Enter it, and check again.")
        .arg(targetText);
  }
  return TargetCheckTr::tr("The keychain is locked. Nothing was sent. Unlock it, and check again.");
}

}  // namespace courier
