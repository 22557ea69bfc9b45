#pragma once

#include <QByteArray>
#include <QString>
#include <memory>

#include "models/address/BodyOptions.h"
#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/ResultDiff.h"

namespace courier {

/// A kept body (a spool file) and what is known of it.
struct KeptResult {
  QString path;
  BodyOptions form;
  Columns columns;  ///< with the body's types; empty where they are not known
};

/// What changed from one kept body to another, whatever their forms. Both are read into the stores given, which then
/// hold what the comparison's rows point at. Blocking: for a worker thread. Errors: as readBody()'s and
/// diffResults()'s; one that tells of the older body says so.
[[nodiscard]] Expected<std::shared_ptr<const ResultDiff>> compareBodies(const KeptResult& older, ResultStore& olderRows,
                                                                        const KeptResult& newer, ResultStore& newerRows,
                                                                        const CancelToken& cancel);

}  // namespace courier
