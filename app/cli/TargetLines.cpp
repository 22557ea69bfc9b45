#include "app/cli/TargetLines.h"

#include <QCoreApplication>
#include <QStringList>

#include "models/address/OptionKeys.h"

namespace courier {

namespace {

struct TargetLinesTr {
  Q_DECLARE_TR_FUNCTIONS(TargetLines)
};

QString signInText(const Target& target) {
  const TargetOptions& options = target.to.options;
  if (!target.to.signsIn()) return TargetLinesTr::tr("none");
  switch (options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      return target.to.secretKey.isEmpty() ? TargetLinesTr::tr("%1, password not known").arg(target.to.user)
                                           : TargetLinesTr::tr("%1, password in the keychain").arg(target.to.user);
    case AuthKind::Bearer:
      return TargetLinesTr::tr("bearer token in the keychain");
    case AuthKind::Header:
      return TargetLinesTr::tr("header %1, its value in the keychain").arg(options.authHeader);
  }
  return {};
}

QString bodyText(const BodyOptions& body) {
  if (body == BodyOptions()) return {};
  QStringList parts = {bodyFormatKey(body.format)};
  if (body.gzip) parts += QStringLiteral("gzip");
  if (body.wideIntegersAsStrings) parts += TargetLinesTr::tr("integers beyond 2^53 as strings");
  return parts.join(QStringLiteral(", "));
}

QString proxyText(const ProxyOptions& proxy) {
  switch (proxy.kind) {
    case ProxyKind::System:
      return {};
    case ProxyKind::None:
      return TargetLinesTr::tr("none");
    case ProxyKind::Http:
    case ProxyKind::Socks5:
      break;
  }
  const QString user = proxy.user.isEmpty() ? QString() : proxy.user + QStringLiteral(":•••@");
  return QStringLiteral("%1://%2%3:%4").arg(proxyKindKey(proxy.kind), user, proxy.host).arg(proxy.port);
}

QString tlsText(const TlsOptions& tls) {
  QStringList parts;
  if (!tls.caPem.isEmpty()) parts += TargetLinesTr::tr("a CA of its own");
  if (!tls.clientCertificateFile.isEmpty())
    parts += TargetLinesTr::tr("client certificate %1").arg(tls.clientCertificateFile);
  if (!tls.clientKeyFile.isEmpty()) parts += TargetLinesTr::tr("key %1").arg(tls.clientKeyFile);
  if (tls.keyHasPassphrase) parts += TargetLinesTr::tr("passphrase in the keychain");
  if (tls.minimum != TlsMinimum::Tls12) parts += TargetLinesTr::tr("TLS %1 or newer").arg(tlsMinimumKey(tls.minimum));
  return parts.join(QStringLiteral(", "));
}

QString timesText(const TimeOptions& times) {
  if (times == TimeOptions()) return {};
  return TargetLinesTr::tr("connecting %1 s, sending %2 s, answer %3 s, in all %4 s")
      .arg(times.connectS)
      .arg(times.silenceWhileSendingS)
      .arg(times.silenceAfterBodyS)
      .arg(times.totalS);
}

QString guardsText(const GuardOptions& guards) {
  QStringList parts;
  if (guards.holdEmpty) parts += TargetLinesTr::tr("hold without rows");
  if (guards.holdRowChangePercent > 0)
    parts += TargetLinesTr::tr("hold when the rows change by more than %1 %").arg(guards.holdRowChangePercent);
  if (guards.holdColumnsChanged) parts += TargetLinesTr::tr("hold when columns change");
  if (guards.holdTruncated) parts += TargetLinesTr::tr("hold when rows would be cut");
  if (guards.skipUnchanged) parts += TargetLinesTr::tr("skip what is unchanged");
  return parts.join(QStringLiteral(", "));
}

QString keepText(Retention retention) {
  switch (retention) {
    case Retention::Days90:
      return TargetLinesTr::tr("for 90 days");
    case Retention::Days7:
      return TargetLinesTr::tr("for 7 days");
    case Retention::UntilDelivered:
      return TargetLinesTr::tr("until delivered");
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
  line(TargetLinesTr::tr("Name"), target.name);
  line(TargetLinesTr::tr("URL"), target.to.url.addressForPeople(target.to.user, hasPassword));
  line(TargetLinesTr::tr("Method"), httpMethodName(target.to.method));
  line(TargetLinesTr::tr("Sign-in"), signInText(target));
  if (options.isSigned)
    line(TargetLinesTr::tr("Signature"), TargetLinesTr::tr("Standard Webhooks, secret in the keychain"));
  for (const HttpHeader& header : options.headers)
    line(TargetLinesTr::tr("Header"), QStringLiteral("%1: %2").arg(header.name, header.value));
  line(TargetLinesTr::tr("Row cap"),
       target.to.rowCap == 0 ? TargetLinesTr::tr("none") : QString::number(target.to.rowCap));
  line(TargetLinesTr::tr("Body"), bodyText(options.body));
  line(TargetLinesTr::tr("Proxy"), proxyText(options.proxy));
  line(TargetLinesTr::tr("TLS"), tlsText(options.tls));
  line(TargetLinesTr::tr("Limits"), timesText(options.times));
  line(TargetLinesTr::tr("Guards"), guardsText(options.guards));
  line(TargetLinesTr::tr("Bodies"), TargetLinesTr::tr("kept %1").arg(keepText(options.retention)));
  line(TargetLinesTr::tr("State"), targetStateText(target.state));
  line(TargetLinesTr::tr("Reason"), target.stateReason);
  return lines;
}

QString targetStateText(TargetState state) {
  switch (state) {
    case TargetState::Active:
      return TargetLinesTr::tr("active");
    case TargetState::Paused:
      return TargetLinesTr::tr("paused");
    case TargetState::Disabled:
      return TargetLinesTr::tr("disabled");
  }
  return {};
}

}  // namespace courier
