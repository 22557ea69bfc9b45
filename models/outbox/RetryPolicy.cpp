#include "models/outbox/RetryPolicy.h"

#include <algorithm>
#include <array>

namespace courier {
namespace {

constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;

constexpr std::array<qint64, retrypolicy::maxRetries> delays = {
    5 * second, 30 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour};
constexpr qint64 tooManyRequestsMs = minute;
constexpr qint64 longestRetryAfterMs = 24 * hour;

/// What a final status says about trying again.
enum class Verdict { Delivered, Retry, AskPerson, Gone, Refused };

Verdict verdictOf(int status) {
  if (status >= 200 && status <= 299) return Verdict::Delivered;
  switch (status) {
    case 408:
    case 425:
    case 429:
      return Verdict::Retry;
    case 401:
    case 403:
    case 407:
      return Verdict::AskPerson;
    case 410:
      return Verdict::Gone;
    // What another try cannot change.
    case 501:
    case 505:
    case 506:
    case 508:
    case 510:
    case 511:
      return Verdict::Refused;
    default:
      // An unknown 5xx means 500 (RFC 9110, section 15).
      return status >= 500 && status <= 599 ? Verdict::Retry : Verdict::Refused;
  }
}

ReasonKind refusalReason(int status, const Delivery& delivery) {
  if (status >= 300 && status <= 399) return ReasonKind::Redirected;
  if (status == 405 || status == 501) return ReasonKind::MethodRefused;
  if (status == 413) return ReasonKind::TooLarge;
  if (status == 409 && delivery.to.url.path().endsWith(u'/')) return ReasonKind::PathRefused;
  return ReasonKind::RefusedOther;
}

RetryDecision ended(DeliveryState state, ReasonKind reason) {
  RetryDecision decision;
  decision.state = state;
  decision.reason = reason;
  return decision;
}

RetryDecision askPerson() {
  RetryDecision decision = ended(DeliveryState::Held, ReasonKind::SignIn);
  decision.pausesTarget = true;
  return decision;
}

RetryDecision retry(const AttemptReport& report, const Delivery& delivery, bool early, qint64 nowMs, double jitter,
                    ReasonKind reason) {
  const bool tooOld = retrypolicy::isExpired(delivery, nowMs);
  const bool spent = !early && delivery.retries >= retrypolicy::maxRetries;
  if (tooOld || spent) return ended(DeliveryState::Expired, ReasonKind::GaveUp);

  RetryDecision decision;
  decision.reason = reason;
  decision.countsAsRetry = !early;
  const double spread = 0.8 + 0.4 * std::clamp(jitter, 0.0, 1.0);
  const auto delay = static_cast<double>(retrypolicy::delayMs(delivery.retries + 1)) * spread;
  decision.nextTryMs = nowMs + static_cast<qint64>(delay);
  // An early try that failed takes nothing away from the time that was set before it.
  if (early) decision.nextTryMs = std::max(delivery.nextTryMs, nowMs + delays.front());
  const bool tooMany = report.outcome == AttemptOutcome::Answered && report.status == 429;
  if (tooMany) decision.notBeforeMs = nowMs + tooManyRequestsMs;
  if (report.retryAfterMs >= 0) {
    const qint64 askedMs = nowMs + std::min(report.retryAfterMs, longestRetryAfterMs);
    decision.notBeforeMs = std::max(decision.notBeforeMs, askedMs);
  }
  decision.nextTryMs = std::max(decision.nextTryMs, decision.notBeforeMs);
  return decision;
}

/// Which mend a failure of TLS has.
ReasonKind tlsReason(const AttemptReport& report) {
  if (report.wantsClientCertificate) return ReasonKind::WantsClient;
  const bool isUntrusted = !report.certificateIssuer.isEmpty() && report.message.isEmpty();
  return isUntrusted ? ReasonKind::Untrusted : ReasonKind::Tls;
}

}  // namespace

namespace retrypolicy {

qint64 delayMs(int number) {
  return delays.at(static_cast<size_t>(std::clamp(number, 1, maxRetries) - 1));
}

bool isExpired(const Delivery& delivery, qint64 nowMs) {
  const qint64 giveUpMs = delivery.giveUpMs > 0 ? delivery.giveUpMs : delivery.createdMs + maxAgeMs;
  return nowMs >= giveUpMs;
}

RetryDecision afterInterruption(const Delivery& delivery, bool early, qint64 nowMs) {
  RetryDecision decision;
  const bool staysEarly = early && delivery.nextTryMs > nowMs;
  decision.nextTryMs = staysEarly ? delivery.nextTryMs : nowMs;
  decision.earlyTryMs = staysEarly ? nowMs : 0;
  decision.notBeforeMs = delivery.notBeforeMs;
  return decision;
}

int earlyClosesAfter(const AttemptReport& report, int before) {
  if (report.outcome == AttemptOutcome::Answered) return std::min(before, 1);
  return report.failure == ReasonKind::ClosedEarly ? before + 1 : before;
}

RetryDecision decide(const AttemptReport& report, const Delivery& delivery, bool early, qint64 nowMs, double jitter) {
  const bool finalStatus = report.outcome == AttemptOutcome::Answered && report.status >= 200;
  if (!finalStatus) {
    if (report.failure == ReasonKind::Tls) return ended(DeliveryState::Refused, tlsReason(report));
    if (report.failure == ReasonKind::BodyMissing || report.failure == ReasonKind::SecretMissing)
      return ended(DeliveryState::Held, report.failure);
    if (report.failure == ReasonKind::SignIn) return askPerson();
    if (report.failure == ReasonKind::ClosedEarly) {
      if (earlyClosesAfter(report, delivery.earlyCloses) >= maxEarlyCloses)
        return ended(DeliveryState::Held, ReasonKind::ClosedEarly);
      return retry(report, delivery, early, nowMs, jitter, ReasonKind::ClosedEarly);
    }
    return retry(report, delivery, early, nowMs, jitter, ReasonKind::Unreachable);
  }
  switch (verdictOf(report.status)) {
    case Verdict::Delivered:
      return ended(DeliveryState::Delivered, ReasonKind::None);
    case Verdict::Retry:
      return retry(report, delivery, early, nowMs, jitter, ReasonKind::ServerBusy);
    case Verdict::AskPerson:
      return askPerson();
    case Verdict::Gone: {
      RetryDecision decision = ended(DeliveryState::Refused, ReasonKind::Gone);
      decision.disablesTarget = true;
      return decision;
    }
    case Verdict::Refused:
      break;
  }
  return ended(DeliveryState::Refused, refusalReason(report.status, delivery));
}

}  // namespace retrypolicy
}  // namespace courier
