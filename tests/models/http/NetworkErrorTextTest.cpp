#include "models/http/NetworkErrorText.h"

#include <gtest/gtest.h>

#include <QMetaEnum>

namespace courier {
namespace {

TEST(NetworkErrorText, EveryErrorHasWordsWithoutAddresses) {
  const auto errors = QMetaEnum::fromType<QNetworkReply::NetworkError>();
  for (int i = 0; i < errors.keyCount(); ++i) {
    const QString text = networkErrorText(static_cast<QNetworkReply::NetworkError>(errors.value(i)));
    EXPECT_FALSE(text.isEmpty()) << errors.key(i);
    EXPECT_FALSE(text.contains(u"http://")) << errors.key(i);
  }
  EXPECT_EQ(networkErrorText(QNetworkReply::ConnectionRefusedError), QStringLiteral("connection refused"));
  EXPECT_EQ(networkErrorText(QNetworkReply::HostNotFoundError), QStringLiteral("host name not found"));
}

TEST(NetworkErrorText, CertificateFaults) {
  const auto text = [](std::initializer_list<QSslError::SslError> errors) {
    QList<QSslError> list;
    for (const auto error : errors) list.append(QSslError(error));
    return certificateErrorText(list);
  };
  EXPECT_EQ(text({}), QString());
  EXPECT_EQ(text({QSslError::SelfSignedCertificate}), QString());
  EXPECT_EQ(text({QSslError::UnableToGetLocalIssuerCertificate, QSslError::UnableToVerifyFirstCertificate}), QString());
  EXPECT_EQ(text({QSslError::HostNameMismatch, QSslError::SelfSignedCertificate}), QString());
  EXPECT_EQ(text({QSslError::CertificateExpired}), QStringLiteral("it has expired"));
  EXPECT_EQ(text({QSslError::HostNameMismatch}), QStringLiteral("it belongs to another host name"));
  EXPECT_EQ(text({QSslError::CertificateRevoked}), QStringLiteral("it was revoked"));
  EXPECT_EQ(text({QSslError::InvalidPurpose}), QStringLiteral("it is not valid"));
}

}  // namespace
}  // namespace courier
