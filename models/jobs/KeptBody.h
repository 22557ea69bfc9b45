#pragma once

#include <QByteArray>
#include <QString>

#include "models/address/BodyOptions.h"
#include "models/base/Expected.h"

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

}  // namespace courier
