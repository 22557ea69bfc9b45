#include "models/address/TargetOptions.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QSslCertificate>
#include <algorithm>

#include "models/address/HostName.h"
#include "models/address/TargetOptionTable.h"

namespace courier {
namespace {

constexpr qsizetype longestHeader = 2048;
constexpr qint64 largestCaFile = qint64{1} << 20;
constexpr qsizetype mostHeaders = 50;
constexpr qsizetype shortestSigningKey = 24;
constexpr qsizetype longestSigningKey = 64;

struct TargetOptionsTr {
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
    return Error::invalidInput(
        TargetOptionsTr::tr("A header's name may contain only letters, digits and '-'. Write it as “Name: value”, "
                            "without spaces before the colon."));
  }
  if (isOwnHeader(name.toLower())) {
    return Error::invalidInput(TargetOptionsTr::tr("Query Courier sets the header %1 itself. Leave it out.").arg(name));
  }
  return {};
}

Expected<void> checkHeaders(const QVector<HttpHeader>& headers) {
  if (headers.size() > mostHeaders) {
    return Error::invalidInput(TargetOptionsTr::tr("There are %1 extra headers. At most %2 can be sent.")
                                   .arg(headers.size())
                                   .arg(mostHeaders));
  }
  QSet<QString> seen;
  for (const HttpHeader& header : headers) {
    if (auto fine = checkHeader(header); !fine) return fine;
    const QString lower = header.name.toLower();
    if (seen.contains(lower))
      return Error::invalidInput(TargetOptionsTr::tr("The header %1 is given twice. Leave one out.").arg(header.name));
    seen.insert(lower);
  }
  return {};
}

Expected<void> checkTls(const TlsOptions& tls) {
  if (!tls.caPem.isEmpty() && QSslCertificate::fromData(tls.caPem.toLatin1(), QSsl::Pem).isEmpty()) {
    return Error::invalidInput(TargetOptionsTr::tr(
        "The CA file contains no certificate. Choose a PEM file that begins with BEGIN CERTIFICATE."));
  }
  if (tls.clientCertificateFile.isEmpty() && (!tls.clientKeyFile.isEmpty() || tls.keyHasPassphrase)) {
    return Error::invalidInput(TargetOptionsTr::tr(
        "The client certificate's file is missing: a key or its passphrase is of no use without it."));
  }
  return {};
}

/// Every number but the proxy's port, which matters only where there is a proxy.
Expected<void> checkNumbers(const TargetOptions& options) {
  Destination to;
  to.options = options;
  for (const TargetOption& option : targetOptionTable()) {
    if (option.kind != OptionKind::Number || option.id == OptionId::ProxyPort) continue;
    if (const qint64 value = option.value(to); !option.isInRange(value)) {
      return Error::invalidInput(TargetOptionsTr::tr("%1: %2 is out of range (%3 to %4).")
                                     .arg(option.nameText())
                                     .arg(value)
                                     .arg(option.least)
                                     .arg(option.most));
    }
  }
  return {};
}

/// An option's value as it is stored.
QJsonValue storedValue(const TargetOption& option, const Destination& to) {
  switch (option.kind) {
    case OptionKind::YesNo:
      return option.value(to) != 0;
    case OptionKind::Number:
      return option.value(to);
    case OptionKind::Choice:
      if (const OptionChoice* choice = option.choice(option.value(to))) return QLatin1String(choice->key);
      return {};
    case OptionKind::Text:
    case OptionKind::Lines:
    case OptionKind::Certificates:
    case OptionKind::File:
      return option.string(to);
    case OptionKind::Headers:
      break;
  }
  QJsonArray list;
  for (const HttpHeader& header : to.options.headers) list.append(QJsonArray{header.name, header.value});
  return list;
}

/// Takes a stored value; what is not there, or of another kind, leaves the option alone.
void takeStored(const TargetOption& option, const QJsonValue& stored, Destination& to) {
  switch (option.kind) {
    case OptionKind::YesNo:
      return option.setValue(to, stored.toBool(option.value(to) != 0) ? 1 : 0);
    case OptionKind::Number:
      return option.setValue(to, stored.toInt(static_cast<int>(option.value(to))));
    case OptionKind::Choice:
      if (const OptionChoice* choice = option.choice(stored.toString())) option.setValue(to, choice->value);
      return;
    case OptionKind::Text:
    case OptionKind::Lines:
    case OptionKind::Certificates:
    case OptionKind::File:
      return option.setString(to, stored.toString(option.string(to)));
    case OptionKind::Headers:
      break;
  }
  for (const QJsonValue& header : stored.toArray())
    to.options.headers.append({header.toArray().at(0).toString(), header.toArray().at(1).toString()});
}

}  // namespace

TargetOptions TargetOptions::withConnectionOf(const TargetOptions& present) const {
  TargetOptions options = *this;
  options.auth = present.auth;
  options.authHeader = present.authHeader;
  options.isSigned = present.isSigned;
  options.proxy = present.proxy;
  options.tls = present.tls;
  options.times = present.times;
  return options;
}

QString TargetOptions::toJson() const {
  static const Destination usual;
  Destination to;
  to.options = *this;
  QJsonObject all;
  for (const TargetOption& option : targetOptionTable()) {
    if (!option.isStored()) continue;
    const QJsonValue value = storedValue(option, to);
    if (value == storedValue(option, usual)) continue;
    if (*option.part == '\0') {
      all.insert(QLatin1String(option.key), value);
    } else {
      QJsonObject part = all.value(QLatin1String(option.part)).toObject();
      part.insert(QLatin1String(option.key), value);
      all.insert(QLatin1String(option.part), part);
    }
  }
  return QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact));
}

TargetOptions TargetOptions::fromJson(const QString& json) {
  const QJsonObject all = QJsonDocument::fromJson(json.toUtf8()).object();
  Destination to;
  for (const TargetOption& option : targetOptionTable()) {
    if (!option.isStored()) continue;
    const QJsonObject part = *option.part == '\0' ? all : all.value(QLatin1String(option.part)).toObject();
    takeStored(option, part.value(QLatin1String(option.key)), to);
  }
  return to.options;
}

Expected<void> checkHeader(const HttpHeader& header) {
  if (auto fine = checkName(header.name); !fine) return fine;
  const QString lower = header.name.toLower();
  if (lower == QLatin1String("authorization") || lower == QLatin1String("cookie")) {
    return Error::invalidInput(TargetOptionsTr::tr("The header %1 carries a secret, and extra headers are not stored "
                                                   "as secrets. Sign in with a secret header instead.")
                                   .arg(header.name));
  }
  if (!isPrintable(header.value) || header.value.size() > longestHeader) {
    return Error::invalidInput(TargetOptionsTr::tr("The value of the header %1 contains a character that is not "
                                                   "printable ASCII, or is longer than %2 characters.")
                                   .arg(header.name)
                                   .arg(longestHeader));
  }
  return {};
}

Expected<void> checkAuthHeaderName(const QString& name) {
  if (name.isEmpty())
    return Error::invalidInput(
        TargetOptionsTr::tr("The secret header's name is missing: enter one such as X-Api-Key."));
  return checkName(name);
}

Expected<void> checkHeaderSecret(const QString& part, const QString& value) {
  if (value.isEmpty()) return Error::invalidInput(TargetOptionsTr::tr("%1 is empty. Enter it.").arg(part));
  if (!isPrintable(value) || value.size() > longestHeader) {
    return Error::invalidInput(
        TargetOptionsTr::tr("%1 contains a character that is not printable ASCII, or is longer than %2 characters.")
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
      TargetOptionsTr::tr(
          "The signing secret does not follow Standard Webhooks: write “whsec_” and the base64 of %1 to %2 bytes.")
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
  return checkNumbers(options);
}

Expected<QString> readCertificates(const QString& path) {
  QFile file(path);
  if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly) || file.size() > largestCaFile)
    return Error::invalidInput(
        TargetOptionsTr::tr("The CA file cannot be read, or is larger than 1 MB. Choose a PEM file."));
  TlsOptions alone;
  alone.caPem = QString::fromLatin1(file.readAll());
  if (alone.caPem.trimmed().isEmpty())
    return Error::invalidInput(TargetOptionsTr::tr("The CA file is empty. Choose a PEM file."));
  if (const auto fine = checkTls(alone); !fine) return fine.error();
  return alone.caPem;
}

}  // namespace courier
