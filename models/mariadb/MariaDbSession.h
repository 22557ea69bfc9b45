#pragma once

#include <mysql.h>

#include <QCoreApplication>
#include <QString>
#include <functional>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/query/Connection.h"
#include "models/query/ServerFailure.h"
#include "models/query/SqlDialect.h"
#include "models/secrets/SecretMask.h"

namespace courier {

/// One connection to a MariaDB or MySQL server, for one thread. Never blocks longer than a moment without looking at
/// the token, but for the look-up of the server's name. When it ends while the server works, the server is asked to
/// stop, from a thread that nobody waits for; what it still would send is never read.
class MariaDbSession {
  Q_DECLARE_TR_FUNCTIONS(MariaDbSession)
 public:
  /// Signs in and sets the session up. Errors in words, without the password; `why` is then told what failed.
  [[nodiscard]] static Expected<std::unique_ptr<MariaDbSession>> open(const Connection& connection,
                                                                      const QString& password,
                                                                      const CancelToken& cancel,
                                                                      ServerFailure* why = nullptr);
  ~MariaDbSession();
  MariaDbSession(const MariaDbSession&) = delete;
  MariaDbSession& operator=(const MariaDbSession&) = delete;

  [[nodiscard]] MYSQL* handle() const { return m_handle; }
  [[nodiscard]] bool isCancelled() const { return m_cancel.isCancelled(); }
  [[nodiscard]] bool tinyint1IsBoolean() const { return m_connection.server.tinyint1IsBoolean; }
  /// As the session's sql_mode has it now.
  [[nodiscard]] SqlDialect dialect() const;
  /// The server says that the session is in a transaction.
  [[nodiscard]] bool isInTransaction() const;

  /// Asks the server whether a statement switched the session's read-only mode off. (It would tell by itself, but not
  /// behind rows.)
  [[nodiscard]] bool hasLeftReadOnly();
  /// What the test of a connection tells.
  [[nodiscard]] Expected<ServerFacts> facts();
  /// `text` as a string of SQL, quotes included.
  [[nodiscard]] QByteArray literal(const QString& text) const;

  /// Runs one of the library's calls in its form that does not block: `start` and `go` return for what it waits (0: it
  /// is done), and go() is told what came.
  [[nodiscard]] Expected<void> await(const std::function<int()>& start, const std::function<int(int)>& go,
                                     const std::function<Expected<void>()>& whileIdle = {});
  /// Runs one statement of the program's own to its end, with its rows.
  using Rows = std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES*)>;
  [[nodiscard]] Expected<Rows> ask(const QByteArray& statement);
  /// From here on the server works for us.
  void setBusy(bool isBusy) { m_isBusy = isBusy; }

  /// An error of the library's or the server's as the program says it; without a place.
  [[nodiscard]] Error failure(unsigned number, const char* message) const;

 private:
  MariaDbSession(const Connection& connection, QString password, const CancelToken& cancel);
  [[nodiscard]] Expected<void> connect();
  [[nodiscard]] Expected<void> setUp();
  [[nodiscard]] Expected<void> setReadOnly();
  [[nodiscard]] Error failed(ServerFailure failure, const QString& said);
  [[nodiscard]] Error connectError();
  [[nodiscard]] QString scrubbed(const char* text) const;

  Connection m_connection;
  QString m_password;
  SecretMask m_secrets;  ///< whatever the server or the library repeats of them
  CancelToken m_cancel;
  MYSQL* m_handle = nullptr;
  ServerFailure m_failure = ServerFailure::Other;  ///< where no connection came about
  bool m_isBusy = false;
  bool m_refusesChanges = false;  ///< the session is read-only, and the server sees to it
};

}  // namespace courier
