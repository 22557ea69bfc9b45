#pragma once

#include <QByteArray>
#include <QString>

#include "models/base/Result.h"

namespace courier {

/// A kept body (a spool file) as people look at it. Blocking: for a worker thread. Errors are of kind NotFound
/// ("The body is no longer kept …") or Storage.

/// Its first bytes, at most `limit`, and how many there are in all.
struct BodyBeginning {
  QByteArray bytes;
  qint64 totalBytes = 0;
};
[[nodiscard]] Result<BodyBeginning> readBodyBeginning(const QString& path, qint64 limit);
/// Copies it to `to`, replacing what is there, whole or not at all.
[[nodiscard]] Result<void> copyBody(const QString& path, const QString& to);

}  // namespace courier
