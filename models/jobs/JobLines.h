#pragma once

#include "models/jobs/JobStore.h"

namespace courier {

namespace joblines {

/// The lists and sums of the Jobs page, from the job and delivery tables, through their indexes. Store thread, in one
/// reading transaction.

[[nodiscard]] Expected<QVector<JobLine>> read(Session& session, const JobFilter& filter);
[[nodiscard]] Expected<JobStore::Totals> totals(Session& session);
/// Those that something was sent to, saved ones first, by name; at most 500.
[[nodiscard]] Expected<QVector<JobTarget>> targets(Session& session);

}  // namespace joblines

}  // namespace courier
