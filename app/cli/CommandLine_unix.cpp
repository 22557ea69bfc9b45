#include <cstring>

#include "app/cli/CommandLine.h"

namespace courier {

CommandLine::CommandLine(int argc, char** argv) {
  for (int index = 1; index < argc; ++index) {
    m_given.append(QByteArray(argv[index]));
    // ps and /proc/PID/cmdline read this memory.
    blankSecrets(argv[index], static_cast<qsizetype>(std::strlen(argv[index])));
  }
}

QStringList CommandLine::words() const {
  QStringList words;
  for (const QByteArray& word : m_given) words.append(QString::fromLocal8Bit(word));
  return words;
}

}  // namespace courier
