#pragma once

#include <QCoreApplication>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "models/odbc/OdbcStatement.h"
#include "models/odbc/OdbcThread.h"
#include "models/query/Connection.h"

namespace courier {

/// One session with a database through its ODBC driver, for one thread. The driver is called on the session's own
/// thread; whoever asks waits for it no longer than the token and the connection's limits allow. When the token is
/// cancelled the driver is asked to stop; one that does not obey is left to itself.
class OdbcSession {
  Q_DECLARE_TR_FUNCTIONS(OdbcSession)
 public:
  /// Signs in. Errors are in words, without the password. `failed`: the step at which it did, for the connection's
  /// test.
  [[nodiscard]] static Expected<std::unique_ptr<OdbcSession>> open(const std::shared_ptr<const OdbcApi>& api,
                                                                   const Connection& connection,
                                                                   const QString& password, const CancelToken& cancel,
                                                                   ConnectionStep::Kind* failed = nullptr);
  /// Signs off, and waits for that a moment only.
  ~OdbcSession();
  OdbcSession(const OdbcSession&) = delete;
  OdbcSession& operator=(const OdbcSession&) = delete;

  /// What the driver told when it was connected.
  [[nodiscard]] const OdbcTraits& traits() const { return m_statement->link().traits(); }
  [[nodiscard]] QString sourceName() const { return m_statement->link().sourceName(); }
  /// From now on the connection's time limit counts.
  void startLimit();
  /// Does something with the statement on the session's thread. `work` owns what it uses. Cancelled; Sql where a limit
  /// is over.
  template <class Value>
  [[nodiscard]] Expected<Value> ask(std::function<Expected<Value>(OdbcStatement&)> work) {
    struct Answer {
      std::optional<Expected<Value>> value;
      std::exception_ptr thrown;
    };
    const auto answer = std::make_shared<Answer>();
    const auto job = [statement = m_statement, answer, work = std::move(work)] {
      try {
        answer->value.emplace(work(*statement));
      } catch (...) {
        answer->thrown = std::current_exception();
      }
    };
    if (const auto gone = run(job)) return *gone;
    if (answer->thrown) std::rethrow_exception(answer->thrown);
    return std::move(*answer->value);
  }

 private:
  OdbcSession(std::shared_ptr<OdbcStatement> statement, const Connection& connection, const CancelToken& cancel)
      : m_statement(std::move(statement)), m_connection(connection), m_cancel(cancel) {}
  /// The error where the job's end was not waited for, or was too late.
  [[nodiscard]] std::optional<Error> run(std::function<void()> job);

  std::shared_ptr<OdbcStatement> m_statement;  ///< used on the thread alone, but for what never changes
  std::unique_ptr<OdbcThread> m_thread;
  Connection m_connection;
  CancelToken m_cancel;
  QDeadlineTimer m_limit{QDeadlineTimer::Forever};
  bool m_isOpen = false;
  bool m_isLeft = false;  ///< the driver did not come back
};

}  // namespace courier
