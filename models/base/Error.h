#pragma once

#include <QString>
#include <optional>
#include <utility>

namespace courier {

/// The kinds of failure that callers treat differently. The sentence for people is in Error::message.
enum class ErrorKind {
  InvalidInput,       ///< what the person gave cannot be accepted: wrong address, wrong option, empty name
  NotFound,           ///< no such connection, target, job, file …
  AlreadyExists,      ///< a name that is taken
  Sql,                ///< the database that was asked refused the statement; `position` is set where it is known
  Storage,            ///< courier.db or the spool could not be read or written (full disk, permissions, corruption)
  Network,            ///< no connection, no name, no answer
  SecretLocked,       ///< the keychain is locked, or did not answer in time
  SecretMissing,      ///< the keychain answered: there is no such item
  SecretUnavailable,  ///< this computer offers no keychain
  Unsupported,        ///< not possible with this driver, platform or version
  Busy,               ///< somebody else holds what is needed (owner lock, newer database)
  Cancelled,          ///< stopped on request; never shown as a failure
  Internal            ///< a broken promise of our own; the message says what was expected
};

/// A place in a text: 1-based line and column (in characters), 0-based offset (in UTF-16 code units), and the 1-based
/// number of the statement that contains it.
struct TextPosition {
  int statement = 1;
  int line = 1;
  int column = 1;
  qsizetype offset = 0;
};

/// How an operation failed. `message` is one sentence for a person that names the part and the mend and never holds
/// a secret; `detail` is the underlying library's own text, for the log and for "Details".
struct Error {
  ErrorKind kind = ErrorKind::Internal;
  QString message;
  QString detail;
  std::optional<TextPosition> position;

  [[nodiscard]] static Error of(ErrorKind kind, QString message, QString detail = {}) {
    return {kind, std::move(message), std::move(detail), std::nullopt};
  }
  [[nodiscard]] static Error invalidInput(QString message, QString detail = {}) {
    return of(ErrorKind::InvalidInput, std::move(message), std::move(detail));
  }
  [[nodiscard]] static Error notFound(QString message, QString detail = {}) {
    return of(ErrorKind::NotFound, std::move(message), std::move(detail));
  }
};

}  // namespace courier
