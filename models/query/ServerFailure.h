#pragma once

#include "models/base/Error.h"
#include "models/query/Connection.h"
#include "models/query/ConnectionStep.h"

namespace courier {

/// What keeps a connection to a server from coming about.
enum class ServerFailure {
  NoServer,     ///< nobody knows the name
  Refused,      ///< nothing listens
  Silent,       ///< no answer in time
  NoTls,        ///< TLS is wanted, and the server has none
  TlsDemanded,  ///< the server takes nobody without TLS
  Certificate,  ///< not to be verified
  Full,         ///< no more connections
  Starting,     ///< or stopping
  SignIn,       ///< wrong user or password
  Database,     ///< the database is not there, or not for this user
  StartSql,     ///< the connection's own first statements failed
  Other         ///< in the server's words
};

/// The sentence for it, with what to do. `said`: what the server or its library said, without the password; becomes
/// the detail, and of Database, StartSql and Other a part of the sentence.
[[nodiscard]] Error serverError(const Connection& connection, ServerFailure failure, const QString& said);
/// A connection that ended in the middle of a statement.
[[nodiscard]] Error lostServer(const Connection& connection, const QString& said);
/// The connection's own time limit ended a statement.
[[nodiscard]] Error overTimeLimit(const Connection& connection, const QString& said);

/// What is found out about a server that a connection was made to.
struct ServerFacts {
  QString tls;      ///< the way's protocol, "TLSv1.3"; "" where it is not encrypted
  QString product;  ///< "PostgreSQL 15.20"
  QString user;     ///< whom the server takes the person for
  QString database;
  QString timeZone;             ///< in which times without an offset are
  bool refusesChanges = false;  ///< the session is read-only, and the server sees to it
};
/// The test's steps where all went well.
[[nodiscard]] ConnectionSteps serverSteps(const Connection& connection, const ServerFacts& facts);
/// The test's steps up to the one that failed.
[[nodiscard]] ConnectionSteps failedServerSteps(const Connection& connection, ServerFailure failure,
                                                const Error& error);

}  // namespace courier
