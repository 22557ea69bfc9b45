#include "models/query/ServerOptions.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include "models/address/TargetOptions.h"
#include "models/query/ServerOptionTable.h"

namespace courier {
namespace {

struct ServerOptionsTr {
  Q_DECLARE_TR_FUNCTIONS(ServerOptions)
};

struct Alias {
  const char* theirs;
  const char* ours;
};
/// PostgreSQL's own words for what has another name here.
constexpr Alias kNames[] = {{"sslmode", "tls"}, {"sslrootcert", "ca"}};
constexpr Alias kTlsModes[] = {
    {"disable", "off"}, {"require", "on"}, {"verify-full", "verify"}, {"verify-ca", "verify"}};

template <size_t n>
QString ours(const Alias (&table)[n], const QString& word) {
  for (const Alias& one : table) {
    if (word == QLatin1String(one.theirs)) return QLatin1String(one.ours);
  }
  return word;
}

}  // namespace

bool isThisComputer(const QString& host) {
  return host.isEmpty() || host.startsWith(QLatin1Char('/')) ||
         host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

Expected<void> checkServerOptions(const ServerOptions& options) {
  // What a target's way to its server may have is what a connection's may.
  TargetOptions same;
  same.proxy = options.proxy;
  same.tls.clientCertificateFile = options.clientCertificateFile;
  same.tls.clientKeyFile = options.clientKeyFile;
  same.tls.keyHasPassphrase = options.keyHasPassphrase;
  return checkTargetOptions(same);
}

TlsMode ServerOptions::tlsFor(const QString& host) const {
  return tls.value_or(isThisComputer(host) ? TlsMode::Off : TlsMode::Verify);
}

Expected<void> ServerOptions::set(const QString& name, const QString& value) {
  const ServerOption* option = serverOption(ours(kNames, name));
  if (!option) {
    QStringList keys;
    for (const ServerOption& one : serverOptionTable()) keys += QString::fromLatin1(one.key);
    return Error::invalidInput(
        ServerOptionsTr::tr("The address has an unknown option. Known are %1.").arg(keys.join(QStringLiteral(", "))));
  }
  const bool isTls = option->id == ServerOptionId::Tls;
  if (option->setText(*this, isTls ? ours(kTlsModes, value) : value)) return {};
  return option->refusal(name);
}

QVector<std::pair<QString, QString>> ServerOptions::toPairs() const {
  const ServerOptions defaults;
  QVector<std::pair<QString, QString>> pairs;
  for (const ServerOption& option : serverOptionTable()) {
    const QString text = option.text(*this);
    if (text != option.text(defaults)) pairs.emplace_back(QLatin1String(option.key), text);
  }
  return pairs;
}

QString ServerOptions::toJson() const {
  QJsonObject object;
  for (const auto& [name, value] : toPairs()) object.insert(name, value);
  return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

ServerOptions ServerOptions::fromJson(const QString& json) {
  ServerOptions options;
  const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
  for (auto entry = object.begin(); entry != object.end(); ++entry)
    (void)options.set(entry.key(), entry.value().toString());
  return options;
}

}  // namespace courier
