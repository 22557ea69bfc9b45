#include <QCoreApplication>
#include <QDir>
#include <QHash>
#include <tuple>

#include "app/cli/ConnectionFlags.h"
#include "app/cli/OptionFlags.h"
#include "app/cli/Output.h"
#include "models/query/ConnectionSaver.h"
#include "models/query/ConnectionUrl.h"
#include "models/query/QueryRunner.h"
#include "models/secrets/SecretFields.h"

namespace courier {

namespace {

struct ConnectionCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionCommands)
};

/// Ends with the program: it is used once by a command. On the main thread.
ConnectionSaver* newSaver(Services& services) {
  return new ConnectionSaver(services.connections(), services.secrets(), QCoreApplication::instance());
}

QString passwordPrompt(const Connection& connection) {
  switch (passwordKind(connection)) {
    case PasswordKind::ApiKey:
      return ConnectionCommandsTr::tr("API key: ");
    case PasswordKind::Token:
      return ConnectionCommandsTr::tr("Token: ");
    case PasswordKind::Password:
      break;
  }
  return ConnectionCommandsTr::tr("Password: ");
}

/// The connection that the command's words want, with the secrets whose flags were given, in the order of the help.
Expected<WantedConnection> wantedConnection(CommandContext& context, const Connection& before) {
  auto wanted = connectionFrom(context.arguments, context.arguments.positional(1), before, QDir::currentPath());
  if (!wanted) return wanted;
  const QString& proxyUser = wanted->connection.server.proxy.user;
  const QVector<std::tuple<QString, QString, QString>> asked = {
      {QStringLiteral("password"), secretfields::password, passwordPrompt(wanted->connection)},
      {QStringLiteral("key-passphrase"), secretfields::keyPassphrase,
       ConnectionCommandsTr::tr("Passphrase of the client key: ")},
      {QStringLiteral("proxy-password"), secretfields::proxyPassword,
       ConnectionCommandsTr::tr("Password of %1 at the proxy: ").arg(proxyUser)}};
  for (const auto& [flag, field, prompt] : asked) {
    if (!context.arguments.has(flag)) continue;
    const auto value = context.console.readSecret(prompt);
    if (!value) return value.error();
    wanted->secrets.insert(field, *value);
  }
  return wanted;
}

/// A SecretMissing of the ConnectionSaver with the flag that gives it; any other error as it is.
Error withFlag(const Error& error, const Connection& connection) {
  if (error.kind != ErrorKind::SecretMissing || error.detail.isEmpty()) return error;
  if (error.detail == secretfields::proxyPassword)
    return Error::invalidInput(ConnectionCommandsTr::tr("The proxy's password is missing: add --proxy-password."));
  if (error.detail == secretfields::keyPassphrase)
    return Error::invalidInput(ConnectionCommandsTr::tr("The key's passphrase is missing: add --key-passphrase."));
  return Error::invalidInput(connection.engine == Engine::TreasureData
                                 ? ConnectionCommandsTr::tr("The API key is missing: add -p.")
                                 : ConnectionCommandsTr::tr("The token is missing: add -p."));
}

/// What a person has to know of the way to the server: "" for nothing.
QString tlsWarning(const Connection& connection) {
  if (!isServer(connection.engine) || isThisComputer(connection.host)) return {};
  switch (tlsOf(connection)) {
    case TlsMode::Verify:
      return {};
    case TlsMode::On:
      return ConnectionCommandsTr::tr(
          "Encrypted, but not verified: another server could take this one's place. Use --tls verify if it can.");
    case TlsMode::Off:
      return ConnectionCommandsTr::tr(
          "Not encrypted: anyone on the way can read the data and the password. Use --tls verify if the server has "
          "TLS.");
  }
  return {};
}

void sayTlsWarning(CommandContext& context, const Connection& connection) {
  const QString warning = tlsWarning(connection);
  if (!warning.isEmpty()) context.console.err(warning);
}

ExitCode createConnection(CommandContext& context) {
  auto wanted = wantedConnection(context, {});
  if (!wanted) return context.fail(wanted.error());
  wanted->connection.name = context.arguments.positional(0);
  Services& services = *context.services;
  const auto created = waitOnMain([&services, &wanted] {
    return newSaver(services)->create(wanted->connection, wanted->secrets, SecretStore::Fallback::None);
  });
  if (!created) return context.fail(withFlag(created.error(), wanted->connection));
  sayTlsWarning(context, wanted->connection);
  context.console.err(ConnectionCommandsTr::tr("Connection '%1' is created.").arg(wanted->connection.name));
  return ExitCode::Done;
}

ExitCode updateConnection(CommandContext& context) {
  Services& services = *context.services;
  const auto found = waitFor(services.connections().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  auto wanted = wantedConnection(context, *found);
  if (!wanted) return context.fail(wanted.error());
  wanted->connection.name = context.arguments.value(QStringLiteral("name"), found->name);
  const auto updated = waitOnMain([&services, &wanted] {
    return newSaver(services)->update(wanted->connection, wanted->secrets, SecretStore::Fallback::None);
  });
  if (!updated) return context.fail(withFlag(updated.error(), wanted->connection));
  sayTlsWarning(context, wanted->connection);
  context.console.err(ConnectionCommandsTr::tr("Connection '%1' is updated.").arg(wanted->connection.name));
  return ExitCode::Done;
}

QString stepOutcome(ConnectionStep::Outcome outcome) {
  switch (outcome) {
    case ConnectionStep::Outcome::Passed:
      return ConnectionCommandsTr::tr("ok");
    case ConnectionStep::Outcome::Warned:
      return ConnectionCommandsTr::tr("warning");
    case ConnectionStep::Outcome::Failed:
      return ConnectionCommandsTr::tr("failed");
  }
  return {};
}

ExitCode checkConnection(CommandContext& context) {
  Services& services = *context.services;
  const auto found = waitFor(services.connections().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  const auto secret = waitOnMain([&services, &found] { return connectionSecret(*found, services.secrets()); });
  if (!secret) return context.fail(secret.error());
  const auto steps = waitFor(services.queryRunner().check(accessTo(*found, *secret), context.cancel));
  if (!steps) return context.fail(steps.error());
  bool passed = true;
  for (const ConnectionStep& step : *steps) {
    constexpr int kNameWidth = 12;
    constexpr int kOutcomeWidth = 9;
    context.console.out(connectionStepName(step.kind).leftJustified(kNameWidth) + u' ' +
                        stepOutcome(step.outcome).leftJustified(kOutcomeWidth) + u' ' + step.words);
    passed = passed && step.outcome != ConnectionStep::Outcome::Failed;
  }
  return passed ? ExitCode::Done : ExitCode::QueryFailed;
}

ExitCode listConnections(CommandContext& context) {
  const auto connections = waitFor(context.services->connections().all());
  if (!connections) return context.fail(connections.error());
  ListOutput list({QStringLiteral("name"), QStringLiteral("url"), QStringLiteral("access"), QStringLiteral("label")});
  for (const Connection& connection : *connections) {
    list.add({connection.name, connectionUrl(connection),
              connection.readOnly ? QStringLiteral("read-only") : QStringLiteral("read-write"),
              connection.server.label});
  }
  return list.print(context);
}

ExitCode deleteConnection(CommandContext& context) {
  Services& services = *context.services;
  const auto found = waitFor(services.connections().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  const auto use = waitFor(services.connections().use(found->id));
  if (!use) return context.fail(use.error());
  const auto removed = waitOnMain([&services, &found] { return newSaver(services)->remove(*found); });
  if (!removed) return context.fail(removed.error());
  const QStringList losses = connectionLossText(*use).split(u'\n', Qt::SkipEmptyParts);
  for (const QString& loss : losses) context.console.err(loss);
  context.console.err(
      ConnectionCommandsTr::tr("Connection '%1' is deleted; its database is untouched.").arg(found->name));
  return ExitCode::Done;
}

ExitCode listTables(CommandContext& context) {
  Services& services = *context.services;
  const auto found = waitFor(services.connections().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  const auto secret = waitOnMain([&services, found] { return connectionSecret(*found, services.secrets()); });
  if (!secret) return context.fail(secret.error());
  const DatabaseAccess access = accessTo(*found, *secret);
  QueryRunner& queries = services.queryRunner();
  if (queries.abilities(found->engine).hasCatalogs && found->database.isEmpty())
    return context.fail(Error::invalidInput(
        ConnectionCommandsTr::tr("Connection '%1' names no catalog: add one with db:update %1 --catalog NAME.")
            .arg(found->name)));
  const auto schemas = waitFor(queries.schemas(access, context.cancel));
  if (!schemas) return context.fail(schemas.error());
  ListOutput list(
      {QStringLiteral("schema"), QStringLiteral("table"), QStringLiteral("kind"), QStringLiteral("columns")});
  for (const SchemaInfo& schema : *schemas) {
    // Each is a query in the cluster's queue: the connection's own schema is enough where it names one.
    if (!found->schema.isEmpty() && schema.name != found->schema) continue;
    const auto tables = waitFor(queries.tables(access, schema.name, context.cancel));
    if (!tables) return context.fail(tables.error());
    const auto columns = waitFor(queries.columns(access, {schema.name, {}}, context.cancel));
    if (!columns) return context.fail(columns.error());
    QHash<QString, QStringList> columnsOf;
    for (const TableColumn& column : *columns)
      columnsOf[column.table] += column.name + u':' + columnTypeName(column.type, column.element);
    for (const TableInfo& table : *tables) {
      const bool isView = table.kind == TableKind::View || table.kind == TableKind::MaterializedView;
      list.add({schema.name.isEmpty() ? QVariant() : QVariant(schema.name), table.name,
                isView ? QStringLiteral("view") : QStringLiteral("table"),
                columnsOf.value(table.name).join(QStringLiteral(", "))});
    }
  }
  return list.print(context);
}

}  // namespace

QVector<Command> connectionCommands() {
  const QString options = QStringLiteral(" [--engine E] [--host HOST] [-u USER] [-p] [OPTION…]");
  QVector<OptionSpec> updateFlags = connectionFlags();
  updateFlags.prepend(newFlag("name", QStringLiteral("NAME"), ConnectionCommandsTr::tr("give it another name")));
  return {
      {QStringLiteral("db:create"), QStringLiteral("NAME [URL]") + options,
       ConnectionCommandsTr::tr(
           "Adds a connection: sqlite:/path/file.db, file:/path/sales.csv, postgresql://user@host/database, "
           "mysql://user@host/database, trino://user@host/catalog/schema, presto://…, td://region/database or "
           "odbc:NAME."),
       connectionFlags(), 1, 2, createConnection},
      {QStringLiteral("db:update"), QStringLiteral("NAME [URL] [--name NEWNAME]") + options,
       ConnectionCommandsTr::tr("Changes a connection; what is not named stays as it is."), updateFlags, 1, 2,
       updateConnection},
      {QStringLiteral("db:check"),
       QStringLiteral("NAME"),
       ConnectionCommandsTr::tr("Tries a connection, step by step."),
       {},
       1,
       1,
       checkConnection,
       Command::Data::LookedAt},
      {QStringLiteral("db:list"),
       QStringLiteral("[-f FORMAT]"),
       ConnectionCommandsTr::tr("Lists the connections."),
       {formatOption(true)},
       0,
       0,
       listConnections,
       Command::Data::LookedAt},
      {QStringLiteral("db:delete"),
       QStringLiteral("NAME"),
       ConnectionCommandsTr::tr("Deletes a connection."),
       {},
       1,
       1,
       deleteConnection},
      {QStringLiteral("table:list"),
       QStringLiteral("CONN [-f FORMAT]"),
       ConnectionCommandsTr::tr("Lists a connection's tables and columns."),
       {formatOption(true)},
       1,
       1,
       listTables,
       Command::Data::LookedAt},
  };
}

}  // namespace courier
