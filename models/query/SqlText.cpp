#include "models/query/SqlText.h"

#include <algorithm>

#include "models/query/SqlScanner.h"
#include "models/query/StatementEnd.h"

namespace courier {
namespace {

using Kind = SqlScanner::Kind;

/// A statement with the place behind its semicolon (the text's end where it has none).
struct Part {
  StatementRange range;
  qsizetype stop = 0;
};

QVector<Part> parts(QStringView text, const SqlDialect& dialect) {
  QVector<Part> found;
  SqlScanner scanner(text, dialect);
  StatementEnd statementEnd(dialect.body);
  StatementRange range;
  for (;;) {
    const SqlScanner::Piece piece = scanner.next();
    const QStringView words = text.sliced(piece.begin, piece.end - piece.begin);
    const bool ends = piece.kind == Kind::End ||
                      (piece.kind == Kind::Delimiter && (scanner.hasOwnDelimiter() || statementEnd.semicolon()));
    if (ends) {
      if (!range.isEmpty()) found.push_back({range, piece.end});
      range = {};
      if (piece.kind == Kind::End) return found;
      continue;
    }
    if (piece.kind == Kind::Blank) continue;
    if (range.isEmpty() && dialect.hasDelimiterCommand &&
        words.compare(QLatin1String("DELIMITER"), Qt::CaseInsensitive) == 0) {
      const QStringView delimiter = scanner.takeLine();
      if (!delimiter.isEmpty()) scanner.setDelimiter(delimiter);
      statementEnd = StatementEnd(dialect.body);
      continue;
    }
    if (piece.kind == Kind::Word) {
      statementEnd.word(words);
    } else if (piece.kind != Kind::Delimiter) {
      statementEnd.other(words);
    }
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

bool isComment(const SqlScanner::Piece& piece, QStringView words) {
  return piece.kind == Kind::Blank && (words.startsWith(u"--") || words.startsWith(u"/*") || words.startsWith(u'#'));
}

}  // namespace

namespace sqltext {

QVector<StatementRange> split(QStringView text, const SqlDialect& dialect) {
  QVector<StatementRange> ranges;
  for (const Part& part : parts(text, dialect)) ranges.push_back(part.range);
  return ranges;
}

StatementRange statementAt(QStringView text, qsizetype cursor, const SqlDialect& dialect) {
  const QVector<Part> all = parts(text, dialect);
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

qsizetype invisibleIn(QStringView text, qsizetype from, const SqlDialect& dialect) {
  const QStringView rest = text.sliced(from);
  const QVector<StatementRange> ranges = split(rest, dialect);
  const qsizetype end = ranges.isEmpty() ? rest.size() : ranges.first().end;
  SqlScanner scanner(rest, dialect);
  for (SqlScanner::Piece piece = scanner.next(); piece.kind != Kind::End; piece = scanner.next()) {
    if (piece.kind == Kind::Delimiter && piece.begin >= end) break;
    const QStringView words = rest.sliced(piece.begin, piece.end - piece.begin);
    if (piece.kind == Kind::Quoted || isComment(piece, words)) continue;
    const auto* const found = std::find_if(words.begin(), words.end(), isInvisible);
    if (found != words.end()) return from + piece.begin + (found - words.begin());
  }
  return -1;
}

qsizetype parameterIn(QStringView text, QStringView name, qsizetype from, const SqlDialect& dialect) {
  const QStringView rest = text.sliced(from);
  SqlScanner scanner(rest, dialect);
  for (SqlScanner::Piece piece = scanner.next(); piece.kind != Kind::End; piece = scanner.next()) {
    if (piece.kind == Kind::Other && rest.sliced(piece.begin).startsWith(name)) return from + piece.begin;
  }
  return -1;
}

QStringList firstWords(QStringView statement, int most, const SqlDialect& dialect) {
  QStringList words;
  SqlScanner scanner(statement, dialect);
  for (auto piece = scanner.next(); piece.kind != Kind::End && words.size() < most; piece = scanner.next()) {
    if (piece.kind == Kind::Word) words << statement.sliced(piece.begin, piece.end - piece.begin).toString().toUpper();
  }
  return words;
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
