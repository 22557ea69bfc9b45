#include <QCoreApplication>
#include <QDir>
#include <QHash>

#include "app/cli/Output.h"
#include "models/query/ConnectionSaver.h"
#include "models/query/ConnectionUrl.h"
#include "models/query/QueryRunner.h"

namespace courier {

namespace {

struct ConnectionCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionCommands)
};

ExitCode createConnection(CommandContext& context) {
  auto parsed = connectionFromUrl(context.arguments.positional(1), QDir::currentPath());
  if (!parsed) return context.fail(parsed.error());
  Connection& connection = parsed->connection;
  connection.name = context.arguments.positional(0);
  connection.readOnly = !context.arguments.has(QStringLiteral("writable"));
  if (context.arguments.has(QStringLiteral("password"))) {
    auto password = context.console.readSecret(ConnectionCommandsTr::tr("Password: "));
    if (!password) return context.fail(password.error());
    parsed->password = *password;
  }
  Services& services = *context.services;
  const auto created = waitOnMain([&services, connection, password = parsed->password] {
    // Ends with the program: it is used once by a command.
    auto* saver = new ConnectionSaver(services.connections(), services.secrets(), QCoreApplication::instance());
    return saver->create(connection, password, SecretStore::Fallback::None);
  });
  if (!created) return context.fail(created.error());
  context.console.err(ConnectionCommandsTr::tr("Connection '%1' is created.").arg(connection.name));
  return ExitCode::Done;
}

ExitCode listConnections(CommandContext& context) {
  const auto connections = waitFor(context.services->connections().all());
  if (!connections) return context.fail(connections.error());
  ListOutput list({QStringLiteral("name"), QStringLiteral("url"), QStringLiteral("access")});
  for (const Connection& connection : *connections) {
    list.add({connection.name, connectionUrl(connection),
              connection.readOnly ? QStringLiteral("read-only") : QStringLiteral("read-write")});
  }
  return list.print(context);
}

ExitCode deleteConnection(CommandContext& context) {
  const auto found = waitFor(context.services->connections().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  Services& services = *context.services;
  const auto removed = waitOnMain([&services, connection = *found] {
    auto* saver = new ConnectionSaver(services.connections(), services.secrets(), QCoreApplication::instance());
    return saver->remove(connection);
  });
  if (!removed) return context.fail(removed.error());
  context.console.err(
      ConnectionCommandsTr::tr("Connection '%1' is deleted; its database is untouched.").arg(found->name));
  return ExitCode::Done;
}

ExitCode listTables(CommandContext& context) {
  Services& services = *context.services;
  const auto found = waitFor(services.connections().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  const auto password = waitOnMain([&services, found] { return connectionPassword(*found, services.secrets()); });
  if (!password) return context.fail(password.error());
  const DatabaseAccess access{*found, *password};
  QueryRunner& queries = services.queryRunner();
  const auto schemas = waitFor(queries.schemas(access, context.cancel));
  if (!schemas) return context.fail(schemas.error());
  ListOutput list(
      {QStringLiteral("schema"), QStringLiteral("table"), QStringLiteral("kind"), QStringLiteral("columns")});
  for (const SchemaInfo& schema : *schemas) {
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
  using Value = OptionSpec::Value;
  const OptionSpec writable{{},
                            QStringLiteral("writable"),
                            Value::None,
                            {},
                            ConnectionCommandsTr::tr("let queries change data (default: read-only)")};
  const OptionSpec password{u'p',
                            QStringLiteral("password"),
                            Value::None,
                            {},
                            ConnectionCommandsTr::tr("ask for the password, or read it as a line of standard input")};
  return {
      {QStringLiteral("db:create"),
       QStringLiteral("NAME URL [-p] [--writable]"),
       ConnectionCommandsTr::tr(
           "Adds a connection: sqlite:/path/file.db, file:/path/sales.csv, postgresql://user@host/database or "
           "mysql://user@host/database."),
       {password, writable},
       2,
       2,
       createConnection},
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
