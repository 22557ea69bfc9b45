#pragma once

#include <QByteArray>
#include <QStringView>

#include "models/query/SqlDialect.h"

namespace courier {

/// Knows, of the pieces of one statement told in their order, whether a semicolon ends it or stands in the body of a
/// routine or a trigger. Starts over by itself. The pieces' text must outlive it.
class StatementEnd {
 public:
  explicit StatementEnd(SqlDialect::Body body) : m_body(body) {}

  void word(QStringView word);
  /// Any other piece that is not blank.
  void other(QStringView piece);
  /// True when the statement ends here.
  [[nodiscard]] bool semicolon();

 private:
  enum class Place {
    Start,
    Begin,   ///< behind BEGIN, which a transaction begins with as well
    Create,  ///< before the word that says what is created
    Head,    ///< of a routine, a trigger or a rule
    Body,
    Plain  ///< the next semicolon ends it
  };
  void startWord(QStringView word);
  void createWord(QStringView word);
  void headWord(QStringView word);
  void bodyWord(QStringView word);
  [[nodiscard]] bool opensBlock(QStringView word) const;
  [[nodiscard]] bool beginsStatement() const;
  void open(bool isExpression);

  SqlDialect::Body m_body;
  Place m_place = Place::Start;
  QStringView m_before;       ///< the piece before
  QByteArray m_blocks;        ///< one character per open block: 'b', or 'e' for CASE in an expression
  int m_parentheses = 0;      ///< open ones, of a rule
  bool m_hasDefiner = false;  ///< what is created has DEFINER = …
  bool m_isPackage = false;   ///< whose list of routines has no BEGIN
  bool m_isRule = false;      ///< of PostgreSQL, with a list of statements in parentheses
  bool m_endJustSeen = false;
};

}  // namespace courier
