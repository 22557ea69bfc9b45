// Every answer and every network error with what has to follow (DESIGN section 6), as data.
#include <gtest/gtest.h>

#include <QHash>
#include <QMetaEnum>
#include <vector>

#include "models/http/NetworkErrorText.h"
#include "models/outbox/RetryPolicy.h"
#include "tests/support/Deliveries.h"

namespace courier {
namespace {

using testing::answered;
using testing::now;
using testing::unanswered;

enum class Retry { No, Yes };
enum class Target { Stays, Paused, Disabled };

struct Follows {
  DeliveryState state;
  ReasonKind kind;
  Retry retry = Retry::No;
  Target target = Target::Stays;
};

struct StatusRow {
  int first;
  int last;
  Follows follows;
};

using S = DeliveryState;
using K = ReasonKind;
const Follows refused{S::Refused, K::RefusedOther};
const Follows busy{S::Waiting, K::ServerBusy, Retry::Yes};
const Follows unknown{S::Waiting, K::Unreachable, Retry::Yes};
const Follows paused{S::Held, K::SignIn, Retry::No, Target::Paused};

const std::vector<StatusRow> statusTable = {
    {100, 199, unknown},
    {200, 299, {S::Delivered, K::None}},
    {300, 399, {S::Refused, K::Redirected}},
    {400, 400, refused},
    {401, 401, paused},
    {402, 402, refused},
    {403, 403, paused},
    {404, 404, refused},
    {405, 405, {S::Refused, K::MethodRefused}},
    {406, 406, refused},
    {407, 407, paused},
    {408, 408, busy},
    {409, 409, refused},
    {410, 410, {S::Refused, K::Gone, Retry::No, Target::Disabled}},
    {411, 412, refused},
    {413, 413, {S::Refused, K::TooLarge}},
    {414, 424, refused},
    {425, 425, busy},
    {426, 428, refused},
    {429, 429, busy},
    {430, 499, refused},
    {500, 500, busy},
    {501, 501, {S::Refused, K::MethodRefused}},
    {502, 504, busy},
    {505, 506, refused},
    {507, 507, busy},
    {508, 508, refused},
    {509, 509, busy},
    {510, 511, refused},
    {512, 599, busy},
};

void expectFollows(const AttemptReport& report, const Follows& expected) {
  const Delivery delivery = testing::deliveryTo(QStringLiteral("webs://reports.example.org/file.json"));
  const RetryDecision decision = retrypolicy::decide(report, delivery, false, now, 0.5);
  EXPECT_EQ(deliveryStateKey(decision.state), deliveryStateKey(expected.state));
  EXPECT_EQ(reasonKindKey(decision.reason), reasonKindKey(expected.kind));
  EXPECT_EQ(decision.countsAsRetry, expected.retry == Retry::Yes);
  EXPECT_EQ(decision.nextTryMs > now, expected.retry == Retry::Yes);
  EXPECT_EQ(decision.pausesTarget, expected.target == Target::Paused);
  EXPECT_EQ(decision.disablesTarget, expected.target == Target::Disabled);
}

TEST(RetryTable, EveryStatusFrom100To599) {
  int next = 100;
  for (const StatusRow& row : statusTable) {
    ASSERT_EQ(row.first, next) << "the table has every status once";
    ASSERT_GE(row.last, row.first);
    for (int status = row.first; status <= row.last; ++status) {
      SCOPED_TRACE(status);
      expectFollows(answered(status), row.follows);
    }
    next = row.last + 1;
  }
  ASSERT_EQ(next, 600);
}

struct ErrorRow {
  QNetworkReply::NetworkError error;
  Follows beforeBody;  ///< nothing of the body was sent
  Follows afterwards;
};

using N = QNetworkReply;
const Follows again = unknown;
const std::vector<ErrorRow> errorTable = {
    {N::NoError, again, again},
    {N::ConnectionRefusedError, again, again},
    {N::RemoteHostClosedError, again, again},
    {N::HostNotFoundError, again, again},
    {N::TimeoutError, again, again},
    {N::OperationCanceledError, again, again},
    {N::SslHandshakeFailedError, {S::Refused, K::Tls}, again},
    {N::TemporaryNetworkFailureError, again, again},
    {N::NetworkSessionFailedError, again, again},
    {N::BackgroundRequestNotAllowedError, again, again},
    {N::TooManyRedirectsError, again, again},
    {N::InsecureRedirectError, again, again},
    {N::UnknownNetworkError, again, again},
    {N::ProxyConnectionRefusedError, again, again},
    {N::ProxyConnectionClosedError, again, again},
    {N::ProxyNotFoundError, again, again},
    {N::ProxyTimeoutError, again, again},
    {N::ProxyAuthenticationRequiredError, paused, paused},
    {N::UnknownProxyError, again, again},
    {N::ContentAccessDenied, again, again},
    {N::ContentOperationNotPermittedError, again, again},
    {N::ContentNotFoundError, again, again},
    {N::AuthenticationRequiredError, again, again},
    {N::ContentReSendError, again, again},
    {N::ContentConflictError, again, again},
    {N::ContentGoneError, again, again},
    {N::UnknownContentError, again, again},
    {N::ProtocolUnknownError, again, again},
    {N::ProtocolInvalidOperationError, again, again},
    {N::ProtocolFailure, again, again},
    {N::InternalServerError, again, again},
    {N::OperationNotImplementedError, again, again},
    {N::ServiceUnavailableError, again, again},
    {N::UnknownServerError, again, again},
};

TEST(RetryTable, EveryNetworkErrorWithoutAStatus) {
  QHash<int, int> seen;
  for (const ErrorRow& row : errorTable) {
    SCOPED_TRACE(row.error);
    seen[row.error] += 1;
    expectFollows(unanswered(AttemptOutcome::NotSent, networkFailureKind(row.error, false)), row.beforeBody);
    expectFollows(unanswered(AttemptOutcome::Unknown, networkFailureKind(row.error, true)), row.afterwards);
  }
  const auto errors = QMetaEnum::fromType<QNetworkReply::NetworkError>();
  for (int i = 0; i < errors.keyCount(); ++i)
    EXPECT_EQ(seen.value(errors.value(i)), 1) << errors.key(i) << " has no row, or two";
}

}  // namespace
}  // namespace courier
