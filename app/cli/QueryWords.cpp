#include "app/cli/QueryWords.h"

#include <QCoreApplication>
#include <QFile>

namespace courier {

namespace {

struct QueryWordsTr {
  Q_DECLARE_TR_FUNCTIONS(QueryCommands)
};

}  // namespace

Expected<QString> sqlText(CommandContext& context, int position) {
  const Arguments& arguments = context.arguments;
  QString sql = arguments.positional(position);
  if (arguments.has(QStringLiteral("query"))) {
    if (!sql.isEmpty())
      return Error::invalidInput(QueryWordsTr::tr("Give the SQL once: in the command or in the file of -q."));
    QFile file(arguments.value(QStringLiteral("query")));
    if (!file.open(QIODevice::ReadOnly))
      return Error::invalidInput(
          QueryWordsTr::tr("The file %1 cannot be read: %2").arg(file.fileName(), file.errorString()));
    sql = QString::fromUtf8(file.readAll());
  } else if (sql == u"-") {
    auto input = context.console.readAll();
    if (!input) return input.error();
    sql = *input;
  }
  if (sql.trimmed().isEmpty())
    return Error::invalidInput(
        QueryWordsTr::tr("There is no SQL: give it as the last word, with -q FILE, or with - on standard input."));
  return sql;
}

Expected<Connection> connectionOption(CommandContext& context) {
  ConnectionStore& connections = context.services->connections();
  if (context.arguments.has(QStringLiteral("database"))) {
    return waitFor(connections.findByName(context.arguments.value(QStringLiteral("database"))));
  }
  const auto all = waitFor(connections.all());
  if (!all) return all.error();
  if (all->size() == 1) return all->first();
  QStringList names;
  for (const Connection& connection : *all) names.append(connection.name);
  return Error::invalidInput(
      QueryWordsTr::tr("Name the connection with -d. Connections: %1.").arg(names.join(QStringLiteral(", "))));
}

}  // namespace courier
