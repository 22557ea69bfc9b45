#include "app/cli/ResultLines.h"

#include <QCoreApplication>
#include <QStringList>

#include "models/targets/OptionKeys.h"

namespace courier {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(ResultLines)
};

QString signInText(const Target& target) {
  const TargetOptions& options = target.options;
  if (!signsIn(target.user, options)) return Text::tr("none");
  switch (options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      return target.secretKey.isEmpty() ? Text::tr("%1, password not known").arg(target.user)
                                        : Text::tr("%1, password in the keychain").arg(target.user);
    case AuthKind::Bearer:
      return Text::tr("bearer token in the keychain");
    case AuthKind::Header:
      return Text::tr("header %1, its value in the keychain").arg(options.authHeader);
  }
  return {};
}

QString bodyText(const BodyOptions& body) {
  if (body == BodyOptions()) return {};
  QStringList parts = {bodyFormatKey(body.format)};
  if (body.gzip) parts += QStringLiteral("gzip");
  if (body.wideIntegersAsStrings) parts += Text::tr("integers beyond 2^53 as strings");
  return parts.join(QStringLiteral(", "));
}

QString proxyText(const ProxyOptions& proxy) {
  switch (proxy.kind) {
    case ProxyKind::System:
      return {};
    case ProxyKind::None:
      return Text::tr("none");
    case ProxyKind::Http:
    case ProxyKind::Socks5:
      break;
  }
  const QString user = proxy.user.isEmpty() ? QString() : proxy.user + QStringLiteral(":•••@");
  return QStringLiteral("%1://%2%3:%4").arg(proxyKindKey(proxy.kind), user, proxy.host).arg(proxy.port);
}

QString tlsText(const TlsOptions& tls) {
  QStringList parts;
  if (!tls.caPem.isEmpty()) parts += Text::tr("a CA of its own");
  if (!tls.clientCertificateFile.isEmpty()) parts += Text::tr("client certificate %1").arg(tls.clientCertificateFile);
  if (!tls.clientKeyFile.isEmpty()) parts += Text::tr("key %1").arg(tls.clientKeyFile);
  if (tls.keyHasPassphrase) parts += Text::tr("passphrase in the keychain");
  if (tls.minimum != TlsMinimum::Tls12) parts += Text::tr("TLS %1 or newer").arg(tlsMinimumKey(tls.minimum));
  return parts.join(QStringLiteral(", "));
}

QString timesText(const TimeOptions& times) {
  if (times == TimeOptions()) return {};
  return Text::tr("connecting %1 s, sending %2 s, answer %3 s, in all %4 s")
      .arg(times.connectS)
      .arg(times.silenceWhileSendingS)
      .arg(times.silenceAfterBodyS)
      .arg(times.totalS);
}

QString guardsText(const GuardOptions& guards) {
  QStringList parts;
  if (guards.holdEmpty) parts += Text::tr("hold without rows");
  if (guards.holdRowChangePercent > 0)
    parts += Text::tr("hold when the rows change by more than %1 %").arg(guards.holdRowChangePercent);
  if (guards.holdColumnsChanged) parts += Text::tr("hold when columns change");
  if (guards.holdTruncated) parts += Text::tr("hold when rows would be cut");
  if (guards.skipUnchanged) parts += Text::tr("skip what is unchanged");
  return parts.join(QStringLiteral(", "));
}

QString keepText(Retention retention) {
  switch (retention) {
    case Retention::Days90:
      return Text::tr("for 90 days");
    case Retention::Days7:
      return Text::tr("for 7 days");
    case Retention::UntilDelivered:
      return Text::tr("until delivered");
  }
  return {};
}

}  // namespace

QVector<QPair<QString, QString>> targetLines(const Target& target) {
  const TargetOptions& options = target.options;
  QVector<QPair<QString, QString>> lines;
  const auto line = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) lines.append({name, value});
  };
  const bool hasPassword = !target.user.isEmpty() && !target.secretKey.isEmpty();
  line(Text::tr("Name"), target.name);
  line(Text::tr("URL"), target.url.addressForPeople(target.user, hasPassword));
  line(Text::tr("Method"), httpMethodName(target.method));
  line(Text::tr("Sign-in"), signInText(target));
  if (options.isSigned) line(Text::tr("Signature"), Text::tr("Standard Webhooks, secret in the keychain"));
  for (const HttpHeader& header : options.headers)
    line(Text::tr("Header"), QStringLiteral("%1: %2").arg(header.name, header.value));
  line(Text::tr("Row cap"), target.rowCap == 0 ? Text::tr("none") : QString::number(target.rowCap));
  line(Text::tr("Body"), bodyText(options.body));
  line(Text::tr("Proxy"), proxyText(options.proxy));
  line(Text::tr("TLS"), tlsText(options.tls));
  line(Text::tr("Limits"), timesText(options.times));
  line(Text::tr("Guards"), guardsText(options.guards));
  line(Text::tr("Bodies"), Text::tr("kept %1").arg(keepText(options.retention)));
  line(Text::tr("State"), targetStateText(target.state));
  line(Text::tr("Reason"), target.stateReason);
  return lines;
}

QString targetStateText(TargetState state) {
  switch (state) {
    case TargetState::Active:
      return Text::tr("active");
    case TargetState::Paused:
      return Text::tr("paused");
    case TargetState::Disabled:
      return Text::tr("disabled");
  }
  return {};
}

}  // namespace courier
