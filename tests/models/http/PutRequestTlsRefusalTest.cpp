#include <QProcess>

#include "models/http/AnswerRelay.h"
#include "models/http/Transport.h"
#include "models/outbox/RetryPolicy.h"
#include "tests/models/http/PutFixture.h"
#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::TestCertificates;
using testing::urlOf;
using Validity = TestCertificates::Validity;

/// openssl's own server, which prints every byte it decrypts; ended with the object.
class OpensslServer {
 public:
  OpensslServer(const TestCertificates& certificates, const QStringList& words) {
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(QStringLiteral("openssl"),
                    QStringList{QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:0"),
                                QStringLiteral("-cert"), certificates.path("server.pem"), QStringLiteral("-key"),
                                certificates.path("server.key")} +
                        words);
    const bool listens = testing::waitUntil([this] {
      m_log += m_process.readAll();
      return m_log.indexOf('\n', m_log.indexOf("ACCEPT 127.0.0.1:")) > 0 && m_log.contains("ACCEPT 127.0.0.1:");
    });
    if (!listens) qFatal("openssl s_server: %s", m_log.constData());
    const qsizetype start = m_log.indexOf("ACCEPT 127.0.0.1:") + 17;
    m_port = m_log.mid(start, m_log.indexOf('\n', start) - start).trimmed().toInt();
  }
  ~OpensslServer() { (void)log(); }
  [[nodiscard]] QString address() const { return QStringLiteral("webs://localhost:%1/path").arg(m_port); }
  /// All that it saw; ends it.
  QByteArray log() {
    if (m_process.state() != QProcess::NotRunning) {
      m_process.terminate();
      if (!m_process.waitForFinished(5000)) m_process.kill();
      m_process.waitForFinished();
    }
    m_log += m_process.readAll();
    return m_log;
  }

 private:
  QProcess m_process;
  QByteArray m_log;
  int m_port = 0;
};

/// Attempts as a delivery makes them: through sslConfigurationFor(), with the target's options and its secret.
class PutRequestTlsRefusalTest : public testing::PutFixture {
 protected:
  static void SetUpTestSuite() {
    s_certificates = new TestCertificates;
    s_certificates->addClient();
  }
  static void TearDownTestSuite() { delete s_certificates; }

  AttemptReport send(const QString& address, const TlsOptions& tls, const QString& passphrase = {}) {
    PutInput input = withPassword(inputFor(address), QStringLiteral("ada"), QStringLiteral("secret-word"));
    input.delivery.to.options.tls = tls;
    if (tls.keyHasPassphrase) input.secret->fields.insert(secretfields::keyPassphrase, passphrase);
    const auto ssl = sslConfigurationFor(tls, *input.secret, QSslConfiguration::defaultConfiguration());
    EXPECT_TRUE(ssl.ok());
    input.ssl = *ssl;
    input.limits.connectMs = 8000;
    return run(input);
  }
  static TlsOptions trusting(const TestCertificates& certificates) {
    TlsOptions tls;
    tls.caPem = certificates.authority();
    return tls;
  }
  static TlsOptions withClient(const char* key) {
    TlsOptions tls = trusting(*s_certificates);
    tls.clientCertificateFile = s_certificates->path("client.pem");
    tls.clientKeyFile = s_certificates->path(key);
    return tls;
  }
  /// A server that lets only clients of the authority in.
  static QSslConfiguration demanding(QSsl::SslProtocol protocol) {
    QSslConfiguration strict = s_certificates->server();
    strict.setPeerVerifyMode(QSslSocket::VerifyPeer);
    strict.setCaCertificates(QSslCertificate::fromPath(s_certificates->path("ca.pem")));
    strict.setProtocol(protocol);
    return strict;
  }
  static void expectRefused(const AttemptReport& report) {
    EXPECT_EQ(report.outcome, AttemptOutcome::NotSent) << report.detail.toStdString();
    EXPECT_EQ(report.failure, ReasonKind::Tls) << report.message.toStdString() << report.detail.toStdString();
    EXPECT_EQ(retrypolicy::decide(report, Delivery(), false, 0, 0.5).state, DeliveryState::Refused);
  }
  void expectNothingSeen(const QByteArray& log) const {
    EXPECT_FALSE(log.contains("PUT ") || log.contains("Authorization") || log.contains("secret-word") ||
                 log.contains(body))
        << log.toStdString();
  }

  static inline TestCertificates* s_certificates = nullptr;
};

TEST_F(PutRequestTlsRefusalTest, CertificatesThatDoNotHoldGetNothing) {
  const TestCertificates expired("DNS:localhost,IP:127.0.0.1", Validity::Expired);
  const TestCertificates notYet("DNS:localhost,IP:127.0.0.1", Validity::NotYet);
  const TestCertificates elsewhere("DNS:elsewhere.test");
  struct Row {
    const char* name;
    QSslConfiguration server;
    TlsOptions tls;
    QString message;
  };
  const Row table[] = {
      {"expired", expired.server(), trusting(expired), QStringLiteral("it has expired")},
      {"not yet valid", notYet.server(), trusting(notYet),
       QStringLiteral("it is not valid yet (is this computer's clock right?)")},
      {"wrong host", elsewhere.server(), trusting(elsewhere), QStringLiteral("it belongs to another host name")},
      {"self-signed", s_certificates->selfSignedServer(), {}, {}},
      {"unknown authority", s_certificates->server(), {}, {}},
      {"another authority", s_certificates->server(), trusting(elsewhere), {}},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(row.name);
    FaultyServer secure(row.server);
    const AttemptReport report = send(secure.address(), row.tls);
    expectRefused(report);
    EXPECT_EQ(report.bytesSent, 0);
    EXPECT_EQ(report.message.toStdString(), row.message.toStdString());
    EXPECT_EQ(report.certificateIssuer, QStringLiteral("Acme CA"));
    EXPECT_EQ(secure.requestCount(), 0);
  }
}

TEST_F(PutRequestTlsRefusalTest, TheTargetsOwnAuthorityIsTrusted) {
  FaultyServer secure(s_certificates->server());
  const AttemptReport report = send(secure.address(), trusting(*s_certificates));
  EXPECT_EQ(report.status, 201) << report.message.toStdString();
  ASSERT_EQ(secure.requestCount(), 1);
  EXPECT_EQ(secure.requests().first().body, body);
}

TEST_F(PutRequestTlsRefusalTest, AServerOfTls10OnlyGetsNothing) {
  OpensslServer old(*s_certificates,
                    {QStringLiteral("-tls1"), QStringLiteral("-cipher"), QStringLiteral("ALL:@SECLEVEL=0")});
  expectRefused(send(old.address(), trusting(*s_certificates)));
  expectNothingSeen(old.log());
}

TEST_F(PutRequestTlsRefusalTest, ATargetThatWantsTls13RefusesLess) {
  QSslConfiguration only12 = s_certificates->server();
  only12.setProtocol(QSsl::TlsV1_2);
  TlsOptions tls = trusting(*s_certificates);
  {
    FaultyServer older(only12);
    tls.minimum = TlsMinimum::Tls13;
    expectRefused(send(older.address(), tls));
    EXPECT_EQ(older.requestCount(), 0);
  }
  FaultyServer older(only12);
  tls.minimum = TlsMinimum::Tls12;
  EXPECT_EQ(send(older.address(), tls).status, 201);
  FaultyServer newer(s_certificates->server());
  tls.minimum = TlsMinimum::Tls13;
  EXPECT_EQ(send(newer.address(), tls).status, 201);
}

TEST_F(PutRequestTlsRefusalTest, AServerThatDemandsAClientCertificateReadsNothingWithoutOne) {
  for (const char* version : {"-tls1_2", "-tls1_3"}) {
    SCOPED_TRACE(version);
    OpensslServer strict(*s_certificates, {QString::fromLatin1(version), QStringLiteral("-Verify"), QStringLiteral("1"),
                                           QStringLiteral("-verify_return_error"), QStringLiteral("-CAfile"),
                                           s_certificates->path("ca.pem")});
    const AttemptReport report = send(strict.address(), trusting(*s_certificates));
    expectRefused(report);
    // TLS 1.2 has no word of its own for it.
    if (QByteArray(version) == "-tls1_3") {
      EXPECT_EQ(report.message.toStdString(), "the server asks for a client certificate");
      EXPECT_TRUE(report.wantsClientCertificate);
    } else {
      EXPECT_EQ(report.bytesSent, 0);
    }
    expectNothingSeen(strict.log());
  }
}

TEST_F(PutRequestTlsRefusalTest, ARightClientCertificateIsLetIn) {
  for (const QSsl::SslProtocol protocol : {QSsl::TlsV1_2, QSsl::TlsV1_3}) {
    FaultyServer open(demanding(protocol));
    EXPECT_EQ(send(open.address(), withClient("client.key")).status, 201);
    TlsOptions locked = withClient("client-locked.key");
    locked.keyHasPassphrase = true;
    const AttemptReport report = send(open.address(), locked, QString::fromLatin1(TestCertificates::passphrase));
    EXPECT_EQ(report.status, 201) << report.message.toStdString() << report.detail.toStdString();
    EXPECT_EQ(open.requestCount(), 2);
    EXPECT_EQ(open.completeCount(), 2);
  }
}

TEST_F(PutRequestTlsRefusalTest, AClientCertificateThatIsNotTrustedIsRefusedAtOnce) {
  const TestCertificates strangers;
  strangers.addClient();
  for (const char* version : {"-tls1_2", "-tls1_3"}) {
    for (const qsizetype size : {0, 100, 3'000'000}) {
      SCOPED_TRACE(::testing::Message() << version << ", body " << size);
      setBody(QByteArray(size, 'x'));
      OpensslServer strict(*s_certificates, {QString::fromLatin1(version), QStringLiteral("-Verify"),
                                             QStringLiteral("1"), QStringLiteral("-verify_return_error"),
                                             QStringLiteral("-CAfile"), s_certificates->path("ca.pem")});
      TlsOptions tls = trusting(*s_certificates);
      tls.clientCertificateFile = strangers.path("client.pem");
      tls.clientKeyFile = strangers.path("client.key");
      AnswerRelay relay(QStringLiteral("localhost"), static_cast<quint16>(urlOf(strict.address()).port()),
                        AnswerRelay::Kind::Encrypted, QNetworkProxy::NoProxy, body.size());
      ASSERT_TRUE(relay.listen());
      network.setProxy(relay.proxy());
      const AttemptReport report = send(strict.address(), tls);
      network.setProxy(QNetworkProxy::NoProxy);
      expectRefused(report);
      EXPECT_TRUE(report.wantsClientCertificate) << report.detail.toStdString();
      EXPECT_TRUE(report.message.startsWith(QStringLiteral("the server "))) << report.message.toStdString();
      EXPECT_FALSE(strict.log().contains("PUT "));
    }
  }
}

TEST_F(PutRequestTlsRefusalTest, AWrongPassphraseIsSaidBeforeAnyConnection) {
  TlsOptions locked = withClient("client-locked.key");
  const auto without = sslConfigurationFor(locked, {}, QSslConfiguration::defaultConfiguration());
  ASSERT_FALSE(without.ok());
  EXPECT_TRUE(without.error().message.contains(QStringLiteral("passphrase")));
  locked.keyHasPassphrase = true;
  Secret secret;
  secret.fields.insert(secretfields::keyPassphrase, QStringLiteral("wr0ng-phrase"));
  const auto wrong = sslConfigurationFor(locked, secret, QSslConfiguration::defaultConfiguration());
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().kind, ErrorKind::InvalidInput);
  EXPECT_TRUE(wrong.error().message.contains(locked.clientKeyFile));
  EXPECT_FALSE((wrong.error().message + wrong.error().detail).contains(QStringLiteral("wr0ng-phrase")));
}

}  // namespace
}  // namespace courier
