#include "tests/models/http/PutFixture.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::TestCertificates;

class PutRequestTlsTest : public testing::PutFixture {
 protected:
  static void SetUpTestSuite() { certificates = new TestCertificates; }
  static void TearDownTestSuite() {
    delete certificates;
    certificates = nullptr;
  }
  static TestCertificates* certificates;
};

TestCertificates* PutRequestTlsTest::certificates = nullptr;

TEST_F(PutRequestTlsTest, AServerOfATrustedAuthorityGetsTheBody) {
  FaultyServer secure(certificates->server());
  PutInput input = withPassword(inputFor(secure.address()), QStringLiteral("ada"), QStringLiteral("secret-word"));
  input.ssl = certificates->client();
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::Answered) << report.message.toStdString() << report.detail.toStdString();
  EXPECT_EQ(report.status, 201);
  ASSERT_EQ(secure.requestCount(), 1);
  EXPECT_EQ(secure.requests().first().body, body);
}

TEST_F(PutRequestTlsTest, AnUntrustedOneGetsNothing) {
  FaultyServer secure(certificates->server());
  const AttemptReport report =
      run(withPassword(inputFor(secure.address()), QStringLiteral("ada"), QStringLiteral("secret-word")));
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(report.failure, ReasonKind::Tls);
  EXPECT_EQ(report.certificateIssuer, QStringLiteral("Acme CA"));
  EXPECT_EQ(report.message, QString()) << "nothing but the issuer is at fault";
  EXPECT_EQ(report.bytesSent, 0);
  EXPECT_EQ(secure.requestCount(), 0);
}

TEST_F(PutRequestTlsTest, ACertificateOfAnotherHostGetsNothing) {
  const TestCertificates others("DNS:elsewhere.test");
  FaultyServer secure(others.server());
  PutInput input = inputFor(secure.address());
  input.ssl = others.client();
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(report.failure, ReasonKind::Tls);
  EXPECT_EQ(report.message, QStringLiteral("it belongs to another host name"));
  EXPECT_EQ(secure.requestCount(), 0);
}

TEST_F(PutRequestTlsTest, ACommonNameIsNotLookedAt) {
  struct Row {
    const char* names;
    const char* message;
  };
  for (const Row& row :
       {Row{"DNS:elsewhere.test", "it belongs to another host name"},
        Row{"IP:127.0.0.1", "it belongs to another host name"},
        Row{"email:localhost@example.org", "it has no subject alternative name, and its common name does not count"},
        Row{"", "it has no subject alternative name, and its common name does not count"}}) {
    SCOPED_TRACE(row.names);
    const TestCertificates named(row.names, TestCertificates::Validity::Now, QStringLiteral("localhost"));
    FaultyServer secure(named.server());
    for (const qsizetype size : {0, 100, 1'000'000}) {
      setBody(QByteArray(size, 'x'));
      PutInput input = withPassword(inputFor(secure.address()), QStringLiteral("ada"), QStringLiteral("secret-word"));
      input.ssl = named.client();
      const AttemptReport report = run(input);
      EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
      EXPECT_EQ(report.failure, ReasonKind::Tls);
      EXPECT_EQ(report.message.toStdString(), row.message);
      EXPECT_EQ(report.certificateIssuer, QStringLiteral("Acme CA"));
      EXPECT_EQ(report.bytesSent, 0);
    }
    EXPECT_EQ(secure.spokenConnectionCount(), 0);
  }
}

TEST_F(PutRequestTlsTest, AServerWithoutTlsGetsNothing) {
  FaultyServer plain;
  QString address = plain.address();
  PutInput input = inputFor(address.replace(QStringLiteral("web:"), QStringLiteral("webs:")));
  input.limits.connectMs = 3000;
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_FALSE(report.message.isEmpty());
  EXPECT_EQ(plain.completeCount(), 0);
}

TEST_F(PutRequestTlsTest, ADropAfterTheBodyIsUnknownAndSentOnce) {
  FaultyServer secure(certificates->server());
  secure.next(testing::Reaction::drop());
  PutInput input = inputFor(secure.address());
  input.ssl = certificates->client();
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(report.failure, ReasonKind::Unreachable);
  EXPECT_EQ(secure.requestCount(), 1);
}

}  // namespace
}  // namespace courier
