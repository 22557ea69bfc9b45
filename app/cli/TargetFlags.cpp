#include "app/cli/TargetFlags.h"

#include <QFileInfo>
#include <QUrl>
#include <limits>

#include "models/address/OptionKeys.h"

namespace courier {

namespace {

constexpr qint64 largestCaFile = qint64{1} << 20;
constexpr int longestSeconds = 86'400;

struct TargetFlagsTr {
  Q_DECLARE_TR_FUNCTIONS(TargetFlags)
};

OptionSpec flag(const char* name, const QString& value, const QString& help) {
  return {{},
          QString::fromLatin1(name),
          value.isEmpty() ? OptionSpec::Value::None : OptionSpec::Value::Required,
          value,
          help};
}

Error notOneOf(const QString& name, const QString& words, const QString& given) {
  return Error::invalidInput(TargetFlagsTr::tr("Option --%1 wants %2, not \"%3\".").arg(name, words, given));
}

Expected<void> takeYesNo(const Arguments& arguments, const QString& name, bool& into) {
  if (!arguments.has(name)) return {};
  const QString word = arguments.value(name).toLower();
  if (word != u"yes" && word != u"no") return notOneOf(name, QStringLiteral("yes|no"), word);
  into = word == u"yes";
  return {};
}

Expected<void> takeNumber(const Arguments& arguments, const QString& name, int least, int most, int& into) {
  const auto number = arguments.number(name, into, least, most);
  if (!number) return number.error();
  into = static_cast<int>(*number);
  return {};
}

/// A word of one of the tables in OptionKeys.h.
template <class Value>
Expected<void> takeKey(const Arguments& arguments, const QString& name, const QString& words,
                       std::optional<Value> (*fromKey)(const QString&), Value& into) {
  if (!arguments.has(name)) return {};
  const QString word = arguments.value(name).toLower();
  const auto value = fromKey(word);
  if (!value) return notOneOf(name, words, word);
  into = *value;
  return {};
}

Expected<void> takeHeaders(const Arguments& arguments, QVector<HttpHeader>& into) {
  if (arguments.has(QStringLiteral("no-headers"))) into.clear();
  if (!arguments.has(QStringLiteral("header"))) return {};
  into.clear();
  for (const QString& words : arguments.values(QStringLiteral("header"))) {
    const qsizetype colon = words.indexOf(u':');
    if (colon < 0)
      return Error::invalidInput(TargetFlagsTr::tr("Option --header wants \"Name: value\", not \"%1\".").arg(words));
    into.append({words.left(colon), words.mid(colon + 1).trimmed()});
  }
  return {};
}

/// "system", "none", "http://[user@]host:port" or "socks5://[user@]host:port".
Expected<void> takeProxy(const Arguments& arguments, ProxyOptions& into) {
  if (!arguments.has(QStringLiteral("proxy"))) return {};
  const QString words = arguments.value(QStringLiteral("proxy"));
  ProxyOptions proxy;
  if (const auto plain = proxyKindFromKey(words.toLower());
      plain && (*plain == ProxyKind::System || *plain == ProxyKind::None)) {
    proxy.kind = *plain;
    into = proxy;
    return {};
  }
  const QUrl url(words, QUrl::StrictMode);
  const auto kind = proxyKindFromKey(url.scheme().toLower());
  if (!url.isValid() || !kind || url.host().isEmpty() || url.port() < 0) {
    return Error::invalidInput(
        TargetFlagsTr::tr("Option --proxy wants system, none, http://[USER@]HOST:PORT or socks5://[USER@]HOST:PORT."));
  }
  if (!url.password().isEmpty()) {
    return Error::invalidInput(
        TargetFlagsTr::tr("The proxy's password does not belong into --proxy: leave it out and add --proxy-password."));
  }
  proxy.kind = *kind;
  proxy.host = url.host();
  proxy.port = url.port();
  proxy.user = url.userName(QUrl::FullyDecoded);
  into = proxy;
  return {};
}

/// A file that is there, by its whole path; "" for "none".
Expected<QString> fileNamed(const Arguments& arguments, const QString& name) {
  const QString given = arguments.value(name);
  if (given == u"none") return QString();
  const QFileInfo file(given);
  if (!file.isFile() || !file.isReadable())
    return Error::invalidInput(
        TargetFlagsTr::tr("The file \"%1\" of --%2 cannot be read. Check its path.").arg(given, name));
  return file.absoluteFilePath();
}

Expected<void> takeTls(const Arguments& arguments, TlsOptions& tls) {
  if (arguments.has(QStringLiteral("ca"))) {
    const auto path = fileNamed(arguments, QStringLiteral("ca"));
    if (!path) return path.error();
    tls.caPem.clear();
    if (!path->isEmpty()) {
      QFile file(*path);
      if (!file.open(QIODevice::ReadOnly) || file.size() > largestCaFile)
        return Error::invalidInput(
            TargetFlagsTr::tr("The CA file cannot be read, or is larger than 1 MB. Choose a PEM file."));
      tls.caPem = QString::fromLatin1(file.readAll());
      if (tls.caPem.trimmed().isEmpty())
        return Error::invalidInput(TargetFlagsTr::tr("The CA file is empty. Choose a PEM file."));
    }
  }
  for (const auto& [name, into] : {std::pair(QStringLiteral("client-cert"), &tls.clientCertificateFile),
                                   std::pair(QStringLiteral("client-key"), &tls.clientKeyFile)}) {
    if (!arguments.has(name)) continue;
    const auto path = fileNamed(arguments, name);
    if (!path) return path.error();
    *into = *path;
    tls.keyHasPassphrase = false;
  }
  if (tls.clientCertificateFile.isEmpty() && arguments.has(QStringLiteral("client-cert"))) {
    tls.clientKeyFile.clear();
  }
  return takeKey(arguments, QStringLiteral("tls-min"), QStringLiteral("1.2|1.3"), tlsMinimumFromKey, tls.minimum);
}

Expected<void> takeMethodAndCap(const Arguments& arguments, Target& target) {
  const QString method = QStringLiteral("method");
  if (arguments.has(method)) {
    const QString word = arguments.value(method).toLower();
    if (word != u"put" && word != u"post")
      return Error::invalidInput(TargetFlagsTr::tr("Option --method wants put or post, not \"%1\".").arg(word));
    target.to.method = word == u"post" ? HttpMethod::Post : HttpMethod::Put;
  }
  const auto cap = arguments.number(QStringLiteral("row-cap"), target.to.rowCap, 0, std::numeric_limits<qint64>::max());
  if (!cap) return cap.error();
  target.to.rowCap = *cap;
  return {};
}

}  // namespace

QVector<OptionSpec> targetFlags() {
  using Value = OptionSpec::Value;
  const QString yesNo = QStringLiteral("yes|no");
  const QString seconds = QStringLiteral("SECONDS");
  const QString file = QStringLiteral("FILE|none");
  return {
      {u'u', QStringLiteral("user"), Value::Required, QStringLiteral("USER"), TargetFlagsTr::tr("sign in as USER")},
      {u'p',
       QStringLiteral("password"),
       Value::None,
       {},
       TargetFlagsTr::tr(
           "ask for the password, or read it as a line of standard input; the secrets below likewise, in this "
           "order, a line each")},
      flag("token", {}, TargetFlagsTr::tr("ask for a bearer token")),
      flag("secret-header", QStringLiteral("NAME"),
           TargetFlagsTr::tr("ask for the value of the header NAME that signs in")),
      flag("signing-secret", {}, TargetFlagsTr::tr("ask for a signing secret (Standard Webhooks), and sign")),
      flag("proxy-password", {}, TargetFlagsTr::tr("ask for the password at the proxy")),
      flag("key-passphrase", {}, TargetFlagsTr::tr("ask for the passphrase of the client key")),
      flag("auth", QStringLiteral("none|basic|bearer|header"),
           TargetFlagsTr::tr("how to sign in; the flags above say it too")),
      flag("no-signature", {}, TargetFlagsTr::tr("sign no longer")),
      flag("method", QStringLiteral("put|post"), TargetFlagsTr::tr("how to send (put)")),
      flag("row-cap", QStringLiteral("N"), TargetFlagsTr::tr("send at most N rows (100000); 0: all")),
      flag("header", QStringLiteral("\"NAME: VALUE\""),
           TargetFlagsTr::tr("a further header; may be given several times")),
      flag("no-headers", {}, TargetFlagsTr::tr("no further headers any more")),
      flag("body", QStringLiteral("result|objects|lines|csv"),
           TargetFlagsTr::tr("the body: names, types and rows (result), an array of objects, JSON lines, or CSV")),
      flag("gzip", yesNo, TargetFlagsTr::tr("compress the body (no)")),
      flag("wide-integers-as-strings", yesNo, TargetFlagsTr::tr("integers beyond 2^53 as strings (no)")),
      flag("proxy", QStringLiteral("system|none|URL"),
           TargetFlagsTr::tr("http://[USER@]HOST:PORT or socks5://… (system)")),
      flag("ca", file, TargetFlagsTr::tr("trust the certificates of this PEM file too")),
      flag("client-cert", file, TargetFlagsTr::tr("appear with this certificate (PEM)")),
      flag("client-key", file, TargetFlagsTr::tr("its key, where it is in another file (PEM)")),
      flag("tls-min", QStringLiteral("1.2|1.3"), TargetFlagsTr::tr("the oldest TLS that will do (1.2)")),
      flag("connect-timeout", seconds, TargetFlagsTr::tr("for connecting (10)")),
      flag("send-timeout", seconds, TargetFlagsTr::tr("of silence while sending (30)")),
      flag("answer-timeout", seconds, TargetFlagsTr::tr("of silence after the body (120)")),
      flag("total-timeout", seconds, TargetFlagsTr::tr("in all, besides what the body's size needs (150)")),
      flag("hold-empty", yesNo, TargetFlagsTr::tr("hold a result without rows (no)")),
      flag("hold-row-change", QStringLiteral("PERCENT"),
           TargetFlagsTr::tr(
               "hold a result whose number of rows differs by more from the last delivered; 0: never (0)")),
      flag("hold-columns-changed", yesNo, TargetFlagsTr::tr("hold a result with other columns or types (no)")),
      flag("hold-cut", yesNo, TargetFlagsTr::tr("hold a result of which rows would be left out (no)")),
      flag("skip-unchanged", yesNo, TargetFlagsTr::tr("do not send what is the same as the last delivered (no)")),
      flag("keep", QStringLiteral("90d|7d|delivered"),
           TargetFlagsTr::tr("how long the bodies of what was sent are kept (90d)")),
  };
}

Expected<void> applyTargetFlags(const CommandContext& context, Target& target) {
  const Arguments& arguments = context.arguments;
  TargetOptions& options = target.to.options;
  const auto yesNo = [&](const char* name, bool& into) {
    return takeYesNo(arguments, QString::fromLatin1(name), into);
  };
  const auto limit = [&](const char* name, int& into) {
    return takeNumber(arguments, QString::fromLatin1(name), 1, longestSeconds, into);
  };
  for (const Expected<void>& taken :
       {takeMethodAndCap(arguments, target), takeHeaders(arguments, options.headers),
        takeKey(arguments, QStringLiteral("body"), QStringLiteral("result|objects|lines|csv"), bodyFormatFromKey,
                options.body.format),
        yesNo("gzip", options.body.gzip), yesNo("wide-integers-as-strings", options.body.wideIntegersAsStrings),
        takeProxy(arguments, options.proxy), takeTls(arguments, options.tls),
        limit("connect-timeout", options.times.connectS), limit("send-timeout", options.times.silenceWhileSendingS),
        limit("answer-timeout", options.times.silenceAfterBodyS), limit("total-timeout", options.times.totalS),
        yesNo("hold-empty", options.guards.holdEmpty),
        takeNumber(arguments, QStringLiteral("hold-row-change"), 0, 1000, options.guards.holdRowChangePercent),
        yesNo("hold-columns-changed", options.guards.holdColumnsChanged),
        yesNo("hold-cut", options.guards.holdTruncated), yesNo("skip-unchanged", options.guards.skipUnchanged),
        takeKey(arguments, QStringLiteral("keep"), QStringLiteral("90d|7d|delivered"), retentionFromKey,
                options.retention)}) {
    if (!taken) return taken;
  }
  return {};
}

}  // namespace courier
