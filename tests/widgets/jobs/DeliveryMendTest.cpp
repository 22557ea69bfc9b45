#include "widgets/jobs/DeliveryMend.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

using Act = DeliveryMend::Act;

Delivery delivery(DeliveryState state, ReasonKind reason, const char* sentence = "") {
  Delivery made;
  made.state = state;
  made.reasonKind = reason;
  made.reason = QString::fromLatin1(sentence);
  made.to.user = QStringLiteral("ada");
  made.spoolName = QStringLiteral("1.json");
  return made;
}

TEST(DeliveryMendTest, EachFailureHasItsButton) {
  struct Row {
    DeliveryState state;
    ReasonKind reason;
    const char* sentence;
    Act act;
    const char* text;
    TargetPart part;
  };
  const Row table[] = {
      {DeliveryState::Waiting, ReasonKind::Unreachable, "", Act::TryNow, "Try now", TargetPart::Whole},
      {DeliveryState::Waiting, ReasonKind::ServerBusy, "503: …", Act::TryNow, "Try now", TargetPart::Whole},
      {DeliveryState::Waiting, ReasonKind::SecretLocked, "", Act::TryNow, "Try now", TargetPart::Whole},
      {DeliveryState::Held, ReasonKind::SignIn, "401: …", Act::EditTarget, "Change password…", TargetPart::Password},
      {DeliveryState::Held, ReasonKind::SignIn,
       "401: the server asks for another kind of sign-in (Digest), which Query Courier does not speak. Ask its keeper "
       "to allow Basic or a token. Nothing more goes to 'myweb' until you change it.",
       Act::EditTarget, "Edit target…", TargetPart::SignIn},
      {DeliveryState::Held, ReasonKind::SignIn, "407: …", Act::EditTarget, "Change the proxy…", TargetPart::Proxy},
      {DeliveryState::Held, ReasonKind::SecretMissing, "", Act::EditTarget, "Enter password…", TargetPart::Password},
      {DeliveryState::Held, ReasonKind::TargetPaused, "", Act::Resume, "Resume the target", TargetPart::Whole},
      {DeliveryState::Held, ReasonKind::Setup, "", Act::EditTarget, "Choose certificate…",
       TargetPart::ClientCertificate},
      {DeliveryState::Waiting, ReasonKind::ClosedEarly, "", Act::TryNow, "Try now", TargetPart::Whole},
      {DeliveryState::Held, ReasonKind::ClosedEarly, "", Act::LetGo, "Try again", TargetPart::Whole},
      {DeliveryState::Held, ReasonKind::Guard, "", Act::LetGo, "Let go", TargetPart::Whole},
      {DeliveryState::Held, ReasonKind::Policy, "", Act::LetGo, "Let go", TargetPart::Whole},
      {DeliveryState::Held, ReasonKind::BodyMissing, "", Act::RunAgain, "Open the query", TargetPart::Whole},
      {DeliveryState::Refused, ReasonKind::MethodRefused, "405: …", Act::EditTarget, "Edit target…",
       TargetPart::Method},
      {DeliveryState::Refused, ReasonKind::PathRefused, "409: …", Act::EditTarget, "Edit target…", TargetPart::Address},
      {DeliveryState::Refused, ReasonKind::Redirected, "301: …", Act::EditTarget, "Edit target…", TargetPart::Address},
      {DeliveryState::Refused, ReasonKind::TooLarge, "413: …", Act::EditTarget, "Edit target…", TargetPart::Rows},
      {DeliveryState::Refused, ReasonKind::Untrusted, "", Act::EditTarget, "Add CA…", TargetPart::Authority},
      {DeliveryState::Refused, ReasonKind::WantsClient, "", Act::EditTarget, "Choose certificate…",
       TargetPart::ClientCertificate},
      {DeliveryState::Refused, ReasonKind::Tls, "", Act::SendAgain, "Send again", TargetPart::Whole},
      {DeliveryState::Refused, ReasonKind::Gone, "410: …", Act::Resume, "Resume the target", TargetPart::Whole},
      {DeliveryState::Refused, ReasonKind::RefusedOther, "404: …", Act::EditTarget, "Edit target…",
       TargetPart::Address},
      {DeliveryState::Refused, ReasonKind::RefusedOther, "418: …", Act::SendAgain, "Send again", TargetPart::Whole},
      {DeliveryState::Expired, ReasonKind::GaveUp, "", Act::SendAgain, "Send again", TargetPart::Whole},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(reasonKindKey(row.reason).toStdString() + row.sentence);
    QString sentence = QString::fromUtf8(row.sentence);
    if (sentence.contains(QLatin1String("404")))
      sentence = QStringLiteral("404: example.org:80 does not know this address.");
    Delivery made = delivery(row.state, row.reason);
    made.reason = sentence;
    const auto mend = mendOf(made);
    ASSERT_TRUE(mend);
    EXPECT_EQ(mend->act, row.act);
    EXPECT_EQ(mend->text, QString::fromUtf8(row.text));
    EXPECT_EQ(mend->part, row.part);
  }
}

TEST(DeliveryMendTest, ATokenIsNoPassword) {
  Delivery held = delivery(DeliveryState::Held, ReasonKind::SignIn, "401: no");
  held.to.options.auth = AuthKind::Bearer;
  EXPECT_EQ(mendOf(held)->text, QStringLiteral("Change token…"));
  EXPECT_EQ(mendOf(held)->part, TargetPart::SignIn);
  held.to.options.auth = AuthKind::Header;
  EXPECT_EQ(mendOf(held)->text, QStringLiteral("Change secret header…"));
  held.reasonKind = ReasonKind::SecretMissing;
  EXPECT_EQ(mendOf(held)->text, QStringLiteral("Enter secret…"));
}

TEST(DeliveryMendTest, APasswordWithoutAUserNameIsOneToo) {
  Delivery held = delivery(DeliveryState::Held, ReasonKind::SecretMissing);
  held.to.user.clear();
  held.to.secretKey = QStringLiteral("key");
  EXPECT_EQ(mendOf(held)->part, TargetPart::Password);
  held.to.options.isSigned = true;
  EXPECT_EQ(mendOf(held)->part, TargetPart::SignIn) << "its item may hold another secret alone";
}

TEST(DeliveryMendTest, WhatIsNotKeptIsRunAgain) {
  Delivery expired = delivery(DeliveryState::Expired, ReasonKind::GaveUp);
  expired.spoolName.clear();
  EXPECT_EQ(mendOf(expired)->act, Act::RunAgain);
  Delivery refused = delivery(DeliveryState::Refused, ReasonKind::RefusedOther, "500");
  refused.spoolName.clear();
  EXPECT_EQ(mendOf(refused)->act, Act::RunAgain);
}

TEST(DeliveryMendTest, WhatGoesWellNeedsNone) {
  for (const auto state : {DeliveryState::Sending, DeliveryState::Delivered, DeliveryState::Cancelled})
    EXPECT_FALSE(mendOf(delivery(state, ReasonKind::None)));
}

}  // namespace
}  // namespace courier
