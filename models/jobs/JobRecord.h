#pragma once

#include "models/base/Expected.h"
#include "models/data/BatchSink.h"
#include "models/data/RowSource.h"
#include "models/storage/Session.h"

class QIODevice;

namespace courier::jobrecord {

/// What was run and what was sent, without the bodies: one line for each delivery with its job, and one for each job
/// without a delivery, newest first. It stays when a body goes. Never a password. Columns: time, who, job, kind,
/// query, sql, connection, job_state, delivery, target, address, method, rows, columns, bytes, sha256, state,
/// last_status, attempts, finished. Times are ISO 8601 UTC, sha256 is hexadecimal, columns their number, last_status
/// the last answer's HTTP status; what there is not is NULL.

/// The newest `limit` lines (0: all) into `sink`. Store thread, in a reading transaction.
[[nodiscard]] Expected<void> read(Session& session, int limit, BatchSink& sink);

/// As RFC 4180 has it, with the names of the columns first; SQL that a spreadsheet would take for a formula, as a
/// comment that begins with --, has an apostrophe before it. Any one thread; blocks.
[[nodiscard]] Expected<void> writeCsv(const RowSource& record, QIODevice& device);

}  // namespace courier::jobrecord
