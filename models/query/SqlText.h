#pragma once

#include <QString>
#include <QStringView>
#include <QVector>

#include "models/base/Error.h"

namespace courier {

/// One statement's place in a text: [begin, end) in UTF-16 code units, without surrounding white space and comments,
/// without the semicolon.
struct StatementRange {
  qsizetype begin = 0;
  qsizetype end = 0;
};

/// Pure functions on SQL text: where statements begin and end, knowing 'strings', "names", `names`, [names],
/// $tag$strings$tag$, -- and /* */ comments, and CREATE TRIGGER … BEGIN … END.
namespace sqltext {

[[nodiscard]] QVector<StatementRange> split(QStringView text);
/// The statement the cursor (offset 0 … size) stands in or just behind; the next one when it stands in white space
/// before one; an empty range when there is none.
[[nodiscard]] StatementRange statementAt(QStringView text, qsizetype cursor);
/// Line and column (1-based) of an offset in `text`; `statement` is left at 1.
[[nodiscard]] TextPosition positionAt(QStringView text, qsizetype offset);

}  // namespace sqltext
}  // namespace courier
