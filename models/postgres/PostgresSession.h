#pragma once

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <functional>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/query/Connection.h"
#include "models/query/ServerFailure.h"
#include "models/secrets/SecretMask.h"

namespace courier {

struct PostgresClear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, PostgresClear>;

/// One connection to a PostgreSQL server, or to one that speaks as it does, for one thread. Never blocks longer than a
/// moment without looking at the token, but for the look-up of the server's name. When the token is cancelled, the
/// server is asked to stop what it does, from a thread that nobody waits for.
class PostgresSession {
  Q_DECLARE_TR_FUNCTIONS(PostgresSession)
 public:
  /// Signs in and sets the session up as the contract wants its values (dates in ISO form, every digit of a number).
  /// Errors in words, without the password; `why` is then told what failed.
  [[nodiscard]] static Expected<std::unique_ptr<PostgresSession>> open(const Connection& connection,
                                                                       const QString& password,
                                                                       const CancelToken& cancel,
                                                                       ServerFailure* why = nullptr);
  ~PostgresSession();
  PostgresSession(const PostgresSession&) = delete;
  PostgresSession& operator=(const PostgresSession&) = delete;

  [[nodiscard]] PGconn* handle() const { return m_handle; }
  [[nodiscard]] bool isCancelled() const { return m_cancel.isCancelled(); }
  /// The session is read-only, and the server sees to it. Servers that only speak as PostgreSQL does may not know how.
  [[nodiscard]] bool refusesChanges() const { return m_refusesChanges; }
  /// What the server said besides, since the last time: "NOTICE: …", at most 50 lines, the last of which tells that
  /// there were more.
  [[nodiscard]] QStringList takeNotices();
  /// What the test of a connection tells.
  [[nodiscard]] Expected<ServerFacts> facts();

  /// Sends one statement; its rows then come one by one from next().
  [[nodiscard]] Expected<void> send(const QByteArray& statement);
  /// The next result of what was sent; null behind the last. Cancelled; Sql where the connection is lost.
  /// `whileIdle` is called from time to time while nothing comes.
  [[nodiscard]] Expected<PostgresResult> next(const std::function<Expected<void>()>& whileIdle = {});
  /// The columns of a query that is not run, as a result without rows; null where the server cannot tell. Prepares and
  /// describes in one go.
  [[nodiscard]] Expected<PostgresResult> describe(const QByteArray& statement);
  /// The next line of what a COPY gives, with its end; null behind the last. `whileIdle` as of next().
  struct FreeLine {
    void operator()(char* line) const { PQfreemem(line); }
  };
  using CopyLine = std::unique_ptr<char, FreeLine>;
  [[nodiscard]] Expected<CopyLine> nextLine(int& length, const std::function<Expected<void>()>& whileIdle = {});
  /// Drops the results that are left of what was sent.
  [[nodiscard]] Expected<void> skipResults();
  /// Runs one statement of the program's own to its end. `values`: of $1, $2 …
  [[nodiscard]] Expected<PostgresResult> ask(const QByteArray& statement, const QStringList& values = {});

  /// A server's error as the program says it; without a place.
  [[nodiscard]] Error failure(const PGresult* result) const;
  [[nodiscard]] Error lostError() const;

 private:
  PostgresSession(const Connection& connection, QString password, const CancelToken& cancel);
  [[nodiscard]] Expected<void> connect();
  [[nodiscard]] Expected<void> setUp();
  /// Runs several statements of the connection's own; the first failure.
  [[nodiscard]] Expected<void> runAll(const QByteArray& statements);
  void setReadOnly();
  void note(const PGresult* notice);
  [[nodiscard]] Error failed(ServerFailure failure, const QString& said);
  [[nodiscard]] Error connectError();
  /// Waits a moment for the socket.
  void waitFor(bool toRead, bool toWrite, int limitMs) const;
  /// Without the password, whoever repeats it.
  [[nodiscard]] QString scrubbed(const char* text) const;

  Connection m_connection;
  QString m_password;
  SecretMask m_secrets;  ///< whatever the server or the library repeats of them
  CancelToken m_cancel;
  PGconn* m_handle = nullptr;
  ServerFailure m_failure = ServerFailure::Other;  ///< where no connection came about
  bool m_refusesChanges = false;
  QStringList m_notices;
  int m_noticeCount = 0;
};

}  // namespace courier
