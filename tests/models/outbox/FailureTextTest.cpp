#include "models/outbox/FailureText.h"

#include <gtest/gtest.h>

#include <QLocale>
#include <ostream>

#include "tests/support/Deliveries.h"

namespace courier {
namespace {

using testing::answered;
using testing::minute;
using testing::now;
using testing::unanswered;

class FailureTextTest : public ::testing::Test {
 protected:
  void SetUp() override {
    m_before = QLocale();
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    delivery.targetText = QStringLiteral("myweb");
    delivery.to.user = QStringLiteral("ada");
    delivery.to.secretKey = QStringLiteral("key");
    delivery.bodyBytes = 8'400'000;
  }
  void TearDown() override { QLocale::setDefault(m_before); }

  [[nodiscard]] QString text(const AttemptReport& report, bool early = false, int waiting = -1) const {
    return failureText(report, delivery, retrypolicy::decide(report, delivery, early, now, 0.5), now, waiting);
  }
  [[nodiscard]] QString answerText(int status) const { return text(answered(status)); }
  [[nodiscard]] static AttemptReport noAnswer(AttemptOutcome outcome, const QString& message) {
    return unanswered(outcome, ReasonKind::Unreachable, message);
  }

  Delivery delivery = testing::deliveryTo(QStringLiteral("web://reports.example.org:8080/daily"));

 private:
  QLocale m_before;
};

#define EXPECT_TEXT(actual, expected) EXPECT_EQ((actual).toStdString(), std::string(expected))

TEST_F(FailureTextTest, Unreachable) {
  delivery.retries = 2;
  EXPECT_TEXT(text(noAnswer(AttemptOutcome::NotSent, QStringLiteral("connection refused"))),
              "Could not reach reports.example.org:8080 (connection refused). Nothing was lost; next try in 5 min. "
              "Check the port and your VPN.");
}

TEST_F(FailureTextTest, TheTimeOfTheNextTryFollowsTheClock) {
  delivery.reason = text(noAnswer(AttemptOutcome::NotSent, QStringLiteral("connection refused")));
  delivery.state = DeliveryState::Waiting;
  delivery.nextTryMs = now + 28 * minute;
  EXPECT_TEXT(reasonNow(delivery, now),
              "Could not reach reports.example.org:8080 (connection refused). Nothing was lost; next try in 28 min. "
              "Check the port and your VPN.");
  EXPECT_TEXT(reasonNow(delivery, now + 28 * minute),
              "Could not reach reports.example.org:8080 (connection refused). Nothing was lost; the next try is due. "
              "Check the port and your VPN.");
  delivery.state = DeliveryState::Refused;
  EXPECT_EQ(reasonNow(delivery, now), delivery.reason);
}

TEST_F(FailureTextTest, LostAnswer) {
  EXPECT_TEXT(text(noAnswer(AttemptOutcome::Unknown, QStringLiteral("the connection was lost"))),
              "reports.example.org:8080 gave no final answer (the connection was lost); the result may or may not have "
              "arrived. Nothing was lost; next try in 5 s.");
}

TEST_F(FailureTextTest, GivenUp) {
  delivery.retries = 10;
  EXPECT_TEXT(text(noAnswer(AttemptOutcome::NotSent, QStringLiteral("connection refused"))),
              "Could not reach reports.example.org:8080 (connection refused). Given up after the last try; the result "
              "is kept, so you can send it again when the server answers. Check the port and your VPN.");
  EXPECT_TEXT(answerText(503),
              "503: reports.example.org:8080 is overloaded or down for maintenance. Given up after the last try; the "
              "result is kept, so you can send it again when the server answers.");
}

TEST_F(FailureTextTest, Busy) {
  const QVector<QPair<int, std::string>> rows = {
      {408, "408: reports.example.org:8080 waited too long for the result."},
      {425, "425: reports.example.org:8080 asks for the result again later."},
      {500, "500: reports.example.org:8080 reported an internal error."},
      {502, "502: a proxy answered in place of reports.example.org:8080; the server behind it did not."},
      {503, "503: reports.example.org:8080 is overloaded or down for maintenance."},
      {504, "504: a proxy answered in place of reports.example.org:8080; the server behind it did not."},
      {522, "522: a proxy answered in place of reports.example.org:8080; the server behind it did not."},
      {524, "524: a proxy answered in place of reports.example.org:8080; the server behind it did not."},
  };
  for (const auto& [status, start] : rows)
    EXPECT_TEXT(answerText(status), start + " Nothing was lost; next try in 5 s.");
  EXPECT_TEXT(answerText(429),
              "429: reports.example.org:8080 asks to be sent less often. Nothing was lost; next try in 1 min.");
}

TEST_F(FailureTextTest, SignIn) {
  EXPECT_TEXT(answerText(401),
              "401: the server did not accept the user name or password. Nothing more goes to 'myweb' until you change "
              "it.");
  EXPECT_TEXT(text(answered(401), false, 3),
              "401: the server did not accept the user name or password. Nothing more goes to 'myweb' until you change "
              "it; 3 result(s) wait.");
  EXPECT_TEXT(answerText(403),
              "403: the server does not let this user write there. Nothing more goes to 'myweb' until you change it.");
  EXPECT_TEXT(
      answerText(407),
      "407: the proxy on the way did not accept the sign-in. Nothing more goes to 'myweb' until you change it.");
  AttemptReport report = answered(407);
  report.answerHeaders = QStringLiteral("Proxy-Authenticate: NTLM\nProxy-Authenticate: Negotiate");
  EXPECT_TEXT(
      text(report),
      "407: the proxy on the way asks for a Windows sign-in (NTLM), which is not supported. Ask for a way around it, "
      "or use a local proxy that signs in by itself. Nothing more goes to 'myweb' until you change it.");
  delivery.to.options.auth = AuthKind::Bearer;
  EXPECT_TEXT(
      answerText(401),
      "401: the server did not accept the token or secret header. Nothing more goes to 'myweb' until you change "
      "it.");
  delivery.to.options.auth = AuthKind::Basic;
  delivery.to.user.clear();
  EXPECT_TEXT(answerText(401),
              "401: the server did not accept the user name or password. Nothing more goes to 'myweb' until you change "
              "it.");
  delivery.to.secretKey.clear();
  EXPECT_TEXT(answerText(401),
              "401: the server asks for a user name and password. Nothing more goes to 'myweb' until you change it.");
  EXPECT_TEXT(
      answerText(403),
      "403: the server lets nobody write there without a password. Nothing more goes to 'myweb' until you change it.");
}

TEST_F(FailureTextTest, Method) {
  EXPECT_TEXT(answerText(405),
              "405: the server does not accept PUT here. Ask its keeper to allow PUT, or choose POST.");
  EXPECT_TEXT(answerText(501),
              "501: the server does not accept PUT here. Ask its keeper to allow PUT, or choose POST.");
  delivery.to.method = HttpMethod::Post;
  EXPECT_TEXT(answerText(405),
              "405: the server does not accept POST here. Ask its keeper to allow POST, or choose PUT.");
}

TEST_F(FailureTextTest, Size) {
  EXPECT_TEXT(answerText(413),
              "413: the server takes no body this large (8.4 MB). Ask for a higher limit (nginx: client_max_body_size) "
              "or send fewer rows.");
}

TEST_F(FailureTextTest, Path) {
  EXPECT_TEXT(answerText(409),
              "409: the server says that the result conflicts with what is there. Check the path, or ask its keeper.");
  delivery.to.url = testing::urlOf(QStringLiteral("web://reports.example.org/daily/"));
  EXPECT_TEXT(answerText(409),
              "409: the server does not accept a result at an address that ends in '/'. Add a file name to the path.");
}

TEST_F(FailureTextTest, Redirect) {
  AttemptReport report = answered(301);
  EXPECT_TEXT(text(report),
              "301: the server redirects to another address without naming it. Query Courier does not follow it. Ask "
              "its keeper for the right address.");
  report.location = QStringLiteral("https://other.example.org/x\r\nSet-Cookie: a");
  EXPECT_TEXT(text(report),
              "301: the server redirects to another address, https://other.example.org/x Set-Cookie: a. Nothing was "
              "sent there. If it is the right one, change the target's address.");
  report.location = QString(100'000, u'a');
  EXPECT_LT(text(report).size(), 500);
}

TEST_F(FailureTextTest, Gone) {
  EXPECT_TEXT(answerText(410),
              "410: the server says that this address is gone for good. Nothing more goes to 'myweb' until you resume "
              "it.");
}

TEST_F(FailureTextTest, AServerWithoutRoomIsTriedAgain) {
  EXPECT_TEXT(answerText(507),
              "507: reports.example.org:8080 has no room left for the result. Nothing was lost; next try in 5 s.");
}

TEST_F(FailureTextTest, OtherRefusals) {
  const QVector<QPair<int, std::string>> rows = {
      {400,
       "400: the server does not accept this result. Its answer may say why. Send it again once the server takes "
       "it."},
      {404, "404: reports.example.org:8080 does not know this address. Check the path."},
      {411, "411: a proxy on the way lost the length of the result. Ask the server's keeper."},
      {415, "415: the server does not accept JSON here. Ask its keeper to allow application/json."},
      {418, "418: the server refused the result. Its answer may say why. Send it again once the server takes it."},
      {422,
       "422: the server does not accept this result. Its answer may say why. Send it again once the server takes "
       "it."},
  };
  for (const auto& [status, expected] : rows) EXPECT_TEXT(answerText(status), expected);
}

TEST_F(FailureTextTest, EveryStatusThatDoesNotDeliverHasASentence) {
  for (int status = 100; status <= 599; ++status) {
    const QString sentence = answerText(status);
    EXPECT_EQ(sentence.isEmpty(), status >= 200 && status < 300) << status;
    EXPECT_FALSE(sentence.contains(u'%')) << sentence.toStdString();
  }
}

TEST_F(FailureTextTest, Certificate) {
  AttemptReport report = unanswered(AttemptOutcome::NotSent, ReasonKind::Tls);
  report.certificateIssuer = QStringLiteral("Acme CA");
  EXPECT_TEXT(text(report),
              "The certificate of reports.example.org is not trusted (issuer: Acme CA). Nothing was sent. If it is "
              "your company's own, add it.");
  report.message = QStringLiteral("it has expired");
  EXPECT_TEXT(text(report),
              "The certificate of reports.example.org cannot be accepted: it has expired (issuer: Acme CA). Nothing "
              "was sent. Ask the server's keeper for a valid one.");
  report.certificateIssuer.clear();
  report.message = QStringLiteral("no common protocol");
  EXPECT_TEXT(text(report),
              "No secure connection to reports.example.org:8080 (no common protocol). Nothing was sent. Check that the "
              "server offers HTTPS on this port.");
}

TEST_F(FailureTextTest, ClientCertificate) {
  AttemptReport report;
  report.failure = ReasonKind::Tls;
  report.wantsClientCertificate = true;
  report.message = QStringLiteral("the server asks for a client certificate");
  EXPECT_TEXT(text(report),
              "reports.example.org:8080 asks for a client certificate. Nothing was sent. Choose one for this target.");
}

TEST_F(FailureTextTest, DamagedBody) {
  AttemptReport report;
  report.failure = ReasonKind::BodyMissing;
  EXPECT_TEXT(text(report),
              "The kept body of this result is missing or damaged. Nothing was sent. Run the query again.");
}

TEST_F(FailureTextTest, Secrets) {
  EXPECT_TEXT(secretText(ReasonKind::SecretLocked, QStringLiteral("myweb")),
              "The keychain is locked. Unlock it to send the result.");
  EXPECT_TEXT(secretText(ReasonKind::SecretMissing, QStringLiteral("myweb")),
              "The password for myweb is not known on this computer. Enter it to send the result.");
  EXPECT_TRUE(passwordNeededText(QStringLiteral("myweb")).startsWith(QStringLiteral("Password needed: ")));
}

TEST_F(FailureTextTest, Truncation) {
  EXPECT_TEXT(truncationText(100'000),
              "First 100,000 rows sent; the rest left out. Without ORDER BY the database decides which.");
}

TEST_F(FailureTextTest, AServerThatClosesEarly) {
  const AttemptReport closed = unanswered(AttemptOutcome::Unknown, ReasonKind::ClosedEarly);
  EXPECT_TEXT(
      text(closed),
      "reports.example.org:8080 closed the connection before it had read the body. Nothing was lost; next try in "
      "5 s.");
  delivery.earlyCloses = 2;
  EXPECT_TRUE(
      text(closed).startsWith(QStringLiteral("The server closes the connection before it has read the body (3 time")))
      << text(closed).toStdString();
  EXPECT_TRUE(text(closed).endsWith(QStringLiteral(" It may refuse the size or the sign-in.")))
      << text(closed).toStdString();
  delivery.earlyCloses = 0;
  delivery.retries = 10;
  EXPECT_TEXT(
      text(closed),
      "reports.example.org:8080 closed the connection before it had read the body. Given up after the last try; "
      "the result is kept, so you can send it again when the server answers.");
}

TEST_F(FailureTextTest, ASignInThatIsNotSpoken) {
  struct Row {
    const char* headers;
    const char* wanted;
  };
  const Row table[] = {
      {"", ""},
      {"WWW-Authenticate: Basic realm=\"x\"", ""},
      {"WWW-Authenticate: Digest realm=\"a, Basic b\", qop=\"auth\", nonce=\"x==\"", "Digest"},
      {"www-authenticate: Negotiate\nWWW-Authenticate: NTLM", "Negotiate, NTLM"},
      {"WWW-Authenticate: Negotiate, NTLM TlRMTVNTUAAC==", "Negotiate, NTLM"},
      {"WWW-Authenticate: Digest realm = \"x\", basic realm=\"x\"", ""},
      {"WWW-Authenticate: Digest realm=\"x\\\", Basic y\"\nWWW-Authenticate: digest realm=\"z\"", "Digest"},
      {"WWW-Authenticate: Bearer realm=\"x\"", ""},
      {"X-WWW-Authenticate: Digest", ""},
  };
  AttemptReport report = answered(401);
  for (const Row& row : table) {
    report.answerHeaders = QString::fromLatin1(row.headers);
    EXPECT_TEXT(unspokenSignIn(report, delivery), row.wanted) << row.headers;
  }
  report.answerHeaders = QStringLiteral("WWW-Authenticate: Digest realm=\"x\"");
  EXPECT_TEXT(text(report),
              "401: the server asks for another kind of sign-in (Digest), which Query Courier does not speak. Ask its "
              "keeper to allow Basic or a token. Nothing more goes to 'myweb' until you change it.");
  delivery.to.options.auth = AuthKind::Bearer;
  EXPECT_TEXT(unspokenSignIn(report, delivery), "");
  delivery.to.options.auth = AuthKind::Basic;
  report.status = 403;
  EXPECT_TEXT(unspokenSignIn(report, delivery), "");
}

TEST_F(FailureTextTest, AProxysChallengesMayStandInOneHeader) {
  AttemptReport report = answered(407);
  report.answerHeaders = QStringLiteral("Proxy-Authenticate: Negotiate, NTLM");
  EXPECT_TRUE(text(report).contains(QStringLiteral("NTLM")));
  report.answerHeaders = QStringLiteral("Proxy-Authenticate: Negotiate, Basic realm=\"x\"");
  EXPECT_FALSE(text(report).contains(QStringLiteral("NTLM")));
}

}  // namespace
}  // namespace courier
