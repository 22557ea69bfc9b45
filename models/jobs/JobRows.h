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

/// Where a result is to go, as JSON: the secret's key, never the secret. "{}" and back for nothing. Pure.
[[nodiscard]] QString sendToText(const std::optional<DeliveryRequest>& sendTo);
[[nodiscard]] std::optional<DeliveryRequest> sendToFromText(const QString& text);
/// Ids as a JSON list, for "IN (SELECT value FROM json_each(?))". Pure.
[[nodiscard]] QString idList(const QVector<JobId>& ids);

}  // namespace courier::jobrows
