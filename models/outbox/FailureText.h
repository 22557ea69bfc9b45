#pragma once

#include <QString>

#include "models/outbox/Delivery.h"
#include "models/outbox/RetryPolicy.h"
#include "models/targets/Target.h"

namespace courier {

/// The sentence that a person reads about a failed attempt (UX.md): what happened, that nothing was lost, when the next
/// try is, what to do. Translated. Pure: made from its arguments alone. "" for a delivered attempt. `waiting`: how many
/// results wait for a paused target, mentioned if known (0 or more).
[[nodiscard]] QString failureText(const AttemptReport& report, const Delivery& delivery, const RetryDecision& decision,
                                  qint64 nowMs, int waiting = -1);
/// The sentence a delivery was left with, the time until its next try as it is at `nowMs`.
[[nodiscard]] QString reasonNow(const Delivery& delivery, qint64 nowMs);
/// A part of that sentence, for a check that sends no result: what happened, followed by `next` as the consequence.
[[nodiscard]] QString unreachableText(const AttemptReport& report, const Delivery& delivery, const QString& next);
[[nodiscard]] QString busyText(const AttemptReport& report, const Delivery& delivery, const QString& next);
/// "401: the server did not accept …", of a 401, 403, 407 or a proxy's refusal; without a mend.
[[nodiscard]] QString signInRefusalText(const AttemptReport& report, const Delivery& delivery);
/// "Digest, NTLM": what a 401 asks for where it offers nothing that this program speaks; "" where it does, or the
/// target signs in by something else than Basic.
[[nodiscard]] QString unspokenSignIn(const AttemptReport& report, const Delivery& delivery);
/// Whether a sentence of this program, in the present language, says that: no other password helps then.
[[nodiscard]] bool saysUnspokenSignIn(const QString& reason);
/// "'myweb' is paused …": why a delivery is held because of another one's answer.
[[nodiscard]] QString targetHeldText(TargetState state, const QString& targetText);
/// "The kept body … is missing or damaged": why a delivery is held before it was tried.
[[nodiscard]] QString bodyMissingText();
/// "Your administrator allows only … Nothing was sent …": why a delivery is held before it was tried; `sentence` is
/// AdminPolicy::check()'s.
[[nodiscard]] QString policyHeldText(const QString& sentence);
/// "Not delivered within 7 days …": why a waiting delivery expired without a further try.
[[nodiscard]] QString expiredText();
/// Why a waiting delivery was cancelled by a newer result.
[[nodiscard]] QString supersededText();
/// "First 100,000 rows sent; the rest left out. Without ORDER BY the database decides which."
[[nodiscard]] QString truncationText(qint64 rows);
/// "The keychain is locked …" / "The password for myweb is not known on this computer. Enter it …".
[[nodiscard]] QString secretText(ReasonKind kind, const QString& targetText);
/// "Password needed …": this computer has no keychain, and the program that knew the password has ended.
[[nodiscard]] QString passwordNeededText(const QString& targetText);

}  // namespace courier
