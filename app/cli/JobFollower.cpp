#include "app/cli/JobFollower.h"

#include <QDeadlineTimer>

#include "app/cli/DeliveryFollower.h"

namespace courier {

namespace {

struct JobFollowerTr {
  Q_DECLARE_TR_FUNCTIONS(JobFollower)
};

constexpr int lookMsOfJobFollower = 500;

bool isUnderWay(const Job& job) {
  return job.state == JobState::Queued || job.state == JobState::Running;
}

/// True when nobody owned any more and this process does now; a job that was still queued runs here then.
bool takeOver(CommandContext& context, const Job& job) {
  Services& services = *context.services;
  return callOnMain([&services, id = job.id, queued = job.state == JobState::Queued] {
    if (!services.tryWorking()) return false;
    if (queued) services.jobRunner().runQueuedJob(id);
    return true;
  });
}

}  // namespace

Expected<Job> followJob(CommandContext& context, JobId id, qint64 limitMs) {
  Services& services = *context.services;
  ChangeWaiter changes(services);
  const QDeadlineTimer deadline = limitMs > 0 ? QDeadlineTimer(limitMs) : QDeadlineTimer(QDeadlineTimer::Forever);
  for (;;) {
    auto job = waitFor(services.jobs().find(id));
    if (!job || !isUnderWay(*job) || deadline.hasExpired()) return job;
    if (context.cancel.isCancelled()) {
      (void)waitFor(services.jobs().requestKill(id));
      return Error::of(ErrorKind::Cancelled, {});
    }
    const bool works = callOnMain([&services] { return services.isWorking(); });
    if (!works && takeOver(context, *job)) {
      context.console.err(
          JobFollowerTr::tr("The program that had job %1 has ended; this one goes on with it.").arg(id.value));
    }
    changes.wait(lookMsOfJobFollower);
  }
}

}  // namespace courier
