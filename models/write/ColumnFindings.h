#pragma once

#include <QStringList>
#include <QVector>

#include "models/address/BodyOptions.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// How many of one column's values are of which kind, and how many of them are odd. In values.
struct ColumnFindings {
  qint64 nulls = 0;
  qint64 integers = 0;      ///< of all sizes
  qint64 wideIntegers = 0;  ///< of these, beyond ±2^53
  qint64 reals = 0;         ///< NaN and infinities too
  qint64 notFinite = 0;     ///< of these, NaN and infinities
  qint64 booleans = 0;
  qint64 texts = 0;        ///< arrays too
  qint64 brokenTexts = 0;  ///< of these, not UTF-8
  qint64 blobs = 0;

  bool operator==(const ColumnFindings&) const = default;
};

/// Counts rows [0, rowCount) of the batch; `findings` has an entry for each of its columns. Pure.
void addFindings(const ColumnBatch& batch, int rowCount, QVector<ColumnFindings>& findings);

/// The remarks on one column of a body, in sentences for people: what is unusual in it, and how it is sent; empty if
/// there is nothing. `declared`: as the engine described the columns; `sent`: with the types of the body. Pure.
[[nodiscard]] QStringList columnRemarks(qsizetype column, const Columns& declared, const Columns& sent,
                                        const ColumnFindings& findings, const BodyOptions& form);

}  // namespace courier
