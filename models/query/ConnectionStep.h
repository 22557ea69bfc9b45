#pragma once

#include <QString>
#include <QVector>

namespace courier {

/// One step of the test of a connection, in the order in which they come. The words are for people: what was found, or
/// what is wrong and how to mend it; never a password.
struct ConnectionStep {
  enum class Kind { Name, Connection, Tls, SignIn, Database, ReadOnly };
  enum class Outcome {
    Passed,
    Warned,  ///< works, but a person should know something
    Failed   ///< the last step then
  };
  Kind kind = Kind::Connection;
  Outcome outcome = Outcome::Passed;
  QString words;
};

using ConnectionSteps = QVector<ConnectionStep>;

/// What a person calls the step: "Sign-in".
[[nodiscard]] QString connectionStepName(ConnectionStep::Kind kind);

}  // namespace courier
