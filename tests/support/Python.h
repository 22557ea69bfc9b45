#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStandardPaths>
#include <QStringList>

namespace courier::testing {

/// Whether there is a python3, the parser that did not come from this project.
inline bool hasPython() {
  return !QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty();
}

/// What `script` prints; its error output, after "FAILED ", when it did not end well.
inline QByteArray runPython(const QString& script, const QStringList& arguments) {
  QProcess python;
  python.start(QStringLiteral("python3"), QStringList{QStringLiteral("-c"), script} + arguments);
  if (!python.waitForFinished(60'000)) return "FAILED to finish";
  if (python.exitStatus() != QProcess::NormalExit || python.exitCode() != 0) {
    return "FAILED " + python.readAllStandardError();
  }
  return python.readAllStandardOutput();
}

}  // namespace courier::testing
