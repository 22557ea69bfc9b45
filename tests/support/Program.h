#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <memory>

namespace courier::testing {

/// What a program printed and how it ended.
struct ProgramEnd {
  int code = -1;
  QByteArray out;
  QByteArray err;
};

/// That it ended with `code` and said `words` on its standard error.
void expectSays(const ProgramEnd& end, int code, const QByteArray& words);

/// Runs a program to its end (at most `limitMs`) with the given standard input.
[[nodiscard]] ProgramEnd runProgram(const QString& program, const QStringList& words, const QByteArray& input = {},
                                    const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment(),
                                    int limitMs = 60'000);

/// Whether there is a python3, the parser that did not come from this project.
[[nodiscard]] bool hasPython();

/// What `script` prints; its error output, after "FAILED ", when it did not end well.
[[nodiscard]] QByteArray runPython(const QString& script, const QStringList& arguments);

/// query-courier as a person runs it, in a home of its own and without a display.
class CourierProgram {
 public:
  /// None: there is no keychain; Session: the one of the session the tests run in.
  enum class Keychain { None, Session };
  explicit CourierProgram(Keychain keychain = Keychain::None);
  /// Runs one command to its end.
  [[nodiscard]] ProgramEnd run(const QStringList& words, const QByteArray& input = {}) const;
  /// Starts one command and leaves it running; ended with its owner.
  [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList& words, const QByteArray& input = {}) const;
  [[nodiscard]] QString dataFolder() const { return m_home.path() + QStringLiteral("/data"); }
  [[nodiscard]] QString home() const { return m_home.path(); }
  [[nodiscard]] static QString path();
  [[nodiscard]] QProcessEnvironment environment() const;

 private:
  QTemporaryDir m_home;
  Keychain m_keychain;
};

}  // namespace courier::testing
