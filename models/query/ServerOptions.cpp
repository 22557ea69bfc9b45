#include "models/query/ServerOptions.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>

namespace courier {
namespace {

struct ServerOptionsTr {
  Q_DECLARE_TR_FUNCTIONS(ServerOptions)
};

struct TlsWord {
  TlsMode mode;
  const char* word;
};
constexpr TlsWord kTlsWords[] = {{TlsMode::Off, "off"},         {TlsMode::On, "on"},
                                 {TlsMode::Verify, "verify"},   {TlsMode::Off, "disable"},
                                 {TlsMode::On, "require"},      {TlsMode::Verify, "verify-full"},
                                 {TlsMode::Verify, "verify-ca"}};

QString tlsWord(TlsMode mode) {
  for (const TlsWord& one : kTlsWords) {
    if (one.mode == mode) return QLatin1String(one.word);
  }
  return {};
}

Expected<int> secondsOf(const QString& name, const QString& value, int least, int most) {
  bool isNumber = false;
  const int seconds = value.toInt(&isNumber);
  if (isNumber && seconds >= least && seconds <= most) return seconds;
  return Error::invalidInput(
      ServerOptionsTr::tr("The option %1 takes a number of seconds from %2 to %3.").arg(name).arg(least).arg(most));
}

}  // namespace

TlsMode ServerOptions::tlsFor(const QString& host) const {
  if (tls) return *tls;
  const bool isThisComputer = host.isEmpty() || host.startsWith(QLatin1Char('/')) ||
                              host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 ||
                              QHostAddress(host).isLoopback();
  return isThisComputer ? TlsMode::Off : TlsMode::Verify;
}

Expected<void> ServerOptions::set(const QString& name, const QString& value) {
  if (name == u"tls" || name == u"sslmode") {
    for (const TlsWord& one : kTlsWords) {
      if (value != QLatin1String(one.word)) continue;
      tls = one.mode;
      return {};
    }
    return Error::invalidInput(ServerOptionsTr::tr("The option %1 is off, on or verify.").arg(name));
  }
  if (name == u"ca" || name == u"sslrootcert") {
    caFile = value;
    return {};
  }
  if (name == u"start_sql") {
    startSql = value;
    return {};
  }
  const bool isConnecting = name == u"connect_timeout";
  if (!isConnecting && name != u"time_limit")
    // Neither name nor value are repeated: a password may stand there by mistake.
    return Error::invalidInput(
        ServerOptionsTr::tr("The address has an unknown option. Known are tls, ca, "
                            "connect_timeout, time_limit and start_sql."));
  constexpr int kDay = 86'400;
  const auto seconds = isConnecting ? secondsOf(name, value, 1, 600) : secondsOf(name, value, 0, 7 * kDay);
  if (!seconds) return seconds.error();
  (isConnecting ? connectTimeoutS : timeLimitS) = *seconds;
  return {};
}

QVector<std::pair<QString, QString>> ServerOptions::toPairs() const {
  const ServerOptions defaults;
  QVector<std::pair<QString, QString>> pairs;
  if (tls) pairs.emplace_back(QStringLiteral("tls"), tlsWord(*tls));
  if (!caFile.isEmpty()) pairs.emplace_back(QStringLiteral("ca"), caFile);
  if (connectTimeoutS != defaults.connectTimeoutS)
    pairs.emplace_back(QStringLiteral("connect_timeout"), QString::number(connectTimeoutS));
  if (timeLimitS != defaults.timeLimitS) pairs.emplace_back(QStringLiteral("time_limit"), QString::number(timeLimitS));
  if (!startSql.isEmpty()) pairs.emplace_back(QStringLiteral("start_sql"), startSql);
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
