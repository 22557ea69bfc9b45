#include "models/http/WebhookSignature.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QMessageAuthenticationCode>
#include <QTemporaryDir>

namespace courier {
namespace {

// The example of the Standard Webhooks specification, version 1.
const QString secret = QStringLiteral("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
const QByteArray id = QByteArrayLiteral("msg_p5jXN8AQM9LWM0D4loKWxJek");
constexpr qint64 timestampS = 1614265330;
const QByteArray published = QByteArrayLiteral("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

QByteArray headerOf(const HeaderList& headers, const QByteArray& name) {
  for (const auto& [one, value] : headers) {
    if (one == name) return value;
  }
  return {};
}

TEST(WebhookSignature, IsThePublishedExamplesByteForByte) {
  WebhookSigner signer(secret, id, timestampS);
  signer.add(R"({"test": 2432232314})");
  EXPECT_EQ(signer.finish(), published);
}

TEST(WebhookSignature, DoesNotDependOnHowTheBodyIsCut) {
  WebhookSigner signer(secret, id, timestampS);
  for (const char byte : std::string_view(R"({"test": 2432232314})")) signer.add({&byte, 1});
  EXPECT_EQ(signer.finish(), published);
}

TEST(WebhookSignature, APrefixIsNoPartOfTheKey) {
  WebhookSigner signer(secret.mid(6), id, timestampS);
  signer.add(R"({"test": 2432232314})");
  EXPECT_EQ(signer.finish(), published);
}

TEST(WebhookSignature, SignsAFileLargerThanABlock) {
  const QTemporaryDir folder;
  const QByteArray body = QByteArray("0123456789").repeated(300'000);
  QFile file(folder.filePath(QStringLiteral("body")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(body);
  file.close();
  const auto headers = webhookHeaders(file.fileName(), secret, id, timestampS);
  ASSERT_TRUE(headers.ok());
  EXPECT_EQ(headerOf(*headers, "webhook-id"), id);
  EXPECT_EQ(headerOf(*headers, "webhook-timestamp"), "1614265330");
  // Qt's own HMAC says the same.
  const QByteArray key = QByteArray::fromBase64(secret.mid(6).toLatin1());
  const QByteArray mac =
      QMessageAuthenticationCode::hash(id + ".1614265330." + body, key, QCryptographicHash::Sha256).toBase64();
  EXPECT_EQ(headerOf(*headers, "webhook-signature"), "v1," + mac);
}

TEST(WebhookSignature, ABodyThatCannotBeReadIsAnError) {
  const QTemporaryDir folder;
  const auto headers = webhookHeaders(folder.filePath(QStringLiteral("gone")), secret, id, timestampS);
  ASSERT_FALSE(headers.ok());
  EXPECT_EQ(headers.error().kind, ErrorKind::Storage);
}

TEST(WebhookSignature, ShowsNoSignatureBeforeThereIsOne) {
  const HeaderList masked = maskedWebhookHeaders(id);
  EXPECT_EQ(masked.size(), 3);
  EXPECT_EQ(headerOf(masked, "webhook-id"), id);
  EXPECT_EQ(headerOf(masked, "webhook-signature"), "v1,\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2");
}

}  // namespace
}  // namespace courier
