#include "app/cli/Console.h"

#include <QCoreApplication>
#include <cstdio>
#include <mutex>

#include "models/base/GivenText.h"

namespace courier {

namespace {

struct ConsoleTr {
  Q_DECLARE_TR_FUNCTIONS(Console)
};

std::mutex& lineMutex() {
  static std::mutex mutex;
  return mutex;
}

/// One line of standard input without its end, or nothing at the end of input.
std::optional<QByteArray> readLine() {
  QByteArray line;
  for (int c = std::getc(stdin); c != EOF; c = std::getc(stdin)) {
    if (c == '\n') return line;
    line.append(static_cast<char>(c));
  }
  return line.isEmpty() ? std::nullopt : std::optional(line);
}

}  // namespace

Console::Console() {
  // Unbuffered, and not through stdio: what cannot be written is known at once.
  constexpr int standardOutput = 1;
  (void)m_out.open(standardOutput, QIODevice::WriteOnly | QIODevice::Unbuffered);
  (void)m_err.open(stderr, QIODevice::WriteOnly | QIODevice::Unbuffered);
}

void Console::out(const QString& line) {
  const std::scoped_lock lock(lineMutex());
  const QByteArray bytes = line.toUtf8() + '\n';
  if (m_out.write(bytes) != bytes.size() && !readerIsGone()) m_failure = m_out.errorString();
}

Expected<void> Console::written() const {
  const std::scoped_lock lock(lineMutex());
  if (m_failure.isEmpty()) return {};
  return Error::of(ErrorKind::Storage,
                   ConsoleTr::tr("Standard output could not be written (%1). Make sure that it is open and has room.")
                       .arg(m_failure),
                   m_failure);
}

void Console::err(const QString& line) {
  const std::scoped_lock lock(lineMutex());
  if (m_progressShown) m_err.write("\r\033[K");
  m_progressShown = false;
  m_err.write(line.toUtf8() + '\n');
}

void Console::progress(const QString& line) {
  if (!errorIsTerminal()) return;
  const std::scoped_lock lock(lineMutex());
  m_err.write("\r\033[K" + line.toUtf8());
  m_progressShown = !line.isEmpty();
}

Expected<QString> Console::readSecret(const QString& prompt) {
  std::optional<QByteArray> line;
  if (inputIsTerminal()) {
    m_err.write(prompt.toUtf8());
    const bool echo = setEcho(false);
    line = readLine();
    setEcho(echo);
    m_err.write("\n");
  } else {
    line = readLine();
    if (line && line->endsWith('\r')) line->chop(1);
  }
  if (line && !line->isValidUtf8()) {
    return Error::invalidInput(
        ConsoleTr::tr("The password is not UTF-8: convert it, for example with iconv -f WINDOWS-1252 -t UTF-8."));
  }
  if (line) return QString::fromUtf8(*line);
  return Error::invalidInput(
      ConsoleTr::tr("There was no password: type it, or give it as one line of standard input."));
}

Expected<QString> Console::readAll() {
  QFile input;
  if (!input.open(stdin, QIODevice::ReadOnly)) {
    return Error::invalidInput(ConsoleTr::tr("Standard input cannot be read: %1").arg(input.errorString()));
  }
  return givenText(input.readAll(), ConsoleTr::tr("Standard input"));
}

}  // namespace courier
