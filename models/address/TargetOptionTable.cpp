#include "models/address/TargetOptionTable.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>
#include <type_traits>

namespace courier {
namespace {

struct TargetOptionTableTr {
  Q_DECLARE_TR_FUNCTIONS(TargetOptions)
};

constexpr const char* contextName = "TargetOptions";

/// An option that is reached from a Destination by these members.
template <auto... members>
constexpr TargetOption fromDestination(DescribedOption<OptionId, Destination> option) {
  option.context = contextName;
  using Member = std::remove_cvref_t<decltype((std::declval<Destination&>().*....*members))>;
  if constexpr (std::is_same_v<Member, QString>) {
    option.string = [](const Destination& to) -> const QString& { return (to.*....*members); };
    option.setString = [](Destination& to, const QString& string) { (to.*....*members) = string; };
  } else if constexpr (!std::is_same_v<Member, QVector<HttpHeader>>) {
    option.value = [](const Destination& to) { return static_cast<qint64>((to.*....*members)); };
    option.setValue = [](Destination& to, qint64 value) { (to.*....*members) = static_cast<Member>(value); };
  }
  return {option};
}

/// An option that is reached from TargetOptions by these members.
template <auto... members>
constexpr TargetOption fromOptions(const DescribedOption<OptionId, Destination>& option) {
  return fromDestination<&Destination::options, members...>(option);
}

template <class Value>
constexpr OptionChoice choiceOf(Value value, const char* key, const char* label, const char* said = "") {
  return {static_cast<int>(value), key, label, said, contextName};
}

constexpr std::array authChoices = {
    choiceOf(AuthKind::Basic, "basic", QT_TRANSLATE_NOOP("TargetOptions", "User name and password")),
    choiceOf(AuthKind::Bearer, "bearer", QT_TRANSLATE_NOOP("TargetOptions", "Bearer token")),
    choiceOf(AuthKind::Header, "header", QT_TRANSLATE_NOOP("TargetOptions", "Secret header")),
    choiceOf(AuthKind::None, "none", QT_TRANSLATE_NOOP("TargetOptions", "Nothing"))};
constexpr std::array methodChoices = {choiceOf(HttpMethod::Put, "put", "PUT"),
                                      choiceOf(HttpMethod::Post, "post", "POST")};
constexpr std::array formatChoices = {
    choiceOf(BodyFormat::Result, "result", QT_TRANSLATE_NOOP("TargetOptions", "JSON: column names, types and rows")),
    choiceOf(BodyFormat::Objects, "objects", QT_TRANSLATE_NOOP("TargetOptions", "JSON: an array of objects")),
    choiceOf(BodyFormat::Lines, "lines", QT_TRANSLATE_NOOP("TargetOptions", "JSON lines: one object per line")),
    choiceOf(BodyFormat::Csv, "csv", QT_TRANSLATE_NOOP("TargetOptions", "CSV with a header line"))};
constexpr std::array tlsChoices = {
    choiceOf(TlsMinimum::Tls12, "1.2", QT_TRANSLATE_NOOP("TargetOptions", "TLS 1.2 or newer")),
    choiceOf(TlsMinimum::Tls13, "1.3", QT_TRANSLATE_NOOP("TargetOptions", "TLS 1.3 or newer"))};
constexpr std::array keepChoices = {
    choiceOf(Retention::Days90, "90d", QT_TRANSLATE_NOOP("TargetOptions", "90 days"),
             QT_TRANSLATE_NOOP("TargetOptions", "for 90 days")),
    choiceOf(Retention::Days7, "7d", QT_TRANSLATE_NOOP("TargetOptions", "7 days"),
             QT_TRANSLATE_NOOP("TargetOptions", "for 7 days")),
    choiceOf(Retention::UntilDelivered, "delivered", QT_TRANSLATE_NOOP("TargetOptions", "until delivered"),
             QT_TRANSLATE_NOOP("TargetOptions", "until delivered"))};

constexpr const char* signatureLine = QT_TRANSLATE_NOOP("TargetOptions", "Signature");
constexpr const char* headerLine = QT_TRANSLATE_NOOP("TargetOptions", "Header");
constexpr const char* rowCapLine = QT_TRANSLATE_NOOP("TargetOptions", "Row cap");
constexpr const char* bodyLine = QT_TRANSLATE_NOOP("TargetOptions", "Body");
constexpr const char* proxyLine = QT_TRANSLATE_NOOP("TargetOptions", "Proxy");
constexpr const char* tlsLine = QT_TRANSLATE_NOOP("TargetOptions", "TLS");
constexpr const char* limitsLine = QT_TRANSLATE_NOOP("TargetOptions", "Limits");
constexpr const char* guardsLine = QT_TRANSLATE_NOOP("TargetOptions", "Guards");
constexpr const char* bodiesLine = QT_TRANSLATE_NOOP("TargetOptions", "Bodies");

constexpr qint64 longestSilence = 3600;
constexpr qint64 longestAttempt = 86'400;

constexpr std::array optionTable = {
    // Who is sending.
    fromOptions<&TargetOptions::auth>(
        {.id = OptionId::Auth,
         .kind = OptionKind::Choice,
         .key = "auth",
         .flag = "auth",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "how to sign in; the flags above choose it too"),
         .choices = authChoices}),
    fromOptions<&TargetOptions::authHeader>(
        {.id = OptionId::AuthHeader, .kind = OptionKind::Text, .key = "authHeader"}),
    fromOptions<&TargetOptions::isSigned>(
        {.id = OptionId::Signed,
         .kind = OptionKind::YesNo,
         .key = "signed",
         .line = signatureLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "Standard Webhooks, secret in the keychain")}),
    // What is sent.
    fromOptions<&TargetOptions::headers>(
        {.id = OptionId::Headers,
         .kind = OptionKind::Headers,
         .key = "headers",
         .flag = "header",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "an extra header; may be given several times"),
         .line = headerLine}),
    fromDestination<&Destination::method>({.id = OptionId::Method,
                                           .kind = OptionKind::Choice,
                                           .flag = "method",
                                           .help = QT_TRANSLATE_NOOP("TargetOptions", "how to send"),
                                           .choices = methodChoices}),
    fromDestination<&Destination::rowCap>({.id = OptionId::RowCap,
                                           .kind = OptionKind::Number,
                                           .flag = "row-cap",
                                           .help = QT_TRANSLATE_NOOP("TargetOptions", "send at most N rows; 0: all"),
                                           .name = QT_TRANSLATE_NOOP("TargetOptions", "The row cap"),
                                           .line = rowCapLine,
                                           .said = "%1",
                                           .show = OptionShow::Always,
                                           .least = 0,
                                           .most = std::numeric_limits<qint64>::max(),
                                           .step = 10'000,
                                           .unit = OptionUnit::Rows}),
    fromOptions<&TargetOptions::body, &BodyOptions::format>(
        {.id = OptionId::BodyFormat,
         .kind = OptionKind::Choice,
         .key = "format",
         .flag = "body",
         .help = QT_TRANSLATE_NOOP("TargetOptions",
                                   "the body: names, types and rows, an array of objects, JSON lines, or CSV"),
         .line = bodyLine,
         .said = "%1",
         .show = OptionShow::WithOther,
         .choices = formatChoices}),
    fromOptions<&TargetOptions::body, &BodyOptions::gzip>(
        {.id = OptionId::Gzip,
         .kind = OptionKind::YesNo,
         .key = "gzip",
         .flag = "gzip",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "compress the body"),
         .line = bodyLine,
         .said = "gzip"}),
    fromOptions<&TargetOptions::body, &BodyOptions::wideIntegersAsStrings>(
        {.id = OptionId::WideIntegers,
         .kind = OptionKind::YesNo,
         .key = "wideAsStrings",
         .flag = "wide-integers-as-strings",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "integers beyond 2^53 as strings"),
         .line = bodyLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "integers beyond 2^53 as strings")}),
    // The way to the server. The flag of the kind gives the other three too, as an address: see proxyText().
    fromOptions<&TargetOptions::proxy, &ProxyOptions::kind>(
        {.id = OptionId::Proxy,
         .kind = OptionKind::Choice,
         .part = "proxy",
         .key = "kind",
         .flag = "proxy",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "http://[USER@]HOST:PORT or socks5://…"),
         .line = proxyLine,
         .said = "%1",
         .choices = proxyKindChoices}),
    fromOptions<&TargetOptions::proxy, &ProxyOptions::host>(
        {.id = OptionId::ProxyHost, .kind = OptionKind::Text, .part = "proxy", .key = "host"}),
    fromOptions<&TargetOptions::proxy, &ProxyOptions::port>(
        {.id = OptionId::ProxyPort,
         .kind = OptionKind::Number,
         .part = "proxy",
         .key = "port",
         .name = QT_TRANSLATE_NOOP("TargetOptions", "The proxy's port"),
         .least = 1,
         .most = 65535}),
    fromOptions<&TargetOptions::proxy, &ProxyOptions::user>(
        {.id = OptionId::ProxyUser, .kind = OptionKind::Text, .part = "proxy", .key = "user"}),
    fromOptions<&TargetOptions::tls, &TlsOptions::caPem>(
        {.id = OptionId::Authority,
         .kind = OptionKind::Certificates,
         .part = "tls",
         .key = "ca",
         .flag = "ca",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "also trust the certificates in this PEM file"),
         .line = tlsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "its own CA")}),
    fromOptions<&TargetOptions::tls, &TlsOptions::clientCertificateFile>(
        {.id = OptionId::ClientCertificate,
         .kind = OptionKind::File,
         .part = "tls",
         .key = "certificate",
         .flag = "client-cert",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "sign in with this certificate (PEM)"),
         .line = tlsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "client certificate %1")}),
    fromOptions<&TargetOptions::tls, &TlsOptions::clientKeyFile>(
        {.id = OptionId::ClientKey,
         .kind = OptionKind::File,
         .part = "tls",
         .key = "key",
         .flag = "client-key",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "its key, if that is in another file (PEM)"),
         .line = tlsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "key %1")}),
    fromOptions<&TargetOptions::tls, &TlsOptions::keyHasPassphrase>(
        {.id = OptionId::KeyPassphrase,
         .kind = OptionKind::YesNo,
         .part = "tls",
         .key = "passphrase",
         .line = tlsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "passphrase in the keychain")}),
    fromOptions<&TargetOptions::tls, &TlsOptions::minimum>(
        {.id = OptionId::TlsMinimum,
         .kind = OptionKind::Choice,
         .part = "tls",
         .key = "minimum",
         .flag = "tls-min",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "the oldest TLS that will do"),
         .line = tlsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "TLS %1 or newer"),
         .choices = tlsChoices}),
    // The limits of one attempt.
    fromOptions<&TargetOptions::times, &TimeOptions::connectS>(
        {.id = OptionId::ConnectLimit,
         .kind = OptionKind::Number,
         .part = "times",
         .key = "connect",
         .flag = "connect-timeout",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "for connecting"),
         .name = QT_TRANSLATE_NOOP("TargetOptions", "Time limit for connecting"),
         .line = limitsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "connecting %1 s"),
         .show = OptionShow::WithOther,
         .least = 1,
         .most = longestSilence,
         .unit = OptionUnit::Seconds}),
    fromOptions<&TargetOptions::times, &TimeOptions::silenceWhileSendingS>(
        {.id = OptionId::SendLimit,
         .kind = OptionKind::Number,
         .part = "times",
         .key = "sending",
         .flag = "send-timeout",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "of silence while sending"),
         .name = QT_TRANSLATE_NOOP("TargetOptions", "Time limit of silence while sending"),
         .line = limitsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "sending %1 s"),
         .show = OptionShow::WithOther,
         .least = 1,
         .most = longestSilence,
         .unit = OptionUnit::Seconds}),
    fromOptions<&TargetOptions::times, &TimeOptions::silenceAfterBodyS>(
        {.id = OptionId::AnswerLimit,
         .kind = OptionKind::Number,
         .part = "times",
         .key = "answer",
         .flag = "answer-timeout",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "of silence after the body"),
         .name = QT_TRANSLATE_NOOP("TargetOptions", "Time limit of silence after the body"),
         .line = limitsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "answer %1 s"),
         .show = OptionShow::WithOther,
         .least = 1,
         .most = longestSilence,
         .unit = OptionUnit::Seconds}),
    fromOptions<&TargetOptions::times, &TimeOptions::totalS>(
        {.id = OptionId::TotalLimit,
         .kind = OptionKind::Number,
         .part = "times",
         .key = "total",
         .flag = "total-timeout",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "in total, besides what the body's size needs"),
         .name = QT_TRANSLATE_NOOP("TargetOptions", "Time limit in total, plus what the body's size needs"),
         .line = limitsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "in total %1 s"),
         .show = OptionShow::WithOther,
         .least = 1,
         .most = longestAttempt,
         .unit = OptionUnit::Seconds}),
    // What is not sent without a person's word.
    fromOptions<&TargetOptions::guards, &GuardOptions::holdEmpty>(
        {.id = OptionId::HoldEmpty,
         .kind = OptionKind::YesNo,
         .part = "guards",
         .key = "empty",
         .flag = "hold-empty",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "hold a result without rows"),
         .line = guardsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "hold without rows")}),
    fromOptions<&TargetOptions::guards, &GuardOptions::holdRowChangePercent>(
        {.id = OptionId::HoldRowChange,
         .kind = OptionKind::Number,
         .part = "guards",
         .key = "rows",
         .flag = "hold-row-change",
         .help = QT_TRANSLATE_NOOP(
             "TargetOptions", "hold a result whose number of rows differs by more from the last delivered; 0: never"),
         .name = QT_TRANSLATE_NOOP("TargetOptions", "The change in rows, in percent,"),
         .line = guardsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "hold when the row count changes by more than %1 %"),
         .least = 0,
         .most = 1000,
         .unit = OptionUnit::Percent}),
    fromOptions<&TargetOptions::guards, &GuardOptions::holdColumnsChanged>(
        {.id = OptionId::HoldColumns,
         .kind = OptionKind::YesNo,
         .part = "guards",
         .key = "columns",
         .flag = "hold-columns-changed",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "hold a result with other columns or types"),
         .line = guardsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "hold when columns change")}),
    fromOptions<&TargetOptions::guards, &GuardOptions::holdTruncated>(
        {.id = OptionId::HoldTruncated,
         .kind = OptionKind::YesNo,
         .part = "guards",
         .key = "truncated",
         .flag = "hold-cut",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "hold a result of which rows would be left out"),
         .line = guardsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "hold when rows would be cut")}),
    fromOptions<&TargetOptions::guards, &GuardOptions::skipUnchanged>(
        {.id = OptionId::SkipUnchanged,
         .kind = OptionKind::YesNo,
         .part = "guards",
         .key = "unchanged",
         .flag = "skip-unchanged",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "do not send what is the same as the last delivered"),
         .line = guardsLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "skip what is unchanged")}),
    fromOptions<&TargetOptions::retention>(
        {.id = OptionId::Keep,
         .kind = OptionKind::Choice,
         .key = "keep",
         .flag = "keep",
         .help = QT_TRANSLATE_NOOP("TargetOptions", "how long the bodies of what was sent are kept"),
         .line = bodiesLine,
         .said = QT_TRANSLATE_NOOP("TargetOptions", "kept %1"),
         .show = OptionShow::Always,
         .choices = keepChoices}),
};

static_assert(optionsAreInOrder(optionTable) && optionTable.size() == static_cast<size_t>(OptionId::Keep) + 1);

/// What a line of result:show says of its value.
QString lineValue(const TargetOption& option, const Destination& to) {
  switch (option.kind) {
    case OptionKind::Choice: {
      const OptionChoice* choice = option.choice(option.value(to));
      if (choice && *choice->said != '\0') return option.words().translated(choice->said);
      if (option.id == OptionId::Proxy) return shownProxy(to.options.proxy);
      return option.text(to);
    }
    case OptionKind::Number:
      if (option.id == OptionId::RowCap && to.rowCap == 0) return TargetOptionTableTr::tr("none");
      return option.text(to);
    default:
      return option.text(to);
  }
}

}  // namespace

QString TargetOption::valueName() const {
  return id == OptionId::Proxy ? QString::fromLatin1(proxyValueName) : DescribedOption::valueName();
}

QString TargetOption::helpText() const {
  return words().helpText(text(Destination()));
}

QString TargetOption::text(const Destination& to) const {
  if (id == OptionId::Proxy) return proxyText(to.options.proxy);
  if (kind != OptionKind::Headers) return DescribedOption::text(to);
  QStringList lines;
  for (const HttpHeader& header : to.options.headers) lines += header.name + QStringLiteral(": ") + header.value;
  return lines.join(u'\n');
}

bool TargetOption::setText(Destination& to, const QString& text) const {
  if (id == OptionId::Proxy) {
    const auto proxy = proxyFromText(text);
    if (proxy) to.options.proxy = *proxy;
    return proxy.has_value();
  }
  if (kind != OptionKind::Headers) return DescribedOption::setText(to, text);
  const qsizetype colon = text.indexOf(u':');
  if (colon >= 0) to.options.headers.append({text.left(colon), text.mid(colon + 1).trimmed()});
  return colon >= 0;
}

std::span<const TargetOption> targetOptionTable() {
  return optionTable;
}

const TargetOption& targetOption(OptionId id) {
  return optionTable.at(static_cast<size_t>(id));
}

QVector<QPair<QString, QString>> targetOptionLines(const Destination& to) {
  const Destination usual;
  const auto isChanged = [&](const TargetOption& option) { return option.text(to) != option.text(usual); };
  QVector<QPair<QString, QString>> lines;
  for (size_t first = 0, next = 0; first < optionTable.size(); first = next) {
    const char* const line = optionTable[first].line;
    while (next < optionTable.size() && QLatin1String(optionTable[next].line) == QLatin1String(line)) ++next;
    if (*line == '\0') continue;
    const std::span ofLine(optionTable.begin() + first, optionTable.begin() + next);
    const bool anyChanged = std::any_of(ofLine.begin(), ofLine.end(), isChanged);
    QStringList parts;
    for (const TargetOption& option : ofLine) {
      if (option.kind == OptionKind::Headers) {
        for (const HttpHeader& header : to.options.headers)
          lines.append(
              {optionTable[first].words().translated(line), QStringLiteral("%1: %2").arg(header.name, header.value)});
        continue;
      }
      const bool isSaid = option.show == OptionShow::Always || isChanged(option) ||
                          (option.show == OptionShow::WithOther && anyChanged);
      if (!isSaid) continue;
      const QString words = option.words().translated(option.said);
      parts += words.contains(QLatin1String("%1")) ? words.arg(lineValue(option, to)) : words;
    }
    if (!parts.isEmpty()) lines.append({optionTable[first].words().translated(line), parts.join(QStringLiteral(", "))});
  }
  return lines;
}

}  // namespace courier
