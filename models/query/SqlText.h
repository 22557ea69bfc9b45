#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>
#include <QVector>

#include "models/base/Error.h"
#include "models/query/SqlDialect.h"

namespace courier {

/// One statement's place in a text: [begin, end) in UTF-16 code units, without surrounding white space and comments,
/// without the semicolon.
struct StatementRange {
  qsizetype begin = 0;
  qsizetype end = 0;

  [[nodiscard]] bool isEmpty() const { return begin == end; }
  bool operator==(const StatementRange&) const = default;
};

/// Pure functions on SQL text: where statements begin and end, knowing each dialect's strings, quoted names, comments
/// and bodies of routines, and MariaDB's DELIMITER. A quote or comment without an end runs to the end of the text.
/// Linear in the text's length.
namespace sqltext {

[[nodiscard]] QVector<StatementRange> split(QStringView text, const SqlDialect& dialect = SqlDialect::sqlite());
/// The statement that contains the cursor (offset 0 … size) or ends just before it; the next one if the cursor is in
/// white space or comments before one; the last one if none follows; an empty range if there is no statement at all.
/// "Just behind" is at the semicolon or before it, or behind it on a line that goes on with nothing else.
[[nodiscard]] StatementRange statementAt(QStringView text, qsizetype cursor,
                                         const SqlDialect& dialect = SqlDialect::sqlite());
/// Where the next character is that nobody sees and SQL does not take for white space, from `from` on to the end of the
/// first statement there: a no-break space, a zero-width space, a control character. In 'strings', comments and quoted
/// names they count for nothing. -1 where there is none.
[[nodiscard]] qsizetype invisibleIn(QStringView text, qsizetype from, const SqlDialect& dialect = SqlDialect::sqlite());
/// Where the parameter with this name (":id", "?", "?1") first is, from `from` on; -1 where it is not found.
[[nodiscard]] qsizetype parameterIn(QStringView text, QStringView name, qsizetype from,
                                    const SqlDialect& dialect = SqlDialect::sqlite());
/// The first words of a statement in capitals, at most `most` of them; nothing that is quoted.
[[nodiscard]] QStringList firstWords(QStringView statement, int most, const SqlDialect& dialect);
/// Line and column (1-based; a surrogate pair is one column; CR, LF and CR LF end a line) of an offset in `text`;
/// `statement` is left at 1.
[[nodiscard]] TextPosition positionAt(QStringView text, qsizetype offset);

}  // namespace sqltext

}  // namespace courier
