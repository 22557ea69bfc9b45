#include "models/query/SqlText.h"

#include <algorithm>

#include "models/query/SqlScanner.h"

namespace courier::sqltext {

namespace {

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

}  // namespace

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

}  // namespace courier::sqltext
