#pragma once

#include <QCoreApplication>
#include <QFuture>
#include <QPromise>
#include <QVector>
#include <memory>

#include "app/Services.h"
#include "app/cli/Arguments.h"
#include "app/cli/Console.h"
#include "models/base/CancelToken.h"
#include "models/base/WhenDone.h"

namespace courier {

/// What a command's end means (DESIGN section 9).
enum class ExitCode { Done = 0, QueryFailed = 1, WrongUsage = 2, NotDelivered = 3, Killed = 4 };

/// What a command works with. A command runs on a thread of its own and may block there; the main thread keeps
/// turning for the keychain, the network and signals.
struct CommandContext {
  Services* services = nullptr;  ///< null for commands that keep no data
  const Arguments& arguments;
  Console& console;
  CancelToken cancel;  ///< cancelled by Ctrl+C, and where the system ends the program
  bool verbose = false;
  CancelToken leave = {};  ///< cancelled before it where it is the system

  /// Says an error in one line on standard error (with its detail when verbose) and gives the exit code it means.
  ExitCode fail(const Error& error) const;
};

/// One command of the grammar.
struct Command {
  enum class Data {
    Needed,
    LookedAt,  ///< read, and at most told notices marked: nothing is run or owned for it
    NotNeeded
  };
  QString name;     ///< "result:create"
  QString usage;    ///< what follows the name: "NAME URL [-u USER] [-p]"
  QString summary;  ///< one line for the help
  QVector<OptionSpec> options;
  int leastPositionals = 0;
  int mostPositionals = 0;
  ExitCode (*run)(CommandContext& context) = nullptr;
  Data data = Data::Needed;
  Owner::Role role = Owner::Role::Command;  ///< as what it would own the outbox
  /// Whether these words ask for nothing that is kept, whatever `data` says. Null: never.
  bool (*asksNoData)(const Arguments& arguments) = nullptr;
};

/// The value of a future, waited for on the command's thread.
template <class Value>
[[nodiscard]] Value waitFor(QFuture<Value> future) {
  future.waitForFinished();
  if constexpr (!std::is_void_v<Value>) return future.result();
}

/// Calls `call`, which returns a QFuture<Expected<…>>, on the main thread and waits for its value.
template <class Call>
[[nodiscard]] auto waitOnMain(Call call) {
  using Future = std::invoke_result_t<Call>;
  using Value = decltype(std::declval<Future>().result());
  auto promise = std::make_shared<QPromise<Value>>();
  promise->start();
  QMetaObject::invokeMethod(
      QCoreApplication::instance(),
      [promise, call = std::move(call)]() mutable {
        whenDone(call(), QCoreApplication::instance(), [promise](const Value& value) {
          promise->addResult(value);
          promise->finish();
        });
      },
      Qt::QueuedConnection);
  return waitFor(promise->future());
}

/// Calls `call` on the main thread and waits for what it returns (a plain value).
template <class Call>
[[nodiscard]] auto callOnMain(Call call) {
  using Value = std::invoke_result_t<Call>;
  auto promise = std::make_shared<QPromise<Value>>();
  promise->start();
  QMetaObject::invokeMethod(
      QCoreApplication::instance(),
      [promise, call = std::move(call)]() mutable {
        promise->addResult(call());
        promise->finish();
      },
      Qt::QueuedConnection);
  return waitFor(promise->future());
}

/// The families; each gives its part of the grammar.
[[nodiscard]] QVector<Command> queryCommands();
[[nodiscard]] QVector<Command> jobCommands();
[[nodiscard]] QVector<Command> resultCommands();
[[nodiscard]] QVector<Command> checkCommands();
[[nodiscard]] QVector<Command> deliveryCommands();
[[nodiscard]] QVector<Command> scheduleCommands();
[[nodiscard]] QVector<Command> connectionCommands();
[[nodiscard]] QVector<Command> receiveCommands();
[[nodiscard]] QVector<Command> agentCommands();

/// Every command, in the help's order.
[[nodiscard]] const QVector<Command>& allCommands();
[[nodiscard]] QString generalHelp();
[[nodiscard]] QString helpFor(const Command& command);

/// A number from a person's hand; InvalidInput says what was wanted ("a job's number").
[[nodiscard]] Expected<qint64> parseNumber(const QString& text, const QString& wanted);

}  // namespace courier
