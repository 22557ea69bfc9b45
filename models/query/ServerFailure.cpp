#include "models/query/ServerFailure.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace courier {
namespace {

struct ServerTr {
  Q_DECLARE_TR_FUNCTIONS(ServerFailure)
};

using Step = ConnectionStep::Kind;
using Found = ConnectionStep::Outcome;

/// Host and port, where one is given.
QString serverName(const Connection& connection) {
  if (connection.port == 0) return connection.host;
  const QString form = connection.host.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2");
  return form.arg(connection.host).arg(connection.port);
}

QString sentenceFor(const Connection& connection, ServerFailure failure, const QString& said) {
  const QString server = serverName(connection);
  switch (failure) {
    case ServerFailure::NoServer:
      return ServerTr::tr("There is no server named %1. Check the connection's host.").arg(connection.host);
    case ServerFailure::Refused:
      return ServerTr::tr("Nothing listens at %1. Check host and port, and that the server runs.").arg(server);
    case ServerFailure::Silent:
      return ServerTr::tr(
                 "The server %1 did not answer within %n second(s). Check its name and port, and that no firewall is "
                 "in between.",
                 nullptr, connection.server.connectTimeoutS)
          .arg(server);
    case ServerFailure::NoTls:
      return ServerTr::tr(
                 "The server %1 does not offer TLS. Switch TLS off in the connection only if the network is safe.")
          .arg(server);
    case ServerFailure::TlsDemanded:
      return ServerTr::tr("The server %1 takes only connections with TLS. Switch TLS to “verify” in the connection.")
          .arg(server);
    case ServerFailure::Certificate:
      return ServerTr::tr(
                 "The certificate of %1 could not be verified. Name the right CA file in the connection, or the "
                 "server by the name that its certificate has.")
          .arg(server);
    case ServerFailure::Full:
      return ServerTr::tr("The server %1 takes no more connections at the moment. Try again later.").arg(server);
    case ServerFailure::Starting:
      return ServerTr::tr("The server %1 is starting or stopping. Try again in a moment.").arg(server);
    case ServerFailure::SignIn:
      return ServerTr::tr("The server %1 refused user and password. Correct them in the connection.").arg(server);
    case ServerFailure::Database:
      return ServerTr::tr("The server %1 did not open the database “%2”: %3. Check the connection's database.")
          .arg(server, connection.database, said);
    case ServerFailure::StartSql:
      return ServerTr::tr("The connection's first statements failed: %1").arg(said);
    case ServerFailure::Other:
      break;
  }
  return ServerTr::tr("The server %1 did not accept the connection: %2. Check the connection.").arg(server, said);
}

/// The step that a failure is of; those before it went well.
Step stepOf(ServerFailure failure) {
  switch (failure) {
    case ServerFailure::NoServer:
      return Step::Name;
    case ServerFailure::Refused:
    case ServerFailure::Silent:
    case ServerFailure::Full:
    case ServerFailure::Starting:
      return Step::Connection;
    case ServerFailure::NoTls:
    case ServerFailure::TlsDemanded:
    case ServerFailure::Certificate:
      return Step::Tls;
    case ServerFailure::SignIn:
    case ServerFailure::Other:
      return Step::SignIn;
    case ServerFailure::Database:
    case ServerFailure::StartSql:
      break;
  }
  return Step::Database;
}

ConnectionStep nameStep(const Connection& connection) {
  if (connection.host.startsWith(u'/'))
    return {Step::Name, Found::Passed, ServerTr::tr("The server is on this computer, at %1.").arg(connection.host)};
  if (!QHostAddress(connection.host).isNull())
    return {Step::Name, Found::Passed,
            ServerTr::tr("%1 is an address; there is no name to find.").arg(connection.host)};
  return {Step::Name, Found::Passed, ServerTr::tr("The name %1 was found.").arg(connection.host)};
}

ConnectionStep tlsStep(const Connection& connection, const QString& protocol) {
  const TlsMode mode = connection.server.tlsFor(connection.host);
  if (mode == TlsMode::Verify)
    return {Step::Tls, Found::Passed,
            ServerTr::tr("The way is encrypted (%1), and the server's certificate was verified.").arg(protocol)};
  if (mode == TlsMode::On)
    return {Step::Tls, Found::Warned,
            ServerTr::tr("The way is encrypted (%1), but nobody verified who is at the other end.").arg(protocol)};
  ServerOptions usual = connection.server;
  usual.tls.reset();
  if (usual.tlsFor(connection.host) == TlsMode::Off)
    return {Step::Tls, Found::Passed, ServerTr::tr("The way stays on this computer; it is not encrypted.")};
  return {Step::Tls, Found::Warned,
          ServerTr::tr("The way is not encrypted: whoever is in between can read password and rows.")};
}

}  // namespace

Error serverError(const Connection& connection, ServerFailure failure, const QString& said) {
  return Error::of(ErrorKind::Sql, sentenceFor(connection, failure, said), said);
}

Error lostServer(const Connection& connection, const QString& said) {
  return Error::of(
      ErrorKind::Sql,
      ServerTr::tr("The connection to %1 was lost, and what became of the statement is unknown. Look before you run "
                   "it again.")
          .arg(connection.host),
      said);
}

Error overTimeLimit(const Connection& connection, const QString& said) {
  return Error::of(ErrorKind::Sql,
                   ServerTr::tr("The statement took longer than the connection's limit of %n second(s). Ask for less, "
                                "or raise the limit.",
                                nullptr, connection.server.timeLimitS),
                   said);
}

ConnectionSteps serverSteps(const Connection& connection, const ServerFacts& facts) {
  ConnectionSteps steps{nameStep(connection)};
  steps.push_back({Step::Connection, Found::Passed, ServerTr::tr("%1 answers.").arg(serverName(connection))});
  steps.push_back(tlsStep(connection, facts.tls));
  steps.push_back({Step::SignIn, Found::Passed, ServerTr::tr("Signed in as %1.").arg(facts.user)});
  const QString zone =
      facts.timeZone.isEmpty() ? QString() : u' ' + ServerTr::tr("Times are in the zone %1.").arg(facts.timeZone);
  steps.push_back({Step::Database, Found::Passed,
                   (facts.database.isEmpty() ? ServerTr::tr("%1; no database is chosen.").arg(facts.product)
                                             : ServerTr::tr("%1, database “%2”.").arg(facts.product, facts.database)) +
                       zone});
  if (!connection.readOnly) {
    steps.push_back({Step::ReadOnly, Found::Warned, ServerTr::tr("Queries may change data.")});
  } else if (facts.refusesChanges) {
    steps.push_back({Step::ReadOnly, Found::Passed,
                     ServerTr::tr("Read-only: the server refuses changes. That guards against accidents; a role that "
                                  "may only SELECT guards against more.")});
  } else {
    steps.push_back({Step::ReadOnly, Found::Warned,
                     ServerTr::tr("This server has no read-only mode: Query Courier lets only statements through that "
                                  "begin as reading ones do.")});
  }
  return steps;
}

ConnectionSteps failedServerSteps(const Connection& connection, ServerFailure failure, const Error& error) {
  ConnectionSteps steps;
  const Step failed = stepOf(failure);
  if (failed > Step::Name) steps.push_back(nameStep(connection));
  if (failed > Step::Connection)
    steps.push_back({Step::Connection, Found::Passed, ServerTr::tr("%1 answers.").arg(serverName(connection))});
  // Which protocol it was is known only with a whole connection.
  if (failed > Step::Tls && connection.server.tlsFor(connection.host) != TlsMode::Off)
    steps.push_back({Step::Tls, Found::Passed, ServerTr::tr("The way is encrypted.")});
  if (failed > Step::SignIn) steps.push_back({Step::SignIn, Found::Passed, ServerTr::tr("The server knows the user.")});
  steps.push_back({failed, Found::Failed, error.message});
  return steps;
}

}  // namespace courier
