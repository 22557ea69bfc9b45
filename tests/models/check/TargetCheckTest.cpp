#include "models/check/TargetCheck.h"

#include <gtest/gtest.h>

#include "tests/support/Deliveries.h"

namespace courier {
namespace {

CheckInput planFor(const QString& address, const QString& user = {}) {
  CheckInput input;
  input.request.to.url = testing::urlOf(address);
  input.request.targetText = QStringLiteral("myweb");
  input.request.to.user = user;
  return input;
}

TEST(TargetCheckTest, TheTestRequestHasNoBodyAndSaysWhatItIs) {
  CheckInput input = planFor(QStringLiteral("webs://example.org/a"), QStringLiteral("ada"));
  input.request.to.options.headers = {{QStringLiteral("X-Team"), QStringLiteral("a")}};
  input.request.to.options.body.gzip = true;
  input.password = QStringLiteral("secret-word");
  const Delivery delivery = testDelivery(input);
  EXPECT_EQ(delivery.bodyBytes, 0);
  EXPECT_EQ(delivery.bodySha256.toHex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_FALSE(delivery.to.options.body.gzip);
  EXPECT_EQ(delivery.to.options.headers.size(), 2);
  EXPECT_EQ(delivery.to.options.headers.last().name, QStringLiteral("Query-Courier-Check"));
  EXPECT_NE(delivery.idempotencyKey, testDelivery(input).idempotencyKey);
  const QString told = testBodyText(input);
  EXPECT_TRUE(told.contains(QStringLiteral("webs://ada:•••@example.org/a by PUT"))) << told.toStdString();
}

TEST(TargetCheckTest, EachAnswerIsJudged) {
  using Outcome = CheckOutcome;
  struct Row {
    int status;
    Outcome credentials;
    Outcome put;
    const char* words;  ///< in the sentence of what failed
  };
  const Row table[] = {
      {200, Outcome::Ok, Outcome::Ok, ""},
      {204, Outcome::Ok, Outcome::Ok, ""},
      {301, Outcome::NotDone, Outcome::Failed, "redirects to another address"},
      {400, Outcome::NotDone, Outcome::Failed, "empty body"},
      {401, Outcome::Failed, Outcome::NotDone, "user name or password"},
      {403, Outcome::Failed, Outcome::NotDone, "does not let this user write"},
      {404, Outcome::NotDone, Outcome::Failed, "Check the path"},
      {405, Outcome::NotDone, Outcome::Failed, "does not accept PUT"},
      {407, Outcome::Failed, Outcome::NotDone, "proxy's user name or password"},
      {409, Outcome::NotDone, Outcome::Failed, "Add a file name"},
      {410, Outcome::NotDone, Outcome::Failed, "gone for good"},
      {411, Outcome::NotDone, Outcome::Failed, "length"},
      {413, Outcome::NotDone, Outcome::Failed, "higher limit"},
      {429, Outcome::NotDone, Outcome::Failed, "Check again later"},
      {500, Outcome::NotDone, Outcome::Failed, "Check again later"},
      {501, Outcome::NotDone, Outcome::Failed, "does not accept PUT"},
      {503, Outcome::NotDone, Outcome::Failed, "Check again later"},
      {599, Outcome::NotDone, Outcome::Failed, "Check again later"},
  };
  const Delivery delivery = testDelivery(planFor(QStringLiteral("web://example.org/a/"), QStringLiteral("ada")));
  for (const Row& row : table) {
    SCOPED_TRACE(row.status);
    AttemptReport report = testing::answered(row.status);
    report.location = QStringLiteral("http://elsewhere.test/");
    const auto lines = judgeAnswer(report, delivery);
    ASSERT_EQ(lines.size(), 2);
    EXPECT_EQ(lines[0].step, CheckStep::Credentials);
    EXPECT_EQ(lines[1].step, CheckStep::Put);
    EXPECT_EQ(lines[0].outcome, row.credentials);
    EXPECT_EQ(lines[1].outcome, row.put);
    const QString said = row.credentials == Outcome::Failed ? lines[0].text : lines[1].text;
    EXPECT_TRUE(said.contains(QString::fromLatin1(row.words))) << said.toStdString();
    EXPECT_FALSE(said.contains(QStringLiteral("next try")) || said.contains(QStringLiteral("until you")))
        << said.toStdString();
  }
}

TEST(TargetCheckTest, NoAnswerIsNoVerdictOnTheCredentials) {
  const AttemptReport report =
      testing::unanswered(AttemptOutcome::Unknown, ReasonKind::Unreachable, QStringLiteral("timed out"));
  const auto lines = judgeAnswer(report, testDelivery(planFor(QStringLiteral("web://example.org/a"))));
  EXPECT_EQ(lines[0].outcome, CheckOutcome::NotDone);
  EXPECT_EQ(lines[1].outcome, CheckOutcome::Failed);
  EXPECT_TRUE(lines[1].text.contains(QStringLiteral("timed out")));
}

TEST(TargetCheckTest, WhatIsSaidOfASecretThatIsNotAtHand) {
  const QString target = QStringLiteral("myweb");
  const auto of = [&](ErrorKind kind) { return missingSecretText(Error::of(kind, {}), target); };
  EXPECT_TRUE(of(ErrorKind::SecretLocked).contains(QStringLiteral("locked")));
  EXPECT_TRUE(of(ErrorKind::SecretMissing).contains(QStringLiteral("myweb")));
  EXPECT_TRUE(of(ErrorKind::SecretUnavailable).contains(QStringLiteral("no keychain")));
  EXPECT_EQ(missingSecretText({}, target), of(ErrorKind::SecretMissing));
}

TEST(TargetCheckTest, ASignInThatIsNotSpokenAsksForNoOtherPassword) {
  AttemptReport report = testing::answered(401);
  report.answerHeaders = QStringLiteral("WWW-Authenticate: Digest realm=\"x\"");
  const QString text = judgeAnswer(report, testing::deliveryTo(QStringLiteral("web://h.example/"))).first().text;
  EXPECT_TRUE(text.contains(QStringLiteral("(Digest)"))) << text.toStdString();
  EXPECT_FALSE(text.contains(QStringLiteral("password"))) << text.toStdString();
}

}  // namespace
}  // namespace courier
