#include "models/query/SqlScanner.h"

#include <algorithm>

namespace courier {
namespace {

bool isSpace(char16_t c) {
  return c == u' ' || (c >= u'\t' && c <= u'\r') || c == u'\u00a0' || c == u'\u3000' || c == u'\ufeff';
}

bool isWordStart(char16_t c) {
  return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || (c >= 0x80 && !isSpace(c));
}

bool isSqlDigit(char16_t c) {
  return c >= u'0' && c <= u'9';
}

bool isWordPart(char16_t c) {
  return isWordStart(c) || isSqlDigit(c) || c == u'$';
}

}  // namespace

SqlScanner::Piece SqlScanner::next() {
  if (m_at >= m_text.size()) return {Kind::End, m_text.size(), m_text.size()};
  const Piece piece = pieceAt(m_at);
  m_at = piece.end;
  return piece;
}

QStringView SqlScanner::takeLine() {
  const qsizetype end = lineEnd(m_at);
  const QStringView line = m_text.sliced(m_at, end - m_at).trimmed();
  m_at = end;
  return line;
}

SqlScanner::Piece SqlScanner::pieceAt(qsizetype begin) const {
  const char16_t c = at(begin);
  if (isAt(begin, m_delimiter)) return {Kind::Delimiter, begin, begin + m_delimiter.size()};
  if (isSpace(c)) {
    qsizetype end = begin + 1;
    while (end < m_text.size() && isSpace(at(end))) ++end;
    return {Kind::Blank, begin, end};
  }
  if (const Piece comment = commentAt(begin); comment.end > begin) return comment;
  if (const Piece quoted = quotedAt(begin); quoted.end > begin) return quoted;
  if (isWordStart(c) || isSqlDigit(c)) return wordAt(begin);
  return {Kind::Other, begin, begin + 1};
}

SqlScanner::Piece SqlScanner::commentAt(qsizetype begin) const {
  const char16_t c = at(begin);
  const char16_t following = at(begin + 1);
  if (c == u'#' && m_dialect.hasHashComments) return {Kind::Blank, begin, lineEnd(begin)};
  if (c == u'-' && following == u'-') {
    const bool isComment = !m_dialect.dashesNeedBlank || begin + 2 >= m_text.size() || at(begin + 2) <= u' ';
    if (isComment) return {Kind::Blank, begin, lineEnd(begin)};
  }
  if (c != u'/' || following != u'*') return {};
  const bool isCode = m_dialect.hasExecutableComments && (isAt(begin + 2, u"!") || isAt(begin + 2, u"M!"));
  return {isCode ? Kind::Other : Kind::Blank, begin, behindComment(begin + 2)};
}

SqlScanner::Piece SqlScanner::quotedAt(qsizetype begin) const {
  using Backslash = SqlDialect::Backslash;
  const char16_t c = at(begin);
  const bool escapes = m_dialect.backslash == Backslash::Escapes;
  switch (c) {
    case u'\'':
      return {Kind::Quoted, begin, behindQuote(begin + 1, c, escapes)};
    case u'"':
      return {Kind::Quoted, begin, behindQuote(begin + 1, c, escapes && m_dialect.isDoubleQuoteText)};
    case u'e':
    case u'E':
      if (m_dialect.backslash != Backslash::InEText || at(begin + 1) != u'\'') return {};
      return {Kind::Quoted, begin, behindQuote(begin + 2, u'\'', true)};
    case u'$': {
      const qsizetype end = m_dialect.hasDollarQuotes ? behindDollarQuote(begin) : begin;
      if (end == begin) return {};
      return {Kind::Quoted, begin, end};
    }
    case u'`':
    case u'[':
      if (!m_dialect.hasAllNameQuotes && m_dialect.nameQuote != c) return {};
      return {Kind::Quoted, begin, behindQuote(begin + 1, c == u'[' ? u']' : c, false)};
    default:
      return {};
  }
}

// A number swallows the letters that follow it, so that what begins in it is no keyword.
SqlScanner::Piece SqlScanner::wordAt(qsizetype begin) const {
  qsizetype end = begin + 1;
  while (end < m_text.size() && isWordPart(at(end)) && !(hasOwnDelimiter() && isAt(end, m_delimiter))) ++end;
  return {isSqlDigit(at(begin)) ? Kind::Other : Kind::Word, begin, end};
}

qsizetype SqlScanner::lineEnd(qsizetype from) const {
  const qsizetype found = m_text.indexOf(u'\n', from);
  return found < 0 ? m_text.size() : found;
}

qsizetype SqlScanner::behindComment(qsizetype from) const {
  int open = 1;
  for (qsizetype index = from; index + 1 < m_text.size(); ++index) {
    if (at(index) == u'*' && at(index + 1) == u'/') {
      if (--open == 0) return index + 2;
      ++index;
    } else if (m_dialect.hasNestedComments && at(index) == u'/' && at(index + 1) == u'*') {
      ++open;
      ++index;
    }
  }
  return m_text.size();
}

// Doubled, the quote stands for itself. SQLite's [ ] alone has no such way.
qsizetype SqlScanner::behindQuote(qsizetype from, char16_t quote, bool escapes) const {
  const bool doubles = quote != u']' || !m_dialect.hasAllNameQuotes;
  for (qsizetype index = from; index < m_text.size(); ++index) {
    if (escapes && at(index) == u'\\') {
      ++index;
    } else if (at(index) == quote) {
      if (!doubles || at(index + 1) != quote) return index + 1;
      ++index;
    }
  }
  return m_text.size();
}

// $1 and $name are parameters.
qsizetype SqlScanner::behindDollarQuote(qsizetype from) const {
  qsizetype tagEnd = from + 1;
  if (isSqlDigit(at(tagEnd))) return from;
  while (isWordPart(at(tagEnd)) && at(tagEnd) != u'$') ++tagEnd;
  if (at(tagEnd) != u'$') return from;
  const QStringView tag = m_text.sliced(from, tagEnd + 1 - from);
  const qsizetype close = m_text.indexOf(tag, tagEnd + 1);
  return close < 0 ? m_text.size() : close + tag.size();
}

}  // namespace courier
