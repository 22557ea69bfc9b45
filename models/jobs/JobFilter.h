#pragma once

#include <QString>

namespace courier {

/// A target as the history knows it: a saved one by its name, another by its address.
struct JobTarget {
  QString name;  ///< "": an address typed in place
  QString address;
  bool operator==(const JobTarget&) const = default;
};

/// Which lines a list shows. Empty fields do not restrict; a line must satisfy all fields that are set.
struct JobFilter {
  enum class Group {
    All,
    NeedsYou,  ///< deliveries held, or refused or expired and not answered since
    Waiting    ///< deliveries waiting or being sent, jobs queued or running
  };
  /// What a line has come to: its job's end, or its delivery's state.
  enum class State { Any, Running, Failed, Stopped, Waiting, Sending, Held, Delivered, Refused, Expired, Cancelled };

  Group group = Group::All;
  QString text;          ///< in the query's name, its SQL, the target or its address
  int limit = 500;       ///< of jobs: a job's lines come together
  qint64 beforeJob = 0;  ///< only jobs with a smaller id, for paging; 0: from the newest
  State state = State::Any;
  JobTarget target = {};
  qint64 fromMs = 0;  ///< queued (without a delivery: run) at or after it; 0: whenever
  qint64 toMs = 0;    ///< and before it; 0: whenever

  /// Whether it leaves anything out.
  [[nodiscard]] bool isRestricted() const { return !sameLines(JobFilter{}); }
  /// Whether it asks for the same lines, however many of them.
  [[nodiscard]] bool sameLines(const JobFilter& other) const {
    return group == other.group && text == other.text && state == other.state && target == other.target &&
           fromMs == other.fromMs && toMs == other.toMs;
  }
};

}  // namespace courier
