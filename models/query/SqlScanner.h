#pragma once

#include <QStringView>

#include "models/query/SqlDialect.h"

namespace courier {

/// Cuts SQL text into the pieces that decide where statements end. Never fails: a quote or comment without an end
/// runs to the end of the text.
class SqlScanner {
 public:
  enum class Kind {
    End,        ///< of the text
    Blank,      ///< white space or one comment
    Delimiter,  ///< outside everything: a semicolon, or what setDelimiter() put in its place
    Word,       ///< a keyword or plain name
    Quoted,     ///< a string or a quoted name
    Other       ///< a number, an operator, a parameter; code in a comment
  };
  struct Piece {
    Kind kind = Kind::End;
    qsizetype begin = 0;
    qsizetype end = 0;
  };

  explicit SqlScanner(QStringView text, const SqlDialect& dialect = SqlDialect::sqlite())
      : m_text(text), m_dialect(dialect) {}

  [[nodiscard]] Piece next();
  /// From here on `delimiter`, which must not be empty, ends a statement and a semicolon does not.
  void setDelimiter(QStringView delimiter) { m_delimiter = delimiter; }
  [[nodiscard]] bool hasOwnDelimiter() const { return m_delimiter != u";"; }
  /// The rest of the line, without the white space around it; goes on behind it.
  [[nodiscard]] QStringView takeLine();

 private:
  [[nodiscard]] char16_t at(qsizetype index) const { return index < m_text.size() ? m_text.utf16()[index] : u'\0'; }
  [[nodiscard]] bool isAt(qsizetype index, QStringView words) const { return m_text.sliced(index).startsWith(words); }
  [[nodiscard]] Piece pieceAt(qsizetype begin) const;
  [[nodiscard]] Piece commentAt(qsizetype begin) const;
  [[nodiscard]] Piece quotedAt(qsizetype begin) const;
  [[nodiscard]] Piece wordAt(qsizetype begin) const;
  [[nodiscard]] qsizetype lineEnd(qsizetype from) const;
  [[nodiscard]] qsizetype behindComment(qsizetype from) const;
  [[nodiscard]] qsizetype behindQuote(qsizetype from, char16_t quote, bool escapes) const;
  [[nodiscard]] qsizetype behindDollarQuote(qsizetype from) const;

  QStringView m_text;
  SqlDialect m_dialect;
  QStringView m_delimiter = u";";
  qsizetype m_at = 0;
};

}  // namespace courier
