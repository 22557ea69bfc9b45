#include "models/delivery/TargetCheck.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QUuid>

#include "models/delivery/FailureText.h"
#include "models/delivery/RetryPolicy.h"

namespace courier {
namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(TargetCheck)
};

/// The sentence of an answer that is no success, or of none, about a request that carried no result.
QString refusalText(const AttemptReport& report, const Delivery& delivery, const RetryDecision& decision) {
  const QString host = delivery.url.hostForPeople() + u':' + QString::number(delivery.url.port());
  switch (decision.reason) {
    case ReasonKind::Unreachable:
      if (report.outcome == AttemptOutcome::NotSent)
        return unreachableText(report, delivery, Text::tr("Nothing was sent."));
      return Text::tr("%1 gave no final answer (%2). Check again, or ask its keeper.").arg(host, report.message);
    case ReasonKind::ServerBusy:
      return busyText(report, delivery, Text::tr("Check again later."));
    case ReasonKind::TooLarge:
      return Text::tr("413: the server takes no body here, not even an empty one. Ask its keeper for a higher limit.");
    case ReasonKind::Gone:
      return Text::tr("410: the server says that this address is gone for good. Ask its keeper for the new one.");
    case ReasonKind::RefusedOther:
      if (report.status == 400 || report.status == 415 || report.status == 422) {
        return Text::tr("%1: the server does not accept an empty body. It may accept a result; send one to find out.")
            .arg(report.status);
      }
      return failureText(report, delivery, decision, 0);
    default:
      return failureText(report, delivery, decision, 0);
  }
}

QString acceptedText(const Delivery& delivery) {
  if (!signsIn(delivery.user, delivery.options)) return Text::tr("the server asks for none");
  return delivery.options.auth == AuthKind::Basic ? Text::tr("the server accepts the password of %1").arg(delivery.user)
                                                  : Text::tr("the server accepts the token or secret header");
}

}  // namespace

QString testBodyText(const CheckPlan& plan) {
  const DeliveryRequest& request = plan.request;
  return Text::tr("An empty test body will be sent to %1 by %2; it may replace what is there.")
      .arg(request.url.addressForPeople(request.user, !request.secretKey.isEmpty() || plan.password),
           httpMethodName(request.method));
}

Delivery testDelivery(const CheckPlan& plan) {
  Delivery delivery = deliveryOf(plan.request);
  delivery.idempotencyKey = QUuid::createUuid().toString(QUuid::WithoutBraces);
  // Not one byte is sent, and so nothing packed either.
  delivery.options.body = {};
  delivery.options.headers.append({QStringLiteral("Query-Courier-Check"), QStringLiteral("true")});
  delivery.contentType = QStringLiteral("application/json; charset=utf-8");
  delivery.bodySha256 = QCryptographicHash::hash({}, QCryptographicHash::Sha256);
  return delivery;
}

QVector<CheckLine> judgeAnswer(const AttemptReport& report, const Delivery& delivery) {
  const RetryDecision decision = retrypolicy::decide(report, delivery, false, 0, 0.5);
  const bool put = delivery.method == HttpMethod::Put;
  if (decision.state == DeliveryState::Delivered) {
    return {{CheckStep::Credentials, CheckOutcome::Ok, acceptedText(delivery)},
            {CheckStep::Put, CheckOutcome::Ok,
             put ? Text::tr("%1: the server accepts PUT here").arg(report.status)
                 : Text::tr("%1: the server accepts POST here").arg(report.status)}};
  }
  if (decision.reason == ReasonKind::SignIn) {
    const bool ofProxy = report.status == 407 || report.status == 0;
    const QString mend = ofProxy ? Text::tr("Change the proxy's user name or password.")
                                 : Text::tr("Change the target's user name or password, or ask the server's keeper.");
    return {{CheckStep::Credentials, CheckOutcome::Failed, signInRefusalText(report, delivery) + u' ' + mend},
            {CheckStep::Put, CheckOutcome::NotDone, Text::tr("not known until the sign-in is accepted")}};
  }
  const bool isAnswer = report.outcome == AttemptOutcome::Answered;
  return {{CheckStep::Credentials, CheckOutcome::NotDone,
           !signsIn(delivery.user, delivery.options) ? Text::tr("there are none")
           : isAnswer ? Text::tr("not known: the answer %1 says nothing about the sign-in").arg(report.status)
                      : Text::tr("not known without an answer")},
          {CheckStep::Put, CheckOutcome::Failed, refusalText(report, delivery, decision)}};
}

QString missingSecretText(const std::optional<Error>& error, const QString& targetText) {
  if (!error || error->kind == ErrorKind::SecretMissing) {
    return Text::tr("The password for %1 is not known on this computer. Nothing was sent. Enter it, and check again.")
        .arg(targetText);
  }
  if (error->kind == ErrorKind::SecretUnavailable) {
    return Text::tr(
               "Password needed: this computer has no keychain, so the password for %1 was not kept. Nothing was sent. "
               "Enter it, and check again.")
        .arg(targetText);
  }
  return Text::tr("The keychain is locked. Nothing was sent. Unlock it, and check again.");
}

}  // namespace courier
