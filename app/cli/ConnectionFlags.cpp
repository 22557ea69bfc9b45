#include "app/cli/ConnectionFlags.h"

#include <QCoreApplication>

#include "app/cli/OptionFlags.h"
#include "models/query/ConnectionUrl.h"
#include "models/query/OdbcAddress.h"
#include "models/query/ServerOptionTable.h"
#include "models/query/TreasureDataRegion.h"
#include "models/secrets/SecretFields.h"

namespace courier {

namespace {

struct ConnectionFlagsTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionFlags)
};

bool isTrino(Engine engine) {
  return engine == Engine::Trino;
}

bool hasClientKey(Engine engine) {
  return serverOption(ServerOptionId::ClientKey).isFor(engine);
}

bool hasProxy(Engine engine) {
  return serverOption(ServerOptionId::Proxy).isFor(engine);
}

/// A flag of the address or of a secret, and who has it.
struct PlaceFlag {
  const char* flag;
  bool (*isFor)(Engine engine);
};
constexpr PlaceFlag placeFlags[] = {{"host", isServer},
                                    {"port", isServer},
                                    {"database", [](Engine engine) { return isServer(engine) && !isTrino(engine); }},
                                    {"catalog", isTrino},
                                    {"schema", isTrino},
                                    {"user", hasUser},
                                    {"password", signsIn},
                                    {"key-passphrase", hasClientKey},
                                    {"proxy-password", hasProxy},
                                    {"file", [](Engine engine) { return engine == Engine::Sqlite; }},
                                    {"dsn", [](Engine engine) { return engine == Engine::Odbc; }}};

Expected<void> checkEngine(const QString& given) {
  const auto engine = engineFromKey(given);
  if (engine && *engine != Engine::Files) return {};
  return Error::invalidInput(
      ConnectionFlagsTr::tr(
          "Option --engine needs sqlite, postgresql, mariadb, odbc, trino or treasuredata, not \"%1\".")
          .arg(given));
}

Expected<void> checkPort(const QString& given) {
  bool isNumber = false;
  const int port = given.toInt(&isNumber);
  if (isNumber && port >= 1 && port <= 65535) return {};
  return Error::invalidInput(
      ConnectionFlagsTr::tr("Option --port needs a whole number from 1 to 65535, not \"%1\".").arg(given));
}

/// Takes one value of one option.
Expected<void> take(const ServerOption& option, const QString& given, ServerOptions& into) {
  Expected<QString> text = given;
  if (option.kind == OptionKind::File) text = fileNamed(option.flagName(), given);
  if (!text) return text.error();
  if (option.setText(into, *text)) return {};
  if (option.id == ServerOptionId::Proxy) return notAProxy(given);
  if (option.id == ServerOptionId::TimeZone) return option.refusal(QStringLiteral("--") + option.flagName());
  return notAValue(option.words(), option.flagName(), given);
}

OptionSpec flagOf(const ServerOption& option) {
  return newFlag(option.flag, option.valueName(), option.helpText(), [&option](const QString& given) {
    ServerOptions alone;
    return take(option, given, alone);
  });
}

/// What the address says in the place of what there was; options that it does not name stay.
Expected<void> takeAddress(const QString& url, const QString& workingFolder, WantedConnection& wanted) {
  const auto parsed = connectionFromUrl(url, workingFolder);
  if (!parsed) return parsed.error();
  const Connection& given = parsed->connection;
  Connection& connection = wanted.connection;
  connection.engine = given.engine;
  connection.file = given.file;
  connection.files = given.files;
  connection.host = given.host;
  connection.port = given.port;
  connection.database = given.database;
  connection.schema = given.schema;
  connection.user = given.user;
  connection.server.headers = given.server.headers;
  for (const auto& [name, value] : given.server.toPairs()) {
    if (auto set = connection.server.set(name, value); !set) return set;
  }
  if (!parsed->password.isEmpty()) wanted.secrets.insert(secretfields::password, parsed->password);
  return {};
}

Error notForEngine(const QString& flag) {
  return Error::invalidInput(ConnectionFlagsTr::tr("This kind of database has no --%1. Leave it out.").arg(flag));
}

Expected<void> takeEngine(const Arguments& arguments, bool isKnown, Connection& connection) {
  const QString given = arguments.value(QStringLiteral("engine"));
  if (given.isEmpty() && isKnown) return {};
  if (given.isEmpty()) {
    if (!arguments.has(QStringLiteral("file")))
      return Error::invalidInput(ConnectionFlagsTr::tr(
          "Say where the database is: by an address (postgresql://user@host/database), by --engine and --host, or by "
          "--file."));
    connection.engine = Engine::Sqlite;
    return {};
  }
  const Engine engine = *engineFromKey(given);
  if (isKnown && engine != connection.engine)
    return Error::invalidInput(
        ConnectionFlagsTr::tr("The connection is of another engine than --engine %1. Leave --engine out, or give a "
                              "whole new address.")
            .arg(given));
  connection.engine = engine;
  return {};
}

Expected<void> takePlace(const Arguments& arguments, const QString& workingFolder, Connection& connection) {
  for (const PlaceFlag& one : placeFlags) {
    const QString flag = QLatin1String(one.flag);
    if (arguments.has(flag) && !one.isFor(connection.engine)) return notForEngine(flag);
  }
  if (arguments.has(QStringLiteral("dsn"))) {
    const auto source = odbcConnection(arguments.value(QStringLiteral("dsn")));
    if (!source) return source.error();
    if (!source->password.isEmpty())
      return Error::invalidInput(
          ConnectionFlagsTr::tr("The password does not belong in --dsn: leave it out and add -p."));
    connection.file = source->connection.file;
    if (!source->connection.user.isEmpty()) connection.user = source->connection.user;
  }
  if (connection.engine == Engine::Odbc && connection.file.isEmpty())
    return Error::invalidInput(ConnectionFlagsTr::tr("The ODBC data source is missing: add --dsn NAME."));
  if (arguments.has(QStringLiteral("file"))) {
    const auto file =
        connectionFromUrl(QStringLiteral("sqlite:") + arguments.value(QStringLiteral("file")), workingFolder);
    if (!file) return file.error();
    connection.file = file->connection.file;
  }
  connection.host = arguments.value(QStringLiteral("host"), connection.host);
  connection.database = arguments.value(
      isTrino(connection.engine) ? QStringLiteral("catalog") : QStringLiteral("database"), connection.database);
  connection.schema = arguments.value(QStringLiteral("schema"), connection.schema);
  connection.user = arguments.value(QStringLiteral("user"), connection.user);
  if (arguments.has(QStringLiteral("port"))) connection.port = arguments.value(QStringLiteral("port")).toInt();
  if (connection.engine == Engine::TreasureData) {
    if (const TreasureDataRegion* region = treasureDataRegionOf(connection.host))
      connection.host = QLatin1String(region->key);
  } else if (isServer(connection.engine) && connection.host.isEmpty()) {
    connection.host = QStringLiteral("localhost");
  }
  return {};
}

/// Another certificate or key has no passphrase until one is given; without a certificate there is no key.
void takeClientKey(const Arguments& arguments, ServerOptions& options) {
  const auto isGiven = [&](ServerOptionId id) { return arguments.has(serverOption(id).flagName()); };
  if (isGiven(ServerOptionId::ClientCertificate) || isGiven(ServerOptionId::ClientKey))
    options.keyHasPassphrase = false;
  if (isGiven(ServerOptionId::ClientCertificate) && options.clientCertificateFile.isEmpty())
    options.clientKeyFile.clear();
  if (arguments.has(QStringLiteral("key-passphrase"))) options.keyHasPassphrase = true;
}

}  // namespace

QVector<OptionSpec> connectionFlags() {
  using Value = OptionSpec::Value;
  const auto text = [](const char* name, const char* valueName, const QString& help) {
    return newFlag(name, QString::fromLatin1(valueName), help);
  };
  QVector<OptionSpec> flags = {
      newFlag("engine", QStringLiteral("sqlite|postgresql|mariadb|odbc|trino|treasuredata"),
              ConnectionFlagsTr::tr("the kind of database, where no address says it"), checkEngine),
      text("file", "FILE", ConnectionFlagsTr::tr("the SQLite file")),
      text("dsn", "NAME", ConnectionFlagsTr::tr("the ODBC data source, or a connection string without its password")),
      text("host", "HOST",
           ConnectionFlagsTr::tr("the server (localhost); of Treasure Data its region: us, tokyo, "
                                 "eu01, ap02 or ap03")),
      newFlag("port", QStringLiteral("N"), ConnectionFlagsTr::tr("its port, where it is not the usual one"), checkPort),
      text("database", "NAME", ConnectionFlagsTr::tr("the database on the server")),
      text("catalog", "NAME", ConnectionFlagsTr::tr("the catalog of Trino or Presto")),
      text("schema", "NAME", ConnectionFlagsTr::tr("the schema in it")),
      {u'u',
       QStringLiteral("user"),
       Value::Required,
       QStringLiteral("USER"),
       ConnectionFlagsTr::tr("sign in as USER"),
       {}},
      {u'p',
       QStringLiteral("password"),
       Value::None,
       {},
       ConnectionFlagsTr::tr("ask for the password, token or API key, or read it as a line of standard input; likewise "
                             "the two secrets below, in this order, one line each"),
       {}},
      newFlag("key-passphrase", {}, ConnectionFlagsTr::tr("ask for the passphrase of the client key")),
      newFlag("proxy-password", {}, ConnectionFlagsTr::tr("ask for the password at the proxy")),
      newFlag("no-password", {}, ConnectionFlagsTr::tr("sign in without a password; a saved one is removed")),
      newFlag("writable", {}, ConnectionFlagsTr::tr("let queries change data (default: read-only)")),
      newFlag("read-only", {}, ConnectionFlagsTr::tr("refuse what changes data")),
  };
  for (const ServerOption& option : serverOptionTable()) {
    if (option.hasFlag()) flags.append(flagOf(option));
  }
  return flags;
}

Expected<WantedConnection> connectionFrom(const Arguments& arguments, const QString& url, const Connection& before,
                                          const QString& workingFolder) {
  WantedConnection wanted{before, {}};
  Connection& connection = wanted.connection;
  if (!url.isEmpty()) {
    if (auto taken = takeAddress(url, workingFolder, wanted); !taken) return taken.error();
  }
  const bool isKnown = !url.isEmpty() || before.id.isValid();
  if (auto taken = takeEngine(arguments, isKnown, connection); !taken) return taken.error();
  if (auto taken = takePlace(arguments, workingFolder, connection); !taken) return taken.error();
  for (const ServerOption& option : serverOptionTable()) {
    if (!option.hasFlag() || !arguments.has(option.flagName())) continue;
    if (!option.isFor(connection.engine)) return notForEngine(option.flagName());
    if (auto taken = take(option, arguments.value(option.flagName()), connection.server); !taken) return taken.error();
  }
  takeClientKey(arguments, connection.server);
  connection.server = optionsFor(connection.engine, connection.server);
  const bool isWritable = arguments.has(QStringLiteral("writable"));
  const bool isReadOnly = arguments.has(QStringLiteral("read-only"));
  if (isWritable && isReadOnly)
    return Error::invalidInput(ConnectionFlagsTr::tr("--writable and --read-only do not go together. Leave one out."));
  if (isWritable || isReadOnly) connection.readOnly = isReadOnly;
  if (arguments.has(QStringLiteral("no-password"))) {
    if (arguments.has(QStringLiteral("password")))
      return Error::invalidInput(ConnectionFlagsTr::tr("-p and --no-password do not go together. Leave one out."));
    wanted.secrets.insert(secretfields::password, QString());
  }
  if (auto fine = checkConnection(connection); !fine) return fine.error();
  return wanted;
}

}  // namespace courier
