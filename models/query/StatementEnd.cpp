#include "models/query/StatementEnd.h"

#include <algorithm>
#include <initializer_list>

namespace courier {
namespace {

using Body = SqlDialect::Body;

bool isOneOf(QStringView word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [word](const char* each) { return word.compare(QLatin1String(each), Qt::CaseInsensitive) == 0; });
}

bool isRoutine(Body body, QStringView word) {
  switch (body) {
    case Body::Trigger:
      return isOneOf(word, {"TRIGGER"});
    case Body::Atomic:
      return isOneOf(word, {"FUNCTION", "PROCEDURE", "RULE"});
    case Body::Compound:
    case Body::RoutineBlocks:
      break;
  }
  return isOneOf(word, {"PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"});
}

}  // namespace

void StatementEnd::word(QStringView word) {
  m_endJustSeen = false;
  switch (m_place) {
    case Place::Start:
      startWord(word);
      break;
    case Place::Begin:
      if (isOneOf(word, {"NOT"})) {
        open(false);
      } else {
        m_place = Place::Plain;
      }
      break;
    case Place::Create:
      createWord(word);
      break;
    case Place::Head:
      headWord(word);
      break;
    case Place::Body:
      bodyWord(word);
      break;
    case Place::Plain:
      break;
  }
  m_before = word;
}

void StatementEnd::other(QStringView piece) {
  if (m_place == Place::Start || m_place == Place::Begin || (m_place == Place::Create && !m_hasDefiner))
    m_place = Place::Plain;
  if (m_isRule) m_parentheses += piece == u"(" ? 1 : piece == u")" ? -1 : 0;
  m_endJustSeen = false;
  m_before = piece;
}

bool StatementEnd::semicolon() {
  // In SQLite's triggers only "; END ;" ends, which is its own rule (sqlite3_complete) and spares counting CASE … END.
  const bool isInside = m_place == Place::Body && (m_body != Body::Trigger || !m_endJustSeen);
  if (isInside || (m_isRule && m_parentheses > 0)) {
    m_before = u";";
    return false;
  }
  *this = StatementEnd(m_body);
  return true;
}

void StatementEnd::startWord(QStringView word) {
  const bool hasRoutines = m_body == Body::Compound || m_body == Body::RoutineBlocks;
  if (isOneOf(word, {"CREATE"}) || (hasRoutines && isOneOf(word, {"ALTER", "WITH"}))) {
    m_place = Place::Create;
  } else if (m_body == Body::Compound && isOneOf(word, {"BEGIN"})) {
    m_place = Place::Begin;
  } else if (!isOneOf(word, {"EXPLAIN", "QUERY", "PLAN"})) {
    m_place = Place::Plain;
  }
}

void StatementEnd::createWord(QStringView word) {
  if (isRoutine(m_body, word)) {
    m_place = Place::Head;
    m_isPackage = isOneOf(word, {"PACKAGE"});
    m_isRule = isOneOf(word, {"RULE"});
  } else if (isOneOf(word, {"DEFINER"})) {
    m_hasDefiner = true;
  } else if (m_hasDefiner ? isOneOf(word, {"SQL", "VIEW"})
                          : !isOneOf(word, {"TEMP", "TEMPORARY", "OR", "REPLACE", "ALTER", "CONSTRAINT", "AGGREGATE",
                                            "EDITIONABLE", "NONEDITIONABLE"})) {
    m_place = Place::Plain;
  }
}

void StatementEnd::headWord(QStringView word) {
  switch (m_body) {
    case Body::Trigger:
      if (isOneOf(word, {"BEGIN"})) m_place = Place::Body;
      return;
    case Body::Atomic:
      if (isOneOf(word, {"ATOMIC"}) && isOneOf(m_before, {"BEGIN"})) open(false);
      return;
    case Body::Compound:
    case Body::RoutineBlocks:
      break;
  }
  const bool beginsPackage = m_isPackage && isOneOf(word, {"AS", "IS"});
  if (beginsPackage || isOneOf(word, {"BEGIN"}) || (m_body == Body::Compound && beginsStatement() && opensBlock(word)))
    open(false);
}

void StatementEnd::bodyWord(QStringView word) {
  if (m_body == Body::Trigger) {
    m_endJustSeen = m_before == u";" && isOneOf(word, {"END"});
  } else if (isOneOf(m_before, {"END"})) {
    // END IF, END CASE …: counted already.
  } else if (isOneOf(word, {"END"})) {
    m_blocks.chop(1);
    if (m_blocks.isEmpty()) m_place = Place::Plain;
  } else if (m_body == Body::RoutineBlocks && isOneOf(m_before, {"BEGIN"}) && isOneOf(word, {"TRAN", "TRANSACTION"})) {
    m_blocks.chop(1);
  } else if (opensBlock(word)) {
    open(isOneOf(word, {"CASE"}) && !beginsStatement());
  }
}

bool StatementEnd::opensBlock(QStringView word) const {
  if (isOneOf(word, {"BEGIN", "CASE"})) return true;
  return m_body == Body::Compound && beginsStatement() && isOneOf(word, {"IF", "LOOP", "REPEAT", "WHILE"});
}

/// IF and REPEAT are functions as well, and CASE is an expression elsewhere.
bool StatementEnd::beginsStatement() const {
  if (m_place == Place::Head)
    return isOneOf(m_before, {"ROW", "DO", ")", "DETERMINISTIC", "DATA", "SQL", "INVOKER", "DEFINER", ":"});
  if (m_blocks.endsWith('e')) return false;
  return isOneOf(m_before, {";", "BEGIN", "ATOMIC", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "HANDLER", ":"});
}

void StatementEnd::open(bool isExpression) {
  m_place = Place::Body;
  m_blocks.append(isExpression ? 'e' : 'b');
}

}  // namespace courier
