#include "app/cli/ResultLines.h"

#include <QCoreApplication>
#include <QStringList>

#include "models/address/OptionKeys.h"

namespace courier {

namespace {

struct ResultLinesTr {
  Q_DECLARE_TR_FUNCTIONS(ResultLines)
};

QString signInText(const Target& target) {
  const TargetOptions& options = target.to.options;
  if (!target.to.signsIn()) return ResultLinesTr::tr("none");
  switch (options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      return target.to.secretKey.isEmpty() ? ResultLinesTr::tr("%1, password not known").arg(target.to.user)
                                           : ResultLinesTr::tr("%1, password in the keychain").arg(target.to.user);
    case AuthKind::Bearer:
      return ResultLinesTr::tr("bearer token in the keychain");
    case AuthKind::Header:
      return ResultLinesTr::tr("header %1, its value in the keychain").arg(options.authHeader);
  }
  return {};
}

QString bodyText(const BodyOptions& body) {
  if (body == BodyOptions()) return {};
  QStringList parts = {bodyFormatKey(body.format)};
  if (body.gzip) parts += QStringLiteral("gzip");
  if (body.wideIntegersAsStrings) parts += ResultLinesTr::tr("integers beyond 2^53 as strings");
  return parts.join(QStringLiteral(", "));
}

QString proxyText(const ProxyOptions& proxy) {
  switch (proxy.kind) {
    case ProxyKind::System:
      return {};
    case ProxyKind::None:
      return ResultLinesTr::tr("none");
    case ProxyKind::Http:
    case ProxyKind::Socks5:
      break;
  }
  const QString user = proxy.user.isEmpty() ? QString() : proxy.user + QStringLiteral(":•••@");
  return QStringLiteral("%1://%2%3:%4").arg(proxyKindKey(proxy.kind), user, proxy.host).arg(proxy.port);
}

QString tlsText(const TlsOptions& tls) {
  QStringList parts;
  if (!tls.caPem.isEmpty()) parts += ResultLinesTr::tr("a CA of its own");
  if (!tls.clientCertificateFile.isEmpty())
    parts += ResultLinesTr::tr("client certificate %1").arg(tls.clientCertificateFile);
  if (!tls.clientKeyFile.isEmpty()) parts += ResultLinesTr::tr("key %1").arg(tls.clientKeyFile);
  if (tls.keyHasPassphrase) parts += ResultLinesTr::tr("passphrase in the keychain");
  if (tls.minimum != TlsMinimum::Tls12) parts += ResultLinesTr::tr("TLS %1 or newer").arg(tlsMinimumKey(tls.minimum));
  return parts.join(QStringLiteral(", "));
}

QString timesText(const TimeOptions& times) {
  if (times == TimeOptions()) return {};
  return ResultLinesTr::tr("connecting %1 s, sending %2 s, answer %3 s, in all %4 s")
      .arg(times.connectS)
      .arg(times.silenceWhileSendingS)
      .arg(times.silenceAfterBodyS)
      .arg(times.totalS);
}

QString guardsText(const GuardOptions& guards) {
  QStringList parts;
  if (guards.holdEmpty) parts += ResultLinesTr::tr("hold without rows");
  if (guards.holdRowChangePercent > 0)
    parts += ResultLinesTr::tr("hold when the rows change by more than %1 %").arg(guards.holdRowChangePercent);
  if (guards.holdColumnsChanged) parts += ResultLinesTr::tr("hold when columns change");
  if (guards.holdTruncated) parts += ResultLinesTr::tr("hold when rows would be cut");
  if (guards.skipUnchanged) parts += ResultLinesTr::tr("skip what is unchanged");
  return parts.join(QStringLiteral(", "));
}

QString keepText(Retention retention) {
  switch (retention) {
    case Retention::Days90:
      return ResultLinesTr::tr("for 90 days");
    case Retention::Days7:
      return ResultLinesTr::tr("for 7 days");
    case Retention::UntilDelivered:
      return ResultLinesTr::tr("until delivered");
  }
  return {};
}

}  // namespace

QVector<QPair<QString, QString>> targetLines(const Target& target) {
  const TargetOptions& options = target.to.options;
  QVector<QPair<QString, QString>> lines;
  const auto line = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) lines.append({name, value});
  };
  const bool hasPassword = !target.to.user.isEmpty() && !target.to.secretKey.isEmpty();
  line(ResultLinesTr::tr("Name"), target.name);
  line(ResultLinesTr::tr("URL"), target.to.url.addressForPeople(target.to.user, hasPassword));
  line(ResultLinesTr::tr("Method"), httpMethodName(target.to.method));
  line(ResultLinesTr::tr("Sign-in"), signInText(target));
  if (options.isSigned)
    line(ResultLinesTr::tr("Signature"), ResultLinesTr::tr("Standard Webhooks, secret in the keychain"));
  for (const HttpHeader& header : options.headers)
    line(ResultLinesTr::tr("Header"), QStringLiteral("%1: %2").arg(header.name, header.value));
  line(ResultLinesTr::tr("Row cap"),
       target.to.rowCap == 0 ? ResultLinesTr::tr("none") : QString::number(target.to.rowCap));
  line(ResultLinesTr::tr("Body"), bodyText(options.body));
  line(ResultLinesTr::tr("Proxy"), proxyText(options.proxy));
  line(ResultLinesTr::tr("TLS"), tlsText(options.tls));
  line(ResultLinesTr::tr("Limits"), timesText(options.times));
  line(ResultLinesTr::tr("Guards"), guardsText(options.guards));
  line(ResultLinesTr::tr("Bodies"), ResultLinesTr::tr("kept %1").arg(keepText(options.retention)));
  line(ResultLinesTr::tr("State"), targetStateText(target.state));
  line(ResultLinesTr::tr("Reason"), target.stateReason);
  return lines;
}

QString targetStateText(TargetState state) {
  switch (state) {
    case TargetState::Active:
      return ResultLinesTr::tr("active");
    case TargetState::Paused:
      return ResultLinesTr::tr("paused");
    case TargetState::Disabled:
      return ResultLinesTr::tr("disabled");
  }
  return {};
}

}  // namespace courier
