#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include "models/base/Expected.h"

namespace courier {

/// The terminal or pipe a command talks to. Standard output carries results, standard error everything else.
/// Thread-safe: one line is written whole. Platform code in Console_*.cpp.
class Console {
 public:
  Console();
  void out(const QString& line);
  void err(const QString& line);
  /// Keeps the places of the standard streams that are closed, so that no other file is opened in them and taken for
  /// one; what is written to a closed standard output fails. Called first of all. A reader that goes away does not end
  /// the program from then on.
  static void holdStandardStreams();
  /// The open standard output, for results that are streamed. UTF-8.
  [[nodiscard]] QFile& outDevice() { return m_out; }
  /// Whether nobody reads standard output any more (`| head`).
  [[nodiscard]] static bool readerIsGone();
  /// An error where a line that out() was given could not be written, unless its reader went away.
  [[nodiscard]] Expected<void> written() const;
  /// Overwrites one line on standard error; nothing where that is no terminal. "" takes it away.
  void progress(const QString& line);

  /// A secret: asked for with `prompt` and read without echo on a terminal, else one line of standard input.
  [[nodiscard]] Expected<QString> readSecret(const QString& prompt);
  /// All of standard input as text. InvalidInput as of givenText().
  [[nodiscard]] Expected<QString> readAll();

 private:
  [[nodiscard]] static bool inputIsTerminal();
  [[nodiscard]] static bool errorIsTerminal();
  /// Switches the terminal's echo; what it was comes back.
  static bool setEcho(bool on);
  QFile m_out;
  QFile m_err;
  QString m_failure;  ///< why a line could not be written
  bool m_progressShown = false;
};

}  // namespace courier
