#include "models/base/CertificateName.h"

#include <gtest/gtest.h>

#include "tests/support/TestCertificates.h"

namespace courier {
namespace {

using testing::TestCertificates;

bool isFor(const TestCertificates& certificates, const char* host) {
  const auto chain = QSslCertificate::fromPath(certificates.path("server.pem"));
  if (chain.isEmpty()) qFatal("no certificate");
  return certificateIsFor(chain.first(), QString::fromUtf8(host));
}

TEST(CertificateNameTest, AnAlternativeNameIsTheHost) {
  const TestCertificates certificates(
      "DNS:db.example.org,DNS:*.wild.example.org,DNS:*.org,DNS:part*.example.org,DNS:xn--bcher-kva.example.org,"
      "DNS:192.0.2.7,IP:127.0.0.1,IP:2001:db8::1",
      TestCertificates::Validity::Now, QStringLiteral("named.example.org"));
  struct Row {
    const char* host;
    bool expected;
  };
  for (const Row& row :
       {Row{"db.example.org", true}, Row{"DB.Example.ORG", true}, Row{"db.example.org.", true},
        Row{"a.db.example.org", false}, Row{"example.org", false}, Row{"a.wild.example.org", true},
        Row{"a.b.wild.example.org", false}, Row{"wild.example.org", false}, Row{".wild.example.org", false},
        Row{"anything.org", false}, Row{"party.example.org", false}, Row{"bücher.example.org", true},
        Row{"xn--bcher-kva.example.org", true}, Row{"127.0.0.1", true}, Row{"127.0.0.2", false},
        Row{"2001:db8::1", true}, Row{"2001:0db8:0::1", true}, Row{"2001:db8::2", false},
        // An address counts among the addresses alone.
        Row{"192.0.2.7", false},
        // The common name.
        Row{"named.example.org", false}, Row{"", false}}) {
    EXPECT_EQ(isFor(certificates, row.host), row.expected) << row.host;
  }
}

TEST(CertificateNameTest, ACommonNameAloneNamesNoHost) {
  const TestCertificates certificates({}, TestCertificates::Validity::Now, QStringLiteral("db.example.org"));
  EXPECT_FALSE(isFor(certificates, "db.example.org"));
  EXPECT_TRUE(hasNoAlternativeName(QSslCertificate::fromPath(certificates.path("server.pem")).first()));
  const TestCertificates others("DNS:elsewhere.test");
  EXPECT_FALSE(hasNoAlternativeName(QSslCertificate::fromPath(others.path("server.pem")).first()));
}

}  // namespace
}  // namespace courier
