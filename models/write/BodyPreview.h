#pragma once

#include <QByteArray>

#include "models/address/BodyOptions.h"
#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/ResultStore.h"
#include "models/write/ColumnFindings.h"

namespace courier {

/// What the body of a shown result will be, found by encoding it without keeping it.
struct BodyPreview {
  qint64 bytes = 0;  ///< exact
  QByteArray sha256;
  qint64 rows = 0;         ///< in the body
  bool truncated = false;  ///< the result holds more rows than the cap lets through
  qint64 repairedTexts = 0;
  Columns declared;                  ///< as the engine described them
  Columns columns;                   ///< with the types that the body names
  QVector<bool> unsettled;           ///< by column: its type came only from a want of values
  QVector<ColumnFindings> findings;  ///< by column: of the rows in the body
  BodyOptions form;
  /// A body of the first rows alone, under the types of all: to be shown, never packed. At most 64 kB, cut anywhere.
  QByteArray beginning;
  qint64 rowsShown = 0;  ///< in `beginning`
};

/// Encodes `result` in that form, twice, once for its types and once for its bytes, with bounded memory. Blocking: for
/// a worker thread. `rowCap`: 0 for none. Error Cancelled once `cancel` is.
[[nodiscard]] Expected<BodyPreview> previewBody(const ResultStore& result, qint64 rowCap, const BodyOptions& form,
                                                const CancelToken& cancel);

}  // namespace courier
