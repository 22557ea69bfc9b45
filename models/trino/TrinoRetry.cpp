#include "models/trino/TrinoRetry.h"

#include <algorithm>

namespace courier {
namespace {

constexpr qint64 stepMs = 100;
constexpr qint64 longestStepMs = 5'000;
constexpr qint64 busyMs = 1'000;
constexpr qint64 longestBusyMs = 30'000;

bool isBusy(int status) {
  return status == 429 || status == 503;
}

bool isWorthAnother(const TrinoAttempt& attempt) {
  const bool isGateway = attempt.status == 502 || attempt.status == 504;
  switch (attempt.kind) {
    case TrinoAttempt::Kind::Read:
      return isBusy(attempt.status) || isGateway || attempt.status == 0 || attempt.isEmpty;
    case TrinoAttempt::Kind::ReadJob:
      return attempt.status == 429 || attempt.status / 100 == 5 || attempt.status == 0 || attempt.isEmpty;
    case TrinoAttempt::Kind::Submit:
      return isBusy(attempt.status) || isGateway || attempt.status == 0;
    case TrinoAttempt::Kind::SubmitToProxy:
      return isBusy(attempt.status) || (attempt.status == 0 && attempt.wasRefused);
  }
  return false;
}

}  // namespace

std::optional<qint64> trinoRetryMs(const TrinoAttempt& attempt) {
  if (!attempt.mayHelp || !isWorthAnother(attempt)) return std::nullopt;
  if (attempt.status == 0 && !attempt.hadContact) return std::nullopt;
  qint64 wait = std::min(stepMs * attempt.number, longestStepMs);
  if (isBusy(attempt.status) && attempt.retryAfterMs >= 0) {
    wait = std::max(wait, attempt.retryAfterMs);
  } else if (attempt.status == 429) {
    wait = std::min(busyMs << std::min(attempt.number - 1, 5), longestBusyMs);
  }
  if (attempt.elapsedMs + wait > attempt.longestMs) return std::nullopt;
  return wait;
}

}  // namespace courier
