#pragma once

#include <QString>
#include <QVector>
#include <optional>

#include "models/address/TargetOptions.h"
#include "models/base/Expected.h"
#include "models/storage/Session.h"

namespace courier {

/// Which kept bodies may go (besides what each delivery's own options say).
struct RetentionRule {
  /// Of all kept bodies: 2 GB. Beyond, the oldest that nobody needs go before their time.
  qint64 capBytes = 2'000'000'000;
  /// The administrator's limit: AdminPolicy::longestRetentionDays().
  std::optional<int> longestDays;
  /// A person asked: all that nobody needs goes now.
  bool everything = false;
};

/// Files that no row names any more: whoever asked deletes them.
struct ReleasedBodies {
  QVector<QString> names;
  qint64 bytes = 0;
};

namespace bodyretention {

/// A kept file and the time until which the rows that name it need it.
struct KeptBody {
  QString name;
  qint64 bytes = 0;
  bool isNeeded = false;   ///< a delivery that waits, is sent or is held, or a job or export that runs, needs it
  qint64 finalMs = 0;      ///< when the last of those that name it became final
  qint64 keptUntilMs = 0;  ///< when the last of them lets it go
};

/// Until when a final delivery keeps its body: as its options say; one that should be kept until it is delivered and
/// was refused, has expired or was cancelled stays for 90 days, to be sent again. Pure.
[[nodiscard]] qint64 keptUntil(Retention retention, bool isDelivered, qint64 finalMs, const RetentionRule& rule);

/// The files of `kept` to delete: first those that no row needs any longer, then, until the rest fits the cap, the
/// oldest that may go. Pure.
[[nodiscard]] QVector<KeptBody> releasable(QVector<KeptBody> kept, const RetentionRule& rule, qint64 nowMs);

/// Every kept body as the rows have it. A job's own result goes with the last of the job's deliveries; without any it
/// is kept for 90 days. Store thread, in a transaction.
[[nodiscard]] Expected<QVector<KeptBody>> keptBodies(Session& session, const RetentionRule& rule);

/// What releasable() says of keptBodies(), together. Store thread, in a transaction.
[[nodiscard]] Expected<ReleasedBodies> releasableNow(Session& session, const RetentionRule& rule, qint64 nowMs);

/// Makes the rows forget what is releasable(). Store thread, in the caller's writing transaction.
[[nodiscard]] Expected<ReleasedBodies> release(Session& session, const RetentionRule& rule, qint64 nowMs);

/// Of these names of files, those that no row names. Store thread.
[[nodiscard]] Expected<QVector<QString>> unnamed(Session& session, const QVector<QString>& names);

}  // namespace bodyretention
}  // namespace courier
