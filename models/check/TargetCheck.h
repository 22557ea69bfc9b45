#pragma once

#include <QHash>
#include <QSslConfiguration>
#include <QString>
#include <QVector>
#include <optional>

#include "models/base/Error.h"
#include "models/http/Transport.h"
#include "models/outbox/Delivery.h"

namespace courier {

/// The steps of a target's check, in this order; each is reported on its own.
enum class CheckStep {
  Name,         ///< the host's name has an address
  Connection,   ///< something listens on the port
  Tls,          ///< the server is who it says, and trusted
  Credentials,  ///< the server accepts who is sending
  Put           ///< … and the request itself
};

enum class CheckOutcome {
  Ok,
  Failed,
  NotDone  ///< not needed, not asked for, or kept from by what failed before
};

/// The outcome of one step, reported as soon as it is known.
struct CheckLine {
  CheckStep step = CheckStep::Name;
  CheckOutcome outcome = CheckOutcome::NotDone;
  QString text;    ///< one sentence for people, with the mend of a failure; never a secret
  qint64 ms = -1;  ///< how long it took; -1: nothing was measured
};

/// What is to be checked.
struct CheckInput {
  DeliveryRequest request;          ///< where to and as whom; a paused target is checked like any other
  std::optional<QString> password;  ///< used this once instead of the kept one
  QHash<QString, QString> secrets;  ///< the other secrets, by secretfields' names, likewise
  bool sendsTestBody = false;       ///< Credentials and Put are asked for: testBodyText() was shown before
  PutLimits limits;                 ///< the target's own go over them
  std::optional<QSslConfiguration> ssl;
};

/// "An empty test body will be sent to webs://… by PUT …": what a person is told before a check that sends.
[[nodiscard]] QString testBodyText(const CheckInput& input);

/// The delivery that the test request sends: an empty body, no job, `Query-Courier-Check: true` among its headers.
[[nodiscard]] Delivery testDelivery(const CheckInput& input);

/// What the answer to the test request says about Credentials and Put. Pure.
[[nodiscard]] QVector<CheckLine> judgeAnswer(const AttemptReport& report, const Delivery& delivery);

/// Why a secret is not available, and how to fix that. `error` is the SecretStore's; empty if the keychain item lacks a
/// field.
[[nodiscard]] QString missingSecretText(const std::optional<Error>& error, const QString& targetText);

}  // namespace courier
