#include "models/query/ServerOptionTable.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>
#include <type_traits>

#include "models/address/ProxyOptions.h"

namespace courier {
namespace {

struct ServerOptionTableTr {
  Q_DECLARE_TR_FUNCTIONS(ServerOptions)
};

constexpr const char* serverContext = "ServerOptions";

constexpr unsigned only(Engine engine) {
  return 1U << static_cast<unsigned>(engine);
}
constexpr unsigned trinos = only(Engine::Trino) | only(Engine::TreasureData);
constexpr unsigned tlsChoosers = only(Engine::PostgreSql) | only(Engine::MariaDb) | only(Engine::Trino);
constexpr unsigned servers = tlsChoosers | trinos;
constexpr unsigned serversAndDrivers = servers | only(Engine::Odbc);
constexpr unsigned allEngines = ~0U;

/// An option that is reached by this member.
template <auto member>
constexpr ServerOption optionFor(unsigned engines, DescribedOption<ServerOptionId, ServerOptions> option) {
  using Member = std::remove_cvref_t<decltype(std::declval<ServerOptions&>().*member)>;
  option.context = serverContext;
  if constexpr (std::is_same_v<Member, QString>) {
    option.string = [](const ServerOptions& of) -> const QString& { return of.*member; };
    option.setString = [](ServerOptions& of, const QString& string) { of.*member = string; };
  } else if constexpr (std::is_same_v<Member, std::optional<TlsMode>>) {
    option.value = [](const ServerOptions& of) {
      return (of.*member).has_value() ? static_cast<qint64>(*(of.*member)) : qint64{tlsByHost};
    };
    option.setValue = [](ServerOptions& of, qint64 value) {
      of.*member = value == tlsByHost ? std::nullopt : std::optional(static_cast<TlsMode>(value));
    };
  } else if constexpr (!std::is_same_v<Member, ProxyOptions>) {
    option.value = [](const ServerOptions& of) { return static_cast<qint64>(of.*member); };
    option.setValue = [](ServerOptions& of, qint64 value) { of.*member = static_cast<Member>(value); };
  }
  return {option, engines};
}

template <class Value>
constexpr OptionChoice serverChoice(Value value, const char* key, const char* label) {
  return {static_cast<int>(value), key, label, "", serverContext};
}

constexpr std::array tlsModes = {
    serverChoice(tlsByHost, "auto", QT_TRANSLATE_NOOP("ServerOptions", "Verified; off on this computer")),
    serverChoice(TlsMode::Off, "off", QT_TRANSLATE_NOOP("ServerOptions", "Off")),
    serverChoice(TlsMode::On, "on", QT_TRANSLATE_NOOP("ServerOptions", "On, not verified")),
    serverChoice(TlsMode::Verify, "verify", QT_TRANSLATE_NOOP("ServerOptions", "On and verified"))};
constexpr std::array headerChoices = {serverChoice(TrinoHeaders::Trino, "trino", "X-Trino-…"),
                                      serverChoice(TrinoHeaders::Presto, "presto", "X-Presto-…")};
constexpr std::array signInChoices = {
    serverChoice(TrinoSignIn::Password, "password", QT_TRANSLATE_NOOP("ServerOptions", "User name and password")),
    serverChoice(TrinoSignIn::Token, "jwt", QT_TRANSLATE_NOOP("ServerOptions", "Token (JWT)"))};
constexpr std::array colourChoices = {
    serverChoice(MarkColour::None, "none", QT_TRANSLATE_NOOP("ServerOptions", "None")),
    serverChoice(MarkColour::Red, "red", QT_TRANSLATE_NOOP("ServerOptions", "Red")),
    serverChoice(MarkColour::Orange, "orange", QT_TRANSLATE_NOOP("ServerOptions", "Orange")),
    serverChoice(MarkColour::Yellow, "yellow", QT_TRANSLATE_NOOP("ServerOptions", "Yellow")),
    serverChoice(MarkColour::Green, "green", QT_TRANSLATE_NOOP("ServerOptions", "Green")),
    serverChoice(MarkColour::Blue, "blue", QT_TRANSLATE_NOOP("ServerOptions", "Blue")),
    serverChoice(MarkColour::Purple, "purple", QT_TRANSLATE_NOOP("ServerOptions", "Purple")),
    serverChoice(MarkColour::Grey, "grey", QT_TRANSLATE_NOOP("ServerOptions", "Grey"))};

constexpr qint64 week = 604'800;

constexpr std::array serverTable = {
    optionFor<&ServerOptions::headers>(
        only(Engine::Trino),
        {.id = ServerOptionId::Headers,
         .kind = OptionKind::Choice,
         .key = "headers",
         .flag = "headers",
         .help = QT_TRANSLATE_NOOP("ServerOptions", "whose headers the server knows; presto:// chooses Presto's"),
         .name = QT_TRANSLATE_NOOP("ServerOptions", "Headers of the protocol"),
         .choices = headerChoices}),
    optionFor<&ServerOptions::signIn>(
        only(Engine::Trino),
        {.id = ServerOptionId::SignIn,
         .kind = OptionKind::Choice,
         .key = "sign_in",
         .flag = "sign-in",
         .help = QT_TRANSLATE_NOOP("ServerOptions", "how to sign in to Trino; the secret of jwt is the token"),
         .name = QT_TRANSLATE_NOOP("ServerOptions", "How to sign in"),
         .choices = signInChoices}),
    optionFor<&ServerOptions::tls>(
        tlsChoosers,
        {.id = ServerOptionId::Tls,
         .kind = OptionKind::Choice,
         .key = "tls",
         .flag = "tls",
         .help = QT_TRANSLATE_NOOP("ServerOptions", "encryption; auto verifies, and is off on this computer"),
         .name = QT_TRANSLATE_NOOP("ServerOptions", "Encryption (TLS)"),
         .choices = tlsModes}),
    optionFor<&ServerOptions::caFile>(
        servers,
        {.id = ServerOptionId::Authority,
         .kind = OptionKind::File,
         .key = "ca",
         .flag = "ca",
         .help = QT_TRANSLATE_NOOP("ServerOptions", "trust the certificates in this PEM file, not the system's"),
         .name = QT_TRANSLATE_NOOP("ServerOptions", "CA file")}),
    optionFor<&ServerOptions::clientCertificateFile>(
        trinos, {.id = ServerOptionId::ClientCertificate,
                 .kind = OptionKind::File,
                 .key = "client_certificate",
                 .flag = "client-cert",
                 .help = QT_TRANSLATE_NOOP("ServerOptions", "sign in with this certificate (PEM)"),
                 .name = QT_TRANSLATE_NOOP("ServerOptions", "Client certificate")}),
    optionFor<&ServerOptions::clientKeyFile>(
        trinos, {.id = ServerOptionId::ClientKey,
                 .kind = OptionKind::File,
                 .key = "client_key",
                 .flag = "client-key",
                 .help = QT_TRANSLATE_NOOP("ServerOptions", "its key, if that is in another file (PEM)"),
                 .name = QT_TRANSLATE_NOOP("ServerOptions", "Key of the client certificate")}),
    optionFor<&ServerOptions::keyHasPassphrase>(
        trinos, {.id = ServerOptionId::KeyPassphrase,
                 .kind = OptionKind::YesNo,
                 .key = "key_has_passphrase",
                 .name = QT_TRANSLATE_NOOP("ServerOptions", "The key has a passphrase")}),
    optionFor<&ServerOptions::proxy>(
        trinos, {.id = ServerOptionId::Proxy,
                 .kind = OptionKind::Text,
                 .key = "proxy",
                 .flag = "proxy",
                 .help = QT_TRANSLATE_NOOP("ServerOptions", "http://[USER@]HOST:PORT or socks5://…"),
                 .name = QT_TRANSLATE_NOOP("ServerOptions", "Proxy")}),
    optionFor<&ServerOptions::connectTimeoutS>(serversAndDrivers,
                                               {.id = ServerOptionId::ConnectTimeout,
                                                .kind = OptionKind::Number,
                                                .key = "connect_timeout",
                                                .flag = "connect-timeout",
                                                .help = QT_TRANSLATE_NOOP("ServerOptions", "for connecting"),
                                                .name = QT_TRANSLATE_NOOP("ServerOptions", "Time limit for connecting"),
                                                .least = 1,
                                                .most = 600,
                                                .unit = OptionUnit::Seconds}),
    optionFor<&ServerOptions::timeLimitS>(
        serversAndDrivers, {.id = ServerOptionId::TimeLimit,
                            .kind = OptionKind::Number,
                            .key = "time_limit",
                            .flag = "time-limit",
                            .help = QT_TRANSLATE_NOOP("ServerOptions", "for one statement; 0: the server's own limit"),
                            .name = QT_TRANSLATE_NOOP("ServerOptions", "Time limit of a statement"),
                            .least = 0,
                            .most = week,
                            .step = 10,
                            .unit = OptionUnit::Seconds}),
    optionFor<&ServerOptions::timeZone>(
        only(Engine::Trino),
        {.id = ServerOptionId::TimeZone,
         .kind = OptionKind::Text,
         .key = "time_zone",
         .flag = "time-zone",
         .help = QT_TRANSLATE_NOOP("ServerOptions", "of the session, where it is not the cluster's: Asia/Tokyo"),
         .name = QT_TRANSLATE_NOOP("ServerOptions", "Time zone of the session"),
         .most = 64}),
    optionFor<&ServerOptions::startSql>(
        serversAndDrivers, {.id = ServerOptionId::StartSql,
                            .kind = OptionKind::Lines,
                            .key = "start_sql",
                            .flag = "start-sql",
                            .help = QT_TRANSLATE_NOOP("ServerOptions", "statements to begin each run with"),
                            .name = QT_TRANSLATE_NOOP("ServerOptions", "Statements at the start")}),
    optionFor<&ServerOptions::tinyint1IsBoolean>(
        only(Engine::MariaDb),
        {.id = ServerOptionId::Tinyint1AsBoolean,
         .kind = OptionKind::YesNo,
         .key = "tinyint1_boolean",
         .flag = "tinyint1-boolean",
         .help = QT_TRANSLATE_NOOP("ServerOptions", "TINYINT(1) as boolean while all values are 0 or 1"),
         .name = QT_TRANSLATE_NOOP("ServerOptions", "TINYINT(1) as boolean while all values are 0 or 1")}),
    optionFor<&ServerOptions::label>(
        allEngines, {.id = ServerOptionId::Label,
                     .kind = OptionKind::Text,
                     .key = "label",
                     .flag = "label",
                     .help = QT_TRANSLATE_NOOP("ServerOptions", "a word shown wherever a query runs there: production"),
                     .name = QT_TRANSLATE_NOOP("ServerOptions", "Label"),
                     .most = 24}),
    optionFor<&ServerOptions::colour>(allEngines,
                                      {.id = ServerOptionId::Colour,
                                       .kind = OptionKind::Choice,
                                       .key = "colour",
                                       .flag = "colour",
                                       .help = QT_TRANSLATE_NOOP("ServerOptions", "the colour it is shown with"),
                                       .name = QT_TRANSLATE_NOOP("ServerOptions", "Colour"),
                                       .choices = colourChoices}),
};
static_assert(optionsAreInOrder(serverTable) && serverTable.size() == static_cast<size_t>(ServerOptionId::Colour) + 1);

/// What can be a time zone's name or offset; the server knows which there are.
bool isZoneName(const QString& text) {
  return std::all_of(text.begin(), text.end(), [](QChar one) {
    return one.unicode() < 0x80 && (one.isLetterOrNumber() || QStringView(u"/_+-:").contains(one));
  });
}

}  // namespace

QString ServerOption::valueName() const {
  if (id == ServerOptionId::Proxy) return QString::fromLatin1(proxyValueName);
  return id == ServerOptionId::TimeZone ? QStringLiteral("ZONE") : DescribedOption::valueName();
}

QString ServerOption::text(const ServerOptions& of) const {
  return id == ServerOptionId::Proxy ? proxyText(of.proxy) : DescribedOption::text(of);
}

bool ServerOption::setText(ServerOptions& of, const QString& text) const {
  if (id == ServerOptionId::Proxy) {
    const auto proxy = proxyFromText(text);
    if (proxy) of.proxy = *proxy;
    return proxy.has_value();
  }
  if (id == ServerOptionId::TimeZone && !isZoneName(text)) return false;
  return DescribedOption::setText(of, text);
}

Error ServerOption::refusal(const QString& given) const {
  if (id == ServerOptionId::Proxy)
    return Error::invalidInput(ServerOptionTableTr::tr("The option %1 takes system, none, http://[USER@]HOST:PORT or "
                                                       "socks5://[USER@]HOST:PORT, without a password.")
                                   .arg(given));
  if (id == ServerOptionId::TimeZone)
    return Error::invalidInput(
        ServerOptionTableTr::tr("The option %1 takes a time zone's name: Asia/Tokyo, UTC or +09:00.").arg(given));
  if (kind == OptionKind::Number)
    return Error::invalidInput(ServerOptionTableTr::tr("The option %1 takes a number of seconds from %2 to %3.")
                                   .arg(given)
                                   .arg(least)
                                   .arg(most));
  if (kind == OptionKind::Text)
    return Error::invalidInput(
        ServerOptionTableTr::tr("The option %1 takes a word of at most %2 characters, on one line.")
            .arg(given)
            .arg(most));
  if (kind == OptionKind::Choice || kind == OptionKind::YesNo)
    return Error::invalidInput(ServerOptionTableTr::tr("The option %1 takes one of these: %2.")
                                   .arg(given, valueName().replace(u'|', QStringLiteral(", "))));
  return Error::invalidInput(ServerOptionTableTr::tr("The option %1 holds a control character. Remove it.").arg(given));
}

std::span<const ServerOption> serverOptionTable() {
  return serverTable;
}

const ServerOption& serverOption(ServerOptionId id) {
  return serverTable.at(static_cast<size_t>(id));
}

const ServerOption* serverOption(const QString& key) {
  const auto found = std::find_if(serverTable.begin(), serverTable.end(),
                                  [&](const ServerOption& one) { return key == QLatin1String(one.key); });
  return found == serverTable.end() ? nullptr : &*found;
}

ServerOptions optionsFor(Engine engine, const ServerOptions& options) {
  ServerOptions kept = options;
  const ServerOptions usual;
  for (const ServerOption& option : serverTable) {
    if (!option.isFor(engine)) (void)option.setText(kept, option.text(usual));
  }
  return kept;
}

}  // namespace courier
