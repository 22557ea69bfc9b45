#pragma once

#include <QString>

#include "models/base/Expected.h"
#include "models/data/ResultStore.h"

namespace courier {

/// The body of a result as it would be sent, for reading: a line for each key and for each of the first rows.
struct BodyText {
  QString text;
  qint64 rowsShown = 0;
  qint64 rowsInResult = 0;
};

/// The first `rowLimit` rows of `result` through the very writer that makes the body, under the types that all its rows
/// so far show. Reads at most the first batch, and of long
/// values no more rows than make a megabyte.
[[nodiscard]] Expected<BodyText> bodyText(const ResultStore& result, int rowLimit);

/// Line breaks and indents put into a body of DESIGN's form, outside its strings. `json` is compact and valid.
[[nodiscard]] QByteArray brokenIntoLines(const QByteArray& json);

}  // namespace courier
