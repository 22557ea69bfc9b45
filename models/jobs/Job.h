#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>
#include <optional>
#include <utility>

#include "models/base/Ids.h"
#include "models/data/Column.h"
#include "models/outbox/Delivery.h"

namespace courier {

enum class JobKind { OnDemand, Scheduled, Backfill, Export };
enum class JobState { Queued, Running, Success, Error, Killed };
[[nodiscard]] QString jobKindKey(JobKind kind);     ///< as stored: "on_demand" …
[[nodiscard]] QString jobStateKey(JobState state);  ///< as stored and as the command line prints: "queued" …
[[nodiscard]] std::optional<JobState> jobStateFromKey(const QString& key);
[[nodiscard]] std::optional<JobKind> jobKindFromKey(const QString& key);

/// What is asked for: which query runs where, how, and where its result goes. A value.
struct JobRequest {
  JobKind kind = JobKind::OnDemand;
  QString queryName;
  QString sql;
  ConnectionId connectionId;
  QString connectionName;                 ///< as it was then
  JobId sourceJobId;                      ///< of an export: the job whose result it sends
  ScheduleId scheduleId;                  ///< of a scheduled run or a backfill; 0: no schedule's
  int priority = 0;                       ///< -2 … 2
  int retryLimit = 0;                     ///< times the query is run again after an error
  std::optional<DeliveryRequest> sendTo;  ///< where its result is to go
};

/// One run of a query: what was requested, and its outcome. A value.
struct Job : JobRequest {
  Job() = default;
  explicit Job(JobRequest asked) : JobRequest(std::move(asked)) {}

  JobId id;
  JobState state = JobState::Queued;
  bool killRequested = false;
  QString who;     ///< whose login ran it; "" for jobs of earlier versions
  QString runner;  ///< the process that runs it (a lock file's name), "" before
  qint64 createdMs = 0;
  qint64 startedMs = 0;  ///< 0: not yet
  qint64 endedMs = 0;    ///< 0: not yet
  qint64 rows = -1;      ///< -1: no result
  bool truncated = false;
  qint64 repairedTexts = 0;
  Columns columns;
  QVector<bool> unsettled;  ///< per column, as SpoolFile::unsettled; empty where that is not known
  QString spoolName;        ///< of the body in the contract's plain form; "" where none is kept
  qint64 spoolBytes = 0;
  QByteArray spoolSha256;
  QString error;
  QString remoteId;  ///< its number in the database, where it goes on without this program; "" where it does not
  QString notices;   ///< what the database said besides its rows, a line each
};

}  // namespace courier
