#include "models/query/SqlText.h"

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

using Kind = SqlScanner::Kind;

bool isWord(QStringView word, QLatin1String keyword) {
  return word.compare(keyword, Qt::CaseInsensitive) == 0;
}

/// Knows whether a semicolon ends the statement. Inside a trigger's BEGIN … END only one behind "; END" does, which
/// is SQLite's own rule (sqlite3_complete) and spares counting the CASE … END between.
class StatementEnd {
 public:
  void word(QStringView word) {
    m_endJustSeen = false;
    switch (m_place) {
      case Place::Start:
        if (isWord(word, QLatin1String("CREATE"))) {
          m_place = Place::Create;
        } else if (!isWord(word, QLatin1String("EXPLAIN")) && !isWord(word, QLatin1String("QUERY")) &&
                   !isWord(word, QLatin1String("PLAN"))) {
          m_place = Place::Plain;
        }
        break;
      case Place::Create:
        if (isWord(word, QLatin1String("TRIGGER"))) {
          m_place = Place::TriggerHead;
        } else if (!isWord(word, QLatin1String("TEMP")) && !isWord(word, QLatin1String("TEMPORARY")) &&
                   !isWord(word, QLatin1String("OR")) && !isWord(word, QLatin1String("REPLACE")) &&
                   !isWord(word, QLatin1String("CONSTRAINT"))) {
          m_place = Place::Plain;
        }
        break;
      case Place::TriggerHead:
        if (isWord(word, QLatin1String("BEGIN"))) m_place = Place::TriggerBody;
        break;
      case Place::TriggerBody:
        m_endJustSeen = m_semicolonJustSeen && isWord(word, QLatin1String("END"));
        break;
      case Place::Plain:
        break;
    }
    m_semicolonJustSeen = false;
  }
  void other() {
    if (m_place == Place::Start || m_place == Place::Create) m_place = Place::Plain;
    m_semicolonJustSeen = m_endJustSeen = false;
  }
  /// True when the statement ends here; it starts over then.
  bool semicolon() {
    if (m_place == Place::TriggerBody && !m_endJustSeen) {
      m_semicolonJustSeen = true;
      return false;
    }
    *this = {};
    return true;
  }

 private:
  enum class Place { Start, Create, TriggerHead, TriggerBody, Plain };
  Place m_place = Place::Start;
  bool m_semicolonJustSeen = false;
  bool m_endJustSeen = false;
};

/// A statement with the place behind its semicolon (the text's end where it has none).
struct Part {
  StatementRange range;
  qsizetype stop = 0;
};

QVector<Part> parts(QStringView text) {
  QVector<Part> found;
  SqlScanner scanner(text);
  StatementEnd statementEnd;
  StatementRange range;
  for (;;) {
    const SqlScanner::Piece piece = scanner.next();
    const bool ends = piece.kind == Kind::End || (piece.kind == Kind::Semicolon && statementEnd.semicolon());
    if (ends) {
      if (!range.isEmpty()) found.push_back({range, piece.end});
      range = {};
      if (piece.kind == Kind::End) return found;
      continue;
    }
    if (piece.kind == Kind::Blank) continue;
    if (piece.kind == Kind::Word) statementEnd.word(text.sliced(piece.begin, piece.end - piece.begin));
    if (piece.kind == Kind::Other) statementEnd.other();
    if (range.isEmpty()) range.begin = piece.begin;
    range.end = piece.end;
  }
}

bool hasLineBreak(QStringView text) {
  return text.contains(u'\n') || text.contains(u'\r');
}

/// Neither SQL's white space nor anything that a person sees.
bool isInvisible(QChar c) {
  switch (c.category()) {
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
      return true;
    case QChar::Separator_Space:
      return c != u' ';
    case QChar::Other_Control:
      return c != u'\t' && c != u'\n' && c != u'\f' && c != u'\r';
    default:
      return c == u'\u115f' || c == u'\u1160' || c == u'\u3164' || c == u'\uffa0';
  }
}

/// A string, a comment or a quoted name.
bool isProse(QStringView piece) {
  return QStringView(u"'\"`[").contains(piece.front()) || piece.startsWith(u"--") || piece.startsWith(u"/*") ||
         (piece.front() == u'$' && piece.size() > 2);
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

namespace sqltext {

QVector<StatementRange> split(QStringView text) {
  QVector<StatementRange> ranges;
  for (const Part& part : parts(text)) ranges.push_back(part.range);
  return ranges;
}

StatementRange statementAt(QStringView text, qsizetype cursor) {
  const QVector<Part> all = parts(text);
  if (all.isEmpty()) return {};
  auto part = std::find_if(all.begin(), all.end(), [cursor](const Part& each) { return cursor <= each.stop; });
  if (part == all.end()) return all.last().range;
  const auto next = part + 1;
  if (next != all.end() && next->range.begin == cursor) return next->range;
  if (cursor < part->range.begin && part != all.begin()) {
    const auto before = part - 1;
    const bool endsTheLine = !hasLineBreak(text.sliced(before->stop, cursor - before->stop)) &&
                             hasLineBreak(text.sliced(cursor, part->range.begin - cursor));
    if (endsTheLine) return before->range;
  }
  return part->range;
}

qsizetype invisibleIn(QStringView text, qsizetype from) {
  const QStringView rest = text.sliced(from);
  const QVector<StatementRange> ranges = split(rest);
  const qsizetype end = ranges.isEmpty() ? rest.size() : ranges.first().end;
  SqlScanner scanner(rest);
  for (SqlScanner::Piece piece = scanner.next(); piece.kind != Kind::End; piece = scanner.next()) {
    if (piece.kind == Kind::Semicolon && piece.begin >= end) break;
    const QStringView words = rest.sliced(piece.begin, piece.end - piece.begin);
    if (isProse(words)) continue;
    const auto* const found = std::find_if(words.begin(), words.end(), isInvisible);
    if (found != words.end()) return from + piece.begin + (found - words.begin());
  }
  return -1;
}

qsizetype parameterIn(QStringView text, QStringView name, qsizetype from) {
  const QStringView rest = text.sliced(from);
  SqlScanner scanner(rest);
  for (SqlScanner::Piece piece = scanner.next(); piece.kind != Kind::End; piece = scanner.next()) {
    const QStringView words = rest.sliced(piece.begin, piece.end - piece.begin);
    if (piece.kind == Kind::Other && !isProse(words) && rest.sliced(piece.begin).startsWith(name))
      return from + piece.begin;
  }
  return -1;
}

TextPosition positionAt(QStringView text, qsizetype offset) {
  TextPosition position;
  position.offset = std::clamp(offset, qsizetype{0}, text.size());
  for (qsizetype at = 0; at < position.offset; ++at) {
    const QChar c = text[at];
    const bool crOfCrLf = c == u'\r' && at + 1 < text.size() && text[at + 1] == u'\n';
    if (c == u'\n' || (c == u'\r' && !crOfCrLf)) {
      ++position.line;
      position.column = 1;
    } else if (!(c.isLowSurrogate() && at > 0 && text[at - 1].isHighSurrogate())) {
      ++position.column;
    }
  }
  return position;
}

}  // namespace sqltext

}  // namespace courier
