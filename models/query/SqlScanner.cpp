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
  const qsizetype begin = m_at;
  if (begin >= m_size) return {Kind::End, m_size, m_size};
  const char16_t c = m_text[begin];
  const char16_t following = begin + 1 < m_size ? m_text[begin + 1] : u'\0';
  qsizetype end = begin + 1;
  Kind kind = Kind::Other;
  if (isSpace(c)) {
    kind = Kind::Blank;
    while (end < m_size && isSpace(m_text[end])) ++end;
  } else if (c == u'-' && following == u'-') {
    kind = Kind::Blank;
    end = lineEnd(end);
  } else if (c == u'/' && following == u'*') {
    kind = Kind::Blank;
    end = behindComment(begin + 2);
  } else if (c == u';') {
    kind = Kind::Semicolon;
  } else if (c == u'\'' || c == u'"' || c == u'`') {
    end = behindQuote(end, c);
  } else if (c == u'[') {
    end = behindQuote(end, u']');
  } else if (c == u'$') {
    end = behindDollarQuote(begin);
  } else if (isWordStart(c) || isSqlDigit(c)) {
    // A number swallows the letters that follow it, so that what begins in it is no keyword.
    if (!isSqlDigit(c)) kind = Kind::Word;
    while (end < m_size && isWordPart(m_text[end])) ++end;
  }
  m_at = end;
  return {kind, begin, end};
}

qsizetype SqlScanner::lineEnd(qsizetype from) const {
  return std::find(m_text + from, m_text + m_size, u'\n') - m_text;
}

qsizetype SqlScanner::behindComment(qsizetype from) const {
  for (qsizetype at = from; at + 1 < m_size; ++at) {
    if (m_text[at] == u'*' && m_text[at + 1] == u'/') return at + 2;
  }
  return m_size;
}

// A doubled quote needs no care: what follows it reads as the next quoted thing, and no statement ends between.
qsizetype SqlScanner::behindQuote(qsizetype from, char16_t quote) const {
  const char16_t* found = std::find(m_text + from, m_text + m_size, quote);
  return std::min<qsizetype>(m_size, found - m_text + 1);
}

qsizetype SqlScanner::behindDollarQuote(qsizetype from) const {
  qsizetype tagEnd = from + 1;
  if (tagEnd < m_size && isSqlDigit(m_text[tagEnd])) return tagEnd;  // $1 is a parameter
  while (tagEnd < m_size && isWordPart(m_text[tagEnd]) && m_text[tagEnd] != u'$') ++tagEnd;
  if (tagEnd >= m_size || m_text[tagEnd] != u'$') return from + 1;  // $name is one too
  const QStringView text(m_text, m_size);
  const QStringView tag = text.sliced(from, tagEnd + 1 - from);
  const qsizetype close = text.indexOf(tag, tagEnd + 1);
  return close < 0 ? m_size : close + tag.size();
}

}  // namespace courier
