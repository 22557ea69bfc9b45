#include "app/cli/QueryOptions.h"

#include <QDir>
#include <QFile>

#include "models/base/GivenText.h"
#include "models/targets/TargetResolver.h"

namespace courier {

namespace {

struct QueryOptionsTr {
  Q_DECLARE_TR_FUNCTIONS(QueryOptions)
};

}  // namespace

Expected<QString> sqlText(CommandContext& context, int position) {
  const Arguments& arguments = context.arguments;
  QString sql = arguments.positional(position);
  if (arguments.has(QStringLiteral("query"))) {
    if (!sql.isEmpty())
      return Error::invalidInput(QueryOptionsTr::tr("Give the SQL once: in the command or in a file with -q."));
    QFile file(arguments.value(QStringLiteral("query")));
    if (!file.open(QIODevice::ReadOnly))
      return Error::invalidInput(
          QueryOptionsTr::tr("The file %1 cannot be read: %2").arg(file.fileName(), file.errorString()));
    const auto text =
        givenText(file.readAll(), QueryOptionsTr::tr("The file %1").arg(QDir::toNativeSeparators(file.fileName())));
    if (!text) return text.error();
    if (file.error() != QFileDevice::NoError)
      return Error::invalidInput(
          QueryOptionsTr::tr("The file %1 cannot be read: %2").arg(file.fileName(), file.errorString()));
    sql = *text;
  } else if (sql == u"-") {
    auto input = context.console.readAll();
    if (!input) return input.error();
    sql = *input;
  }
  if (sql.trimmed().isEmpty())
    return Error::invalidInput(
        QueryOptionsTr::tr("There is no SQL: give it as the last word, with -q FILE, or with - on standard input."));
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
      QueryOptionsTr::tr("Name the connection with -d. Connections: %1.").arg(names.join(QStringLiteral(", "))));
}

Expected<DeliveryRequest> chooseTarget(CommandContext& context, const QString& words, SecretStore::Fallback fallback) {
  const auto reference = TargetReference::parse(words);
  if (!reference) return reference.error();
  TargetWish wish;
  wish.reference = *reference;
  wish.fallback = fallback;
  if (context.arguments.has(QStringLiteral("user"))) wish.user = context.arguments.value(QStringLiteral("user"));
  if (context.arguments.has(QStringLiteral("password"))) {
    auto password = context.console.readSecret(QueryOptionsTr::tr("Password: "));
    if (!password) return password.error();
    wish.password = *password;
  }
  Services& services = *context.services;
  const auto resolved = waitOnMain([&services, wish] {
    // Ends with the program: it is used once by a command.
    auto* resolver = new TargetResolver(services.targets(), services.secrets(), QCoreApplication::instance());
    return resolver->resolve(wish);
  });
  if (!resolved) return resolved.error();
  if (resolved->passwordPlace == SecretStore::Place::Session) {
    context.console.err(
        QueryOptionsTr::tr("This computer has no keychain: the password stays in memory until this command ends."));
  }
  if (const QString warning = unencryptedWarning(resolved->request.to.url); reference->address && !warning.isEmpty()) {
    context.console.err(warning);
  }
  if (resolved->state != TargetState::Active) {
    context.console.err(
        QueryOptionsTr::tr("%1 is stopped: %2").arg(resolved->request.targetText, resolved->stateReason));
    context.console.err(QueryOptionsTr::tr("Fix that, then run: query-courier result:resume %1")
                            .arg(reference->address ? resolved->request.to.url.address() : reference->name));
  }
  return resolved->request;
}

}  // namespace courier
