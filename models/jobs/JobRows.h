#pragma once

#include <QVariantList>
#include <QVector>
#include <optional>

#include "models/base/Expected.h"
#include "models/jobs/Job.h"
#include "models/storage/Session.h"

namespace courier::jobrows {

/// Reading and writing the job table's rows. Store thread, within the caller's transaction if there is one.

/// Whether a row's SQL text is read whole.
enum class Sql { Whole, Beginning };
inline constexpr int beginningOfSql = 4096;

/// Jobs j for which `condition` holds ("WHERE …", "ORDER BY …").
[[nodiscard]] Expected<QVector<Job>> jobs(Session& session, const QString& condition, const QVariantList& values,
                                          Sql sql = Sql::Whole);
/// NotFound: "There is no job 12."
[[nodiscard]] Expected<Job> job(Session& session, JobId id);
/// Writes a new row and gives its id; `job.id` is ignored.
[[nodiscard]] Expected<JobId> insert(Session& session, const Job& job);

/// The row's SQL text and where its result is to go, as `job` has them.
[[nodiscard]] Expected<void> writeRequest(Session& session, const Job& job);
/// A TargetFollower: what queued and running jobs deliver goes as its target now says.
[[nodiscard]] Expected<void> followTarget(Session& session, const Target& target);
/// It runs now, under `runner`.
[[nodiscard]] Expected<void> writeStart(Session& session, JobId id, const QString& runner, qint64 nowMs);
/// It goes on in the database under this number.
[[nodiscard]] Expected<void> writeRemote(Session& session, JobId id, const QString& remoteId);
/// Nobody runs it any more, and somebody is to.
[[nodiscard]] Expected<void> writeBackToQueue(Session& session, JobId id);
/// What its query came to.
[[nodiscard]] Expected<void> writeResult(Session& session, const Job& job);
/// Its end is asked for.
[[nodiscard]] Expected<void> writeKillRequest(Session& session, JobId id);
/// It has ended: job.state with its sentence job.error, at job.endedMs.
[[nodiscard]] Expected<void> writeEnd(Session& session, const Job& job);
/// The spool file of this name is going: no job names it any more.
[[nodiscard]] Expected<void> forgetBody(Session& session, const QString& spoolName);

/// Where a result is to go, as JSON: the secret's key, never the secret. "{}" and back for nothing. Pure.
[[nodiscard]] QString sendToText(const std::optional<DeliveryRequest>& sendTo);
[[nodiscard]] std::optional<DeliveryRequest> sendToFromText(const QString& text);
/// Ids as a JSON list, for "IN (SELECT value FROM json_each(?))". Pure.
[[nodiscard]] QString idList(const QVector<JobId>& ids);

}  // namespace courier::jobrows
