#pragma once

#include <QString>

#include "models/delivery/Delivery.h"
#include "models/delivery/RetryPolicy.h"

namespace courier {

/// The sentence a person reads about an attempt that did not deliver (UX.md), from facts alone: what happened, that
/// nothing was lost, what comes next, the mend. Translated. Pure. For a delivered attempt: "".
[[nodiscard]] QString failureText(const AttemptReport& report, const Delivery& delivery, const RetryDecision& decision,
                                  qint64 nowMs);
/// "5 s", "4 min", "2 h": for "next try in …".
[[nodiscard]] QString durationText(qint64 ms);
/// "First 100,000 rows sent; the rest left out. Without ORDER BY the database decides which."
[[nodiscard]] QString truncationText(qint64 rows);
/// "The keychain is locked …" / "The password for myweb is not known on this computer. Enter it …".
[[nodiscard]] QString secretText(ReasonKind kind, const QString& targetText);

}  // namespace courier
