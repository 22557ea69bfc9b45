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
        SecretStoreTr::tr(
            "The password and the other secrets together exceed the %L1 bytes that a keychain takes: shorten them.")
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

SessionSecretStore::SessionSecretStore(Place place, QObject* parent) : SecretStore(parent), m_place(place) {}

QFuture<Expected<Secret>> SessionSecretStore::read(const QString& key) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_secrets.constFind(key);
  if (found != m_secrets.constEnd()) return QtFuture::makeReadyFuture(Expected<Secret>(*found));
  return QtFuture::makeReadyFuture(Expected<Secret>(Error::of(
      ErrorKind::SecretMissing, SecretStoreTr::tr("The password is not known on this computer: enter it again."))));
}

QFuture<Expected<SecretStore::Place>> SessionSecretStore::write(const QString& key, const Secret& secret,
                                                                Fallback fallback) {
  if (m_place == Place::Session && fallback == Fallback::None)
    return QtFuture::makeReadyFuture(Expected<Place>(Error::of(
        ErrorKind::SecretUnavailable, SecretStoreTr::tr("This computer has no keychain to keep the password in."))));
  if (const auto encoded = encodedSecret(secret); !encoded)
    return QtFuture::makeReadyFuture(Expected<Place>(encoded.error()));
  const std::lock_guard lock(m_mutex);
  m_secrets.insert(key, secret);
  return QtFuture::makeReadyFuture(Expected<Place>(m_place));
}

QFuture<Expected<void>> SessionSecretStore::remove(const QString& key) {
  const std::lock_guard lock(m_mutex);
  m_secrets.remove(key);
  return QtFuture::makeReadyFuture(Expected<void>());
}

}  // namespace courier
