#include "models/outbox/RetryPolicy.h"

#include <gtest/gtest.h>

#include "tests/support/Deliveries.h"

namespace courier {
namespace {

using testing::answered;
using testing::day;
using testing::deliveryTo;
using testing::hour;
using testing::minute;
using testing::now;
using testing::second;
using testing::unanswered;

constexpr double noJitter = 0.5;

Delivery someDelivery() {
  return deliveryTo(QStringLiteral("web://reports.example.org/file.json"));
}

RetryDecision decide(const AttemptReport& report, const Delivery& delivery = someDelivery(), bool early = false,
                     double jitter = noJitter) {
  return retrypolicy::decide(report, delivery, early, now, jitter);
}

TEST(RetryPolicy, AStatusFromNoTableIsRefused) {
  for (const int status : {600, 777, 999}) EXPECT_EQ(decide(answered(status)).state, DeliveryState::Refused) << status;
}

TEST(RetryPolicy, AConflictAtAFolderIsThePathsFault) {
  EXPECT_EQ(decide(answered(409), deliveryTo(QStringLiteral("web://h/folder/"))).reason, ReasonKind::PathRefused);
  EXPECT_EQ(decide(answered(409), deliveryTo(QStringLiteral("web://h/folder/file"))).reason, ReasonKind::RefusedOther);
}

TEST(RetryPolicy, NoAnswerIsTriedAgainWhateverArrived) {
  for (const auto outcome : {AttemptOutcome::NotSent, AttemptOutcome::Unknown}) {
    const RetryDecision decision = decide(unanswered(outcome, ReasonKind::Unreachable));
    EXPECT_EQ(decision.state, DeliveryState::Waiting);
    EXPECT_EQ(decision.reason, ReasonKind::Unreachable);
    EXPECT_EQ(decision.nextTryMs, now + 5 * second);
    EXPECT_TRUE(decision.countsAsRetry);
  }
}

TEST(RetryPolicy, AnUnknownOutcomeIsNeverSuccessWhateverItsStatus) {
  AttemptReport report = unanswered(AttemptOutcome::Unknown, ReasonKind::Unreachable);
  for (const int status : {0, 100, 103, 200, 204}) {
    report.status = status;
    EXPECT_EQ(decide(report).state, DeliveryState::Waiting) << status;
  }
}

TEST(RetryPolicy, TlsFailureIsRefusedAndADamagedBodyHeld) {
  EXPECT_EQ(decide(unanswered(AttemptOutcome::NotSent, ReasonKind::Tls)).state, DeliveryState::Refused);
  AttemptReport tls = unanswered(AttemptOutcome::NotSent, ReasonKind::Tls);
  tls.message = QStringLiteral("it has expired");
  EXPECT_EQ(decide(tls).reason, ReasonKind::Tls);
  tls.certificateIssuer = QStringLiteral("Acme CA");
  EXPECT_EQ(decide(tls).reason, ReasonKind::Tls);
  tls.message.clear();
  EXPECT_EQ(decide(tls).reason, ReasonKind::Untrusted);
  tls.wantsClientCertificate = true;
  EXPECT_EQ(decide(tls).reason, ReasonKind::WantsClient);
  EXPECT_EQ(decide(unanswered(AttemptOutcome::NotSent, ReasonKind::BodyMissing)).state, DeliveryState::Held);
  EXPECT_EQ(decide(unanswered(AttemptOutcome::NotSent, ReasonKind::BodyMissing)).reason, ReasonKind::BodyMissing);
}

TEST(RetryPolicy, DelaysAreTheTables) {
  const qint64 table[] = {5 * second, 30 * second, 5 * minute, 30 * minute, 2 * hour,
                          5 * hour,   10 * hour,   14 * hour,  20 * hour,   24 * hour};
  Delivery delivery = someDelivery();
  for (int retry = 1; retry <= 10; ++retry) {
    EXPECT_EQ(retrypolicy::delayMs(retry), table[retry - 1]);
    delivery.retries = retry - 1;
    const RetryDecision decision = decide(answered(503), delivery);
    EXPECT_EQ(decision.state, DeliveryState::Waiting);
    EXPECT_EQ(decision.nextTryMs, now + table[retry - 1]);
  }
  EXPECT_EQ(retrypolicy::delayMs(0), table[0]);
  EXPECT_EQ(retrypolicy::delayMs(11), table[9]);
}

TEST(RetryPolicy, JitterIsTwentyPerCentEitherWay) {
  Delivery delivery = someDelivery();
  delivery.retries = 2;
  EXPECT_EQ(decide(answered(500), delivery, false, 0.0).nextTryMs, now + 4 * minute);
  EXPECT_EQ(decide(answered(500), delivery, false, 0.5).nextTryMs, now + 5 * minute);
  const qint64 latest = decide(answered(500), delivery, false, 0.999999).nextTryMs;
  EXPECT_GT(latest, now + 6 * minute - second);
  EXPECT_LE(latest, now + 6 * minute);
  // A source of chance that breaks its promise breaks nothing else.
  EXPECT_EQ(decide(answered(500), delivery, false, -3).nextTryMs, now + 4 * minute);
  EXPECT_EQ(decide(answered(500), delivery, false, 40).nextTryMs, now + 6 * minute);
}

TEST(RetryPolicy, ExpiresAfterTheTenthRetry) {
  Delivery delivery = someDelivery();
  delivery.retries = 9;
  EXPECT_EQ(decide(answered(503), delivery).state, DeliveryState::Waiting);
  delivery.retries = 10;
  const RetryDecision decision = decide(answered(503), delivery);
  EXPECT_EQ(decision.state, DeliveryState::Expired);
  EXPECT_EQ(decision.reason, ReasonKind::GaveUp);
  EXPECT_FALSE(decision.countsAsRetry);
  EXPECT_EQ(decide(answered(201), delivery).state, DeliveryState::Delivered);
}

TEST(RetryPolicy, ExpiresAfterSevenDays) {
  Delivery delivery = someDelivery();
  delivery.giveUpMs = now + 1;
  EXPECT_FALSE(retrypolicy::isExpired(delivery, now));
  EXPECT_EQ(decide(answered(503), delivery).state, DeliveryState::Waiting);
  delivery.giveUpMs = now;
  EXPECT_TRUE(retrypolicy::isExpired(delivery, now));
  EXPECT_EQ(decide(answered(503), delivery).state, DeliveryState::Expired);
  EXPECT_EQ(decide(answered(503), delivery, true).state, DeliveryState::Expired);
  delivery.giveUpMs = 0;
  delivery.createdMs = now - 7 * day;
  EXPECT_TRUE(retrypolicy::isExpired(delivery, now));
  delivery.createdMs += 1;
  EXPECT_FALSE(retrypolicy::isExpired(delivery, now));
}

TEST(RetryPolicy, EarlyTriesDoNotCountAndKeepTheTimeThatWasSet) {
  Delivery delivery = someDelivery();
  delivery.retries = 10;
  delivery.nextTryMs = now + 3 * hour;
  const RetryDecision decision = decide(answered(503), delivery, true);
  EXPECT_EQ(decision.state, DeliveryState::Waiting);
  EXPECT_FALSE(decision.countsAsRetry);
  EXPECT_EQ(decision.nextTryMs, now + 3 * hour);
  delivery.nextTryMs = now + 10;
  EXPECT_EQ(decide(answered(503), delivery, true).nextTryMs, now + 5 * second);
}

TEST(RetryPolicy, AtLeastAMinuteAfter429) {
  Delivery delivery = someDelivery();
  EXPECT_EQ(decide(answered(429), delivery, false, 0.0).nextTryMs, now + minute);
  EXPECT_EQ(decide(answered(429), delivery, false, 0.0).notBeforeMs, now + minute) << "an early try waits as well";
  EXPECT_EQ(decide(answered(429), delivery, true, 0.0).notBeforeMs, now + minute);
  AttemptReport shorter = answered(429);
  shorter.retryAfterMs = second;
  EXPECT_EQ(decide(shorter, delivery).notBeforeMs, now + minute);
  shorter.retryAfterMs = 5 * minute;
  EXPECT_EQ(decide(shorter, delivery).notBeforeMs, now + 5 * minute);
  delivery.nextTryMs = now;
  EXPECT_EQ(decide(answered(429), delivery, true).nextTryMs, now + minute);
  delivery.retries = 4;
  EXPECT_EQ(decide(answered(429), delivery).nextTryMs, now + 2 * hour);
}

TEST(RetryPolicy, RetryAfterIsObeyedUpToADay) {
  AttemptReport report = answered(503);
  report.retryAfterMs = 90 * second;
  EXPECT_EQ(decide(report).notBeforeMs, now + 90 * second);
  EXPECT_EQ(decide(report).nextTryMs, now + 90 * second);
  report.retryAfterMs = 0;
  EXPECT_EQ(decide(report).nextTryMs, now + 5 * second);
  report.retryAfterMs = 30 * day;
  EXPECT_EQ(decide(report).nextTryMs, now + day);
  EXPECT_EQ(decide(report).notBeforeMs, now + day);
  report.retryAfterMs = -1;
  EXPECT_EQ(decide(report).notBeforeMs, 0);
  // It shortens nothing: the table's delay is the longer one here.
  Delivery delivery = someDelivery();
  delivery.retries = 5;
  report.retryAfterMs = second;
  EXPECT_EQ(decide(report, delivery).nextTryMs, now + 5 * hour);
}

TEST(RetryPolicy, AnInterruptedAttemptIsDueAtOnceAndNotCounted) {
  Delivery delivery = someDelivery();
  delivery.retries = 10;
  delivery.notBeforeMs = now + 7;
  const RetryDecision decision = retrypolicy::afterInterruption(delivery, false, now);
  EXPECT_EQ(decision.state, DeliveryState::Waiting);
  EXPECT_EQ(decision.nextTryMs, now);
  EXPECT_EQ(decision.notBeforeMs, now + 7);
  EXPECT_FALSE(decision.countsAsRetry);
  EXPECT_EQ(decision.earlyTryMs, 0);
}

TEST(RetryPolicy, AnInterruptedEarlyTryStaysEarly) {
  Delivery delivery = someDelivery();
  delivery.nextTryMs = now + 2 * hour;
  RetryDecision decision = retrypolicy::afterInterruption(delivery, true, now);
  EXPECT_EQ(decision.state, DeliveryState::Waiting);
  EXPECT_EQ(decision.nextTryMs, now + 2 * hour);
  EXPECT_EQ(decision.earlyTryMs, now);
  EXPECT_FALSE(decision.countsAsRetry);
  // The counted try became due meanwhile.
  delivery.nextTryMs = now - 1;
  decision = retrypolicy::afterInterruption(delivery, true, now);
  EXPECT_EQ(decision.nextTryMs, now);
  EXPECT_EQ(decision.earlyTryMs, 0);
}

TEST(RetryPolicy, AServerThatClosesEarlyGetsThreeBodies) {
  struct Row {
    int before;
    DeliveryState state;
    bool retried;
  };
  const AttemptReport closed = unanswered(AttemptOutcome::Unknown, ReasonKind::ClosedEarly);
  Delivery delivery = someDelivery();
  for (const Row& row : {Row{0, DeliveryState::Waiting, true}, Row{1, DeliveryState::Waiting, true},
                         Row{2, DeliveryState::Held, false}, Row{7, DeliveryState::Held, false}}) {
    SCOPED_TRACE(row.before);
    delivery.earlyCloses = row.before;
    const RetryDecision decision = decide(closed, delivery);
    EXPECT_EQ(decision.state, row.state);
    EXPECT_EQ(decision.reason, ReasonKind::ClosedEarly);
    EXPECT_EQ(decision.countsAsRetry, row.retried);
    EXPECT_EQ(decision.nextTryMs, row.retried ? now + 5 * second : 0);
    EXPECT_FALSE(decision.pausesTarget);
  }
  EXPECT_EQ(decide(closed, delivery, true).state, DeliveryState::Held) << "an early try sends its body too";
  EXPECT_EQ(decide(answered(413), delivery).state, DeliveryState::Refused);
}

TEST(RetryPolicy, CountsEarlyClosesInARow) {
  const auto after = [](const AttemptReport& report, int before) {
    return retrypolicy::earlyClosesAfter(report, before);
  };
  EXPECT_EQ(after(unanswered(AttemptOutcome::Unknown, ReasonKind::ClosedEarly), 0), 1);
  EXPECT_EQ(after(unanswered(AttemptOutcome::Unknown, ReasonKind::ClosedEarly), 1), 2);
  // What says nothing about the server leaves the count.
  EXPECT_EQ(after(unanswered(AttemptOutcome::NotSent, ReasonKind::Unreachable), 2), 2);
  EXPECT_EQ(after(unanswered(AttemptOutcome::Unknown, ReasonKind::Unreachable), 2), 2);
  // An answer begins a new row, and the relay that heard it stays.
  EXPECT_EQ(after(answered(503), 0), 0);
  EXPECT_EQ(after(answered(503), 1), 1);
  EXPECT_EQ(after(answered(503), 2), 1);
}

}  // namespace
}  // namespace courier
