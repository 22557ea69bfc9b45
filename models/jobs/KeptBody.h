#pragma once

#include <QByteArray>
#include <QString>
#include <memory>

#include "models/address/BodyOptions.h"
#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/ResultDiff.h"

namespace courier {

/// A kept body (a spool file) as people look at it. Blocking: for a worker thread. Errors are of kind NotFound
/// ("The body is no longer kept …") or Storage.

/// Its first bytes, at most `limit`, unpacked where they are packed, and how long the file is.
struct BodyBeginning {
  QByteArray bytes;
  qint64 totalBytes = 0;    ///< of the file
  bool isUnpacked = false;  ///< the file is packed with gzip, `bytes` are not
  bool isCut = false;       ///< there is more
};
[[nodiscard]] Expected<BodyBeginning> readBodyBeginning(const QString& path, qint64 limit,
                                                        const BodyOptions& form = {});
/// Copies it to `to`, replacing what is there, whole or not at all.
[[nodiscard]] Expected<void> copyBody(const QString& path, const QString& to);

/// One of the two kept bodies (spool files) of a comparison, and what is known of it.
struct ComparedBody {
  QString path;
  BodyOptions form;
  Columns columns;  ///< with the body's types; empty where they are not known
};

/// What changed from one kept body to another, whatever their forms. Both are read into the stores given, which then
/// hold what the comparison's rows point at. Blocking: for a worker thread. Errors: as readBody()'s and
/// diffResults()'s; one that tells of the older body says so.
[[nodiscard]] Expected<std::shared_ptr<const ResultDiff>> compareBodies(const ComparedBody& older,
                                                                        ResultStore& olderRows,
                                                                        const ComparedBody& newer,
                                                                        ResultStore& newerRows,
                                                                        const CancelToken& cancel);

}  // namespace courier
