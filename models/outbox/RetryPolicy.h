#pragma once

#include <QtGlobal>

#include "models/outbox/Delivery.h"

namespace courier {

/// Decides what happens to a delivery after an attempt (DESIGN section 6). Pure.
struct RetryDecision {
  DeliveryState state = DeliveryState::Waiting;
  ReasonKind reason = ReasonKind::None;
  qint64 nextTryMs = 0;    ///< UTC ms, for Waiting
  qint64 notBeforeMs = 0;  ///< UTC ms, no early try before it: Retry-After, a minute after 429; 0: none
  qint64 earlyTryMs = 0;   ///< UTC ms, an early try that was cut short is due again then; 0: none
  bool countsAsRetry = false;
  bool pausesTarget = false;    ///< 401 403 407
  bool disablesTarget = false;  ///< 410
};

namespace retrypolicy {

inline constexpr int maxRetries = 10;
inline constexpr int maxEarlyCloses = 3;  ///< bodies sent, in a row, to a server that does not read them
inline constexpr qint64 maxAgeMs = qint64{7} * 24 * 3600 * 1000;

/// `jitter`: a random number in [0, 1): delays are the table's times 0.8 … 1.2. `early`: the attempt was an early
/// try, which does not count. `delivery` is as before the attempt; `nowMs` is the answer's time.
[[nodiscard]] RetryDecision decide(const AttemptReport& report, const Delivery& delivery, bool early, qint64 nowMs,
                                   double jitter);
/// What follows from an attempt that this program itself cut short (it ends, or hands over): due again at once, and
/// not counted. An early try is tried early again; the counted one keeps its time.
[[nodiscard]] RetryDecision afterInterruption(const Delivery& delivery, bool early, qint64 nowMs);
/// Delivery::earlyCloses after that attempt. A busy server's answer begins a new row, and leaves one so that the next
/// attempt is still made in the way in which that answer was heard.
[[nodiscard]] int earlyClosesAfter(const AttemptReport& report, int before);
/// The table's delay before retry 1 … 10, in milliseconds, without jitter.
[[nodiscard]] qint64 delayMs(int retry);
/// True when a waiting delivery's time is over (Delivery::giveUpMs, else its age).
[[nodiscard]] bool isExpired(const Delivery& delivery, qint64 nowMs);

}  // namespace retrypolicy
}  // namespace courier
