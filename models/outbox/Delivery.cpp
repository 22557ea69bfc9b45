#include "models/outbox/Delivery.h"

#include "models/base/KeyTable.h"

namespace courier {
namespace {

constexpr KeyTable<ReasonKind, 24> reasonKeys = {{{ReasonKind::None, QLatin1String("")},
                                                  {ReasonKind::Unreachable, QLatin1String("unreachable")},
                                                  {ReasonKind::ClosedEarly, QLatin1String("closed_early")},
                                                  {ReasonKind::ServerBusy, QLatin1String("server_busy")},
                                                  {ReasonKind::SignIn, QLatin1String("sign_in")},
                                                  {ReasonKind::MethodRefused, QLatin1String("method_refused")},
                                                  {ReasonKind::PathRefused, QLatin1String("path_refused")},
                                                  {ReasonKind::TooLarge, QLatin1String("too_large")},
                                                  {ReasonKind::Redirected, QLatin1String("redirected")},
                                                  {ReasonKind::Gone, QLatin1String("gone")},
                                                  {ReasonKind::RefusedOther, QLatin1String("refused_other")},
                                                  {ReasonKind::Tls, QLatin1String("tls")},
                                                  {ReasonKind::Untrusted, QLatin1String("tls_untrusted")},
                                                  {ReasonKind::WantsClient, QLatin1String("tls_client")},
                                                  {ReasonKind::SecretLocked, QLatin1String("secret_locked")},
                                                  {ReasonKind::SecretMissing, QLatin1String("secret_missing")},
                                                  {ReasonKind::TargetPaused, QLatin1String("target_paused")},
                                                  {ReasonKind::Setup, QLatin1String("setup")},
                                                  {ReasonKind::Guard, QLatin1String("guard")},
                                                  {ReasonKind::Policy, QLatin1String("policy")},
                                                  {ReasonKind::BodyMissing, QLatin1String("body_missing")},
                                                  {ReasonKind::Unchanged, QLatin1String("unchanged")},
                                                  {ReasonKind::Superseded, QLatin1String("superseded")},
                                                  {ReasonKind::GaveUp, QLatin1String("gave_up")}}};

constexpr KeyTable<AttemptOutcome, 3> outcomeKeys = {{{AttemptOutcome::Answered, QLatin1String("answered")},
                                                      {AttemptOutcome::NotSent, QLatin1String("not_sent")},
                                                      {AttemptOutcome::Unknown, QLatin1String("unknown")}}};

}  // namespace

Delivery deliveryOf(const DeliveryRequest& request) {
  Delivery delivery;
  delivery.targetId = request.targetId;
  delivery.targetText = request.targetText;
  delivery.to = request.to;
  return delivery;
}

QString reasonKindKey(ReasonKind kind) {
  return keyOf(reasonKeys, kind);
}

ReasonKind reasonKindFromKey(const QString& key) {
  return valueOf(reasonKeys, key).value_or(ReasonKind::None);
}

QString attemptOutcomeKey(AttemptOutcome outcome) {
  return keyOf(outcomeKeys, outcome);
}

std::optional<AttemptOutcome> attemptOutcomeFromKey(const QString& key) {
  return valueOf(outcomeKeys, key);
}

}  // namespace courier
