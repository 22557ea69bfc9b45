#include "models/address/TargetOptionsCheck.h"

#include <QCoreApplication>
#include <QSet>
#include <QSslCertificate>
#include <algorithm>

#include "models/address/HostName.h"

namespace courier {
namespace {

constexpr qsizetype longestHeader = 2048;
constexpr qsizetype mostHeaders = 50;
constexpr qsizetype shortestSigningKey = 24;
constexpr qsizetype longestSigningKey = 64;

struct TargetOptionsCheckTr {
  Q_DECLARE_TR_FUNCTIONS(TargetOptions)
};

bool isToken(const QString& text) {
  static const QString marks = QStringLiteral("!#$%&'*+-.^_`|~");
  return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar one) {
    const char16_t code = one.unicode();
    return code < 0x7F && (one.isLetterOrNumber() || marks.contains(one));
  });
}

bool isPrintable(const QString& text) {
  return std::all_of(text.begin(), text.end(), [](QChar one) { return one.unicode() >= 0x20 && one.unicode() < 0x7F; });
}

/// Headers that are the program's or the connection's own, in lower case.
bool isOwnHeader(const QString& lower) {
  static const QSet<QString> own = {
      QStringLiteral("host"),           QStringLiteral("content-length"),    QStringLiteral("content-type"),
      QStringLiteral("content-digest"), QStringLiteral("content-encoding"),  QStringLiteral("transfer-encoding"),
      QStringLiteral("connection"),     QStringLiteral("keep-alive"),        QStringLiteral("te"),
      QStringLiteral("trailer"),        QStringLiteral("upgrade"),           QStringLiteral("expect"),
      QStringLiteral("user-agent"),     QStringLiteral("accept-encoding"),   QStringLiteral("idempotency-key"),
      QStringLiteral("webhook-id"),     QStringLiteral("webhook-timestamp"), QStringLiteral("webhook-signature")};
  return own.contains(lower) || lower.startsWith(QLatin1String("query-courier-")) ||
         lower.startsWith(QLatin1String("proxy-"));
}

Expected<void> checkName(const QString& name) {
  if (!isToken(name)) {
    return Error::invalidInput(TargetOptionsCheckTr::tr(
        "A header's name is made of letters, digits and '-'. Write it as “Name: value”, without spaces before "
        "the colon."));
  }
  if (isOwnHeader(name.toLower())) {
    return Error::invalidInput(
        TargetOptionsCheckTr::tr("The header %1 is set by Query Courier itself. Leave it out.").arg(name));
  }
  return {};
}

Expected<void> checkHeaders(const QVector<HttpHeader>& headers) {
  if (headers.size() > mostHeaders) {
    return Error::invalidInput(TargetOptionsCheckTr::tr("There are %1 further headers. At most %2 can be sent.")
                                   .arg(headers.size())
                                   .arg(mostHeaders));
  }
  QSet<QString> seen;
  for (const HttpHeader& header : headers) {
    if (auto fine = checkHeader(header); !fine) return fine;
    const QString lower = header.name.toLower();
    if (seen.contains(lower))
      return Error::invalidInput(
          TargetOptionsCheckTr::tr("The header %1 is given twice. Leave one out.").arg(header.name));
    seen.insert(lower);
  }
  return {};
}

Expected<void> checkProxy(const ProxyOptions& proxy) {
  const bool isNamed = proxy.kind == ProxyKind::Http || proxy.kind == ProxyKind::Socks5;
  if (!isNamed) {
    if (proxy.host.isEmpty() && proxy.user.isEmpty()) return {};
    return Error::invalidInput(
        TargetOptionsCheckTr::tr("A proxy's address and user go with an HTTP or a SOCKS5 proxy. Choose one of them."));
  }
  if (proxy.host.isEmpty())
    return Error::invalidInput(TargetOptionsCheckTr::tr("The proxy's host is missing: write it as host:port."));
  if (const auto host = canonicalHost(proxy.host.contains(u':') ? u'[' + proxy.host + u']' : proxy.host); !host) {
    return Error::invalidInput(TargetOptionsCheckTr::tr("The proxy's host is wrong: %1").arg(host.error().message));
  }
  if (proxy.port < 1 || proxy.port > 65535) {
    return Error::invalidInput(
        TargetOptionsCheckTr::tr("The proxy's port %1 is out of range (1 to 65535).").arg(proxy.port));
  }
  if (!isPrintable(proxy.user) || proxy.user.contains(u':')) {
    return Error::invalidInput(
        TargetOptionsCheckTr::tr("The proxy's user name holds a ':' or a character that is not ASCII. Take it out."));
  }
  if (proxy.user.contains(u'\\')) {
    return Error::invalidInput(TargetOptionsCheckTr::tr(
        "The proxy's user name names a Windows domain: NTLM sign-in is not supported. Ask for an account with "
        "Basic sign-in, or use a local proxy that signs in by itself."));
  }
  return {};
}

Expected<void> checkTls(const TlsOptions& tls) {
  if (!tls.caPem.isEmpty() && QSslCertificate::fromData(tls.caPem.toLatin1(), QSsl::Pem).isEmpty()) {
    return Error::invalidInput(TargetOptionsCheckTr::tr(
        "The CA file holds no certificate. Choose a PEM file that begins with BEGIN CERTIFICATE."));
  }
  if (tls.clientCertificateFile.isEmpty() && (!tls.clientKeyFile.isEmpty() || tls.keyHasPassphrase)) {
    return Error::invalidInput(TargetOptionsCheckTr::tr(
        "The client certificate's file is missing: a key or its passphrase alone says nothing."));
  }
  return {};
}

Expected<void> checkRange(int value, int least, int most, const QString& part) {
  if (value >= least && value <= most) return {};
  return Error::invalidInput(
      TargetOptionsCheckTr::tr("%1 of %2 is out of range (%3 to %4).").arg(part).arg(value).arg(least).arg(most));
}

Expected<void> checkTimes(const TimeOptions& times) {
  const QString second = TargetOptionsCheckTr::tr("The time limit in seconds");
  for (const int limit : {times.connectS, times.silenceWhileSendingS, times.silenceAfterBodyS}) {
    if (auto fine = checkRange(limit, 1, 3600, second); !fine) return fine;
  }
  return checkRange(times.totalS, 1, 86'400, second);
}

}  // namespace

Expected<void> checkHeader(const HttpHeader& header) {
  if (auto fine = checkName(header.name); !fine) return fine;
  const QString lower = header.name.toLower();
  if (lower == QLatin1String("authorization") || lower == QLatin1String("cookie")) {
    return Error::invalidInput(
        TargetOptionsCheckTr::tr(
            "The header %1 carries a secret, which is not kept among the further headers. Choose the "
            "sign-in “secret header” instead.")
            .arg(header.name));
  }
  if (!isPrintable(header.value) || header.value.size() > longestHeader) {
    return Error::invalidInput(
        TargetOptionsCheckTr::tr(
            "The value of the header %1 holds a character that is not printable ASCII, or more than %2 "
            "of them.")
            .arg(header.name)
            .arg(longestHeader));
  }
  return {};
}

Expected<void> checkAuthHeaderName(const QString& name) {
  if (name.isEmpty())
    return Error::invalidInput(TargetOptionsCheckTr::tr("The secret header's name is missing, for example X-Api-Key."));
  return checkName(name);
}

Expected<void> checkHeaderSecret(const QString& part, const QString& value) {
  if (value.isEmpty()) return Error::invalidInput(TargetOptionsCheckTr::tr("%1 is empty. Enter it.").arg(part));
  if (!isPrintable(value) || value.size() > longestHeader) {
    return Error::invalidInput(
        TargetOptionsCheckTr::tr("%1 holds a character that is not printable ASCII, or more than %2 of them.")
            .arg(part)
            .arg(longestHeader));
  }
  return {};
}

Expected<void> checkSigningSecret(const QString& secret) {
  QByteArray text = secret.toUtf8();
  if (text.startsWith("whsec_")) text = text.mid(6);
  const auto key = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
  if (key && key.decoded.size() >= shortestSigningKey && key.decoded.size() <= longestSigningKey) return {};
  return Error::invalidInput(
      TargetOptionsCheckTr::tr(
          "The signing secret is not one of Standard Webhooks: “whsec_” and base64 of %1 to %2 bytes.")
          .arg(shortestSigningKey)
          .arg(longestSigningKey));
}

Expected<void> checkTargetOptions(const TargetOptions& options) {
  if (options.auth == AuthKind::Header) {
    if (auto fine = checkAuthHeaderName(options.authHeader); !fine) return fine;
  }
  if (auto fine = checkHeaders(options.headers); !fine) return fine;
  if (auto fine = checkProxy(options.proxy); !fine) return fine;
  if (auto fine = checkTls(options.tls); !fine) return fine;
  if (auto fine = checkTimes(options.times); !fine) return fine;
  return checkRange(options.guards.holdRowChangePercent, 0, 1000,
                    TargetOptionsCheckTr::tr("The change of rows in percent"));
}

}  // namespace courier
