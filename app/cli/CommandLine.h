#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace courier {

/// The command's words, taken over from main()'s arguments before anything else happens.
class CommandLine {
 public:
  /// Copies them and, where other users can read a process's arguments, blanks every secret in `argv` itself: a
  /// password typed in an address, and what by its name is a secret in a query. No second thread may run.
  CommandLine(int argc, char** argv);
  /// Without the program's name. The application exists.
  [[nodiscard]] QStringList words() const;
  /// The first word that reading it as text would alter, counted from 1; 0 where there is none.
  [[nodiscard]] int firstAlteredWord() const;

 private:
  QList<QByteArray> m_given;
};

/// Overwrites the secrets of one word with '*', its length unchanged. Pure.
void blankSecrets(char* word, qsizetype size);

}  // namespace courier
