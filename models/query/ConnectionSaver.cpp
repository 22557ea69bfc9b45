#include "models/query/ConnectionSaver.h"

#include <QCoreApplication>
#include <algorithm>
#include <utility>

#include "models/address/TargetOptions.h"
#include "models/base/WhenDone.h"
#include "models/secrets/SecretFields.h"

namespace courier {
namespace {

struct ConnectionSaverTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionSaver)
};

/// Trino's protocol carries passwords and tokens as they are: over HTTPS alone, also on this computer.
bool isReadableByOthers(const Connection& connection) {
  return connection.engine == Engine::Trino && tlsOf(connection) == TlsMode::Off;
}

/// Whether the password of one is of use to the other: a password is no token, and neither is a key.
bool keepsPassword(const Connection& now, const Connection& before) {
  return passwordKind(now) == passwordKind(before);
}

Error missing(const QString& field, const QString& message) {
  return Error::of(ErrorKind::SecretMissing, message, field);
}

/// Whether the secrets are those that the connection needs, and may be sent.
Expected<void> checkSecret(const Connection& connection, const Secret& item) {
  const PasswordKind kind = passwordKind(connection);
  const bool hasPassword = !item.password().isEmpty();
  const auto lacks = [&](bool needs, const QString& field) { return needs && !item.fields.contains(field); };
  if (kind == PasswordKind::ApiKey && !hasPassword)
    return missing(secretfields::password, ConnectionSaverTr::tr("The API key is missing. Enter it."));
  if (kind == PasswordKind::Token && !hasPassword)
    return missing(secretfields::password, ConnectionSaverTr::tr("The token is missing. Enter it."));
  if (lacks(connection.server.keyHasPassphrase, secretfields::keyPassphrase))
    return missing(secretfields::keyPassphrase, ConnectionSaverTr::tr("The key's passphrase is missing. Enter it."));
  if (lacks(!connection.server.proxy.user.isEmpty(), secretfields::proxyPassword))
    return missing(secretfields::proxyPassword, ConnectionSaverTr::tr("The proxy's password is missing. Enter it."));
  if (kind != PasswordKind::Password) {
    const QString part =
        kind == PasswordKind::Token ? ConnectionSaverTr::tr("The token") : ConnectionSaverTr::tr("The API key");
    if (auto fine = checkHeaderSecret(part, item.password()); !fine) return fine;
  }
  if (!hasPassword || connection.engine != Engine::Trino) return {};
  if (isReadableByOthers(connection))
    return Error::invalidInput(
        ConnectionSaverTr::tr("A password or token is sent over HTTPS only. Turn TLS on and verified, or sign in "
                              "without a password."));
  if (kind == PasswordKind::Password && connection.user.isEmpty())
    return Error::invalidInput(
        ConnectionSaverTr::tr("There is a password but no user name. Give both, or leave the password out."));
  if (kind == PasswordKind::Password && connection.user.contains(u':'))
    return Error::invalidInput(
        ConnectionSaverTr::tr("The user name contains a “:”, which cannot be sent with a password. Check the name."));
  return {};
}

}  // namespace

QFuture<Expected<Secret>> connectionSecret(const Connection& connection, SecretStore& secrets) {
  if (connection.secretKey.isEmpty()) return doneWith<Secret>(Secret());
  return secrets.read(connection.secretKey);
}

DatabaseAccess accessTo(const Connection& connection, const Secret& secret) {
  DatabaseAccess access = {connection, secret.password(), secret.fields.value(secretfields::keyPassphrase),
                           secret.fields.value(secretfields::proxyPassword)};
  access.connection.secretKey.clear();
  return access;
}

bool lacksSecrets(const DatabaseAccess& access) {
  if (access.connection.secretKey.isEmpty()) return false;
  const ServerOptions& options = access.connection.server;
  return access.password.isEmpty() || (options.keyHasPassphrase && access.keyPassphrase.isEmpty()) ||
         (!options.proxy.user.isEmpty() && access.proxyPassword.isEmpty());
}

DatabaseAccess withSecrets(const DatabaseAccess& access, const Secret& secret) {
  DatabaseAccess whole = accessTo(access.connection, secret);
  if (!access.password.isEmpty()) whole.password = access.password;
  if (!access.keyPassphrase.isEmpty()) whole.keyPassphrase = access.keyPassphrase;
  if (!access.proxyPassword.isEmpty()) whole.proxyPassword = access.proxyPassword;
  return whole;
}

QStringList connectionSecretFields(const Connection& connection) {
  QStringList fields;
  if (signsIn(connection.engine)) fields += secretfields::password;
  if (connection.server.keyHasPassphrase) fields += secretfields::keyPassphrase;
  if (!connection.server.proxy.user.isEmpty()) fields += secretfields::proxyPassword;
  return fields;
}

ConnectionSaver::ConnectionSaver(ConnectionStore& connections, SecretStore& secrets, QObject* parent)
    : QObject(parent), m_connections(connections), m_secrets(secrets) {}

QFuture<Expected<ConnectionId>> ConnectionSaver::create(const Connection& connection, const GivenSecrets& secrets,
                                                        SecretStore::Fallback fallback) {
  return compose({connection, secrets, fallback, {}});
}

QFuture<Expected<void>> ConnectionSaver::update(const Connection& connection, const GivenSecrets& secrets,
                                                SecretStore::Fallback fallback) {
  auto saving = andThen(m_connections.find(connection.id), this,
                        [this, work = Work{connection, secrets, fallback, {}}](const Connection& before) {
                          Work further = work;
                          further.before = before;
                          return compose(further);
                        });
  return andThen(std::move(saving), this, [](ConnectionId) { return Expected<void>(); });
}

ConnectionSaver::Saving ConnectionSaver::compose(const Work& work) {
  if (auto fine = checkConnection(work.connection); !fine) return doneWith<ConnectionId>(fine.error());
  const QStringList fields = connectionSecretFields(work.connection);
  const auto isGiven = [&](const QString& field) { return work.given.contains(field); };
  const QString key = work.before ? work.before->secretKey : QString();
  if (key.isEmpty() || std::all_of(fields.begin(), fields.end(), isGiven)) return writeItem(work, {});
  // The keychain is asked only where what is in it matters: a connection can be renamed while that is locked.
  const bool stays = std::none_of(fields.begin(), fields.end(), isGiven) && !isReadableByOthers(work.connection) &&
                     fields == connectionSecretFields(*work.before) && keepsPassword(work.connection, *work.before);
  if (stays) return writeRow(work, key);
  auto stored = inEitherCase(m_secrets.read(key), this, [](const Expected<Secret>& read) {
    // An item that is gone can be entered anew.
    const bool isGone = !read && read.error().kind == ErrorKind::SecretMissing;
    return isGone ? Expected<Secret>(Secret()) : read;
  });
  return andThen(std::move(stored), this, [this, work](const Secret& secret) { return writeItem(work, secret); });
}

ConnectionSaver::Saving ConnectionSaver::writeItem(const Work& work, const Secret& stored) {
  Secret item;
  for (const QString& field : connectionSecretFields(work.connection)) {
    const bool stays = field != secretfields::password || !work.before || keepsPassword(work.connection, *work.before);
    const QString value = work.given.value(field, stays ? stored.fields.value(field) : QString());
    if (!value.isEmpty()) item.fields.insert(field, value);
  }
  if (auto fine = checkSecret(work.connection, item); !fine) return doneWith<ConnectionId>(fine.error());
  if (item.fields.isEmpty()) return writeRow(work, {});
  if (work.before && item == stored) return writeRow(work, work.before->secretKey);
  const QString key = newSecretKey();
  return andThen(m_secrets.write(key, item, work.fallback), this,
                 [this, work, key](SecretStore::Place) { return writeRow(work, key); });
}

ConnectionSaver::Saving ConnectionSaver::writeRow(const Work& work, const QString& key) {
  Connection connection = work.connection;
  connection.secretKey = key;
  auto written = work.before ? andThen(m_connections.update(connection), this, [id = connection.id] { return id; })
                             : m_connections.create(connection);
  const QString oldKey = work.before ? work.before->secretKey : QString();
  return inEitherCase(std::move(written), this, [this, key, oldKey](const Expected<ConnectionId>& id) {
    const QString& unused = id ? oldKey : key;
    if (!unused.isEmpty() && key != oldKey) (void)m_secrets.remove(unused);
    return id;
  });
}

QFuture<Expected<ConnectionId>> ConnectionSaver::duplicate(const Connection& connection, const QString& name) {
  Connection copy = connection;
  copy.id = {};
  copy.name = name;
  return andThen(connectionSecret(connection, m_secrets), this, [this, copy](const Secret& secret) {
    const auto fallback =
        m_secrets.place() == SecretStore::Place::Session ? SecretStore::Fallback::Session : SecretStore::Fallback::None;
    return create(copy, secret.fields, fallback);
  });
}

QFuture<Expected<void>> ConnectionSaver::remove(const Connection& connection) {
  return andThen(m_connections.remove(connection.id), this, [this, key = connection.secretKey]() {
    return key.isEmpty() ? doneWith<void>(Expected<void>()) : m_secrets.remove(key);
  });
}

}  // namespace courier
