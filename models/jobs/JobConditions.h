#pragma once

#include <QString>
#include <QVariantList>

#include "models/jobs/JobFilter.h"

namespace courier::jobconditions {

/// A JobFilter as SQL on jobs j and deliveries d, written so that the indexes of courier.db serve it. Pure.

/// A piece of SQL with the values of its question marks.
struct Clause {
  QString sql;
  QVariantList values;
};

/// Ids of the wanted jobs, newest first, as one column: at most the filter's limit.
[[nodiscard]] Clause wantedJobs(const JobFilter& filter);
/// Of the jobs j that are wanted, which deliveries d are lines: a condition.
[[nodiscard]] Clause wantedDelivery(const JobFilter& filter);

/// Deliveries d that a person has to look at, and those that are on their way: conditions for counting, and jobs j that
/// wait or run.
[[nodiscard]] QString needsYou();
[[nodiscard]] QString isUnderWay();
[[nodiscard]] QString isAtWork();

}  // namespace courier::jobconditions
