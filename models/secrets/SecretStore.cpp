#include "models/secrets/SecretStore.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <array>

namespace courier {

namespace {

struct SecretStoreTr {
  Q_DECLARE_TR_FUNCTIONS(SecretStore)
};

}  // namespace

Secret Secret::ofPassword(const QString& password) {
  return Secret{{{QStringLiteral("password"), password}}};
}

QByteArray Secret::toJson() const {
  QJsonObject object;
  for (auto it = fields.cbegin(); it != fields.cend(); ++it) object.insert(it.key(), it.value());
  return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Expected<Secret> Secret::fromJson(const QByteArray& json) {
  const auto refused = [] {
    return Error::invalidInput(SecretStoreTr::tr("The keychain's item is damaged: enter the password again."));
  };
  const QJsonDocument document = QJsonDocument::fromJson(json);
  if (!document.isObject()) return refused();
  Secret secret;
  const QJsonObject object = document.object();
  for (auto it = object.begin(); it != object.end(); ++it) {
    if (!it.value().isString()) return refused();
    secret.fields.insert(it.key(), it.value().toString());
  }
  return secret;
}

Expected<QByteArray> encodedSecret(const Secret& secret) {
  QByteArray json = secret.toJson();
  if (json.size() > kMaxSecretBytes)
    return Error::invalidInput(
        SecretStoreTr::tr("The password and the other secrets are larger than the %L1 bytes that a "
                          "keychain takes: shorten them.")
            .arg(kMaxSecretBytes));
  return json;
}

QString newSecretKey() {
  std::array<quint32, 4> random{};
  QRandomGenerator::system()->fillRange(random.data(), static_cast<qsizetype>(random.size()));
  QString key;
  for (const quint32 word : random) key += QStringLiteral("%1").arg(word, 8, 16, QLatin1Char('0'));
  return key;
}

}  // namespace courier
