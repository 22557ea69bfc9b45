#pragma once

#include <QStringView>

namespace courier {

/// Cuts SQL text into the pieces that decide where statements end. Never fails: a quote or comment without an end
/// runs to the end of the text.
class SqlScanner {
 public:
  enum class Kind {
    End,        ///< of the text
    Blank,      ///< white space or one comment
    Semicolon,  ///< outside everything
    Word,       ///< a keyword or plain name
    Other       ///< a quoted thing, a number, an operator
  };
  struct Piece {
    Kind kind = Kind::End;
    qsizetype begin = 0;
    qsizetype end = 0;
  };

  explicit SqlScanner(QStringView text) : m_text(text.utf16()), m_size(text.size()) {}

  [[nodiscard]] Piece next();

 private:
  [[nodiscard]] qsizetype lineEnd(qsizetype from) const;
  [[nodiscard]] qsizetype behindComment(qsizetype from) const;
  [[nodiscard]] qsizetype behindQuote(qsizetype from, char16_t quote) const;
  [[nodiscard]] qsizetype behindDollarQuote(qsizetype from) const;
  const char16_t* m_text;
  qsizetype m_size;
  qsizetype m_at = 0;
};

}  // namespace courier
