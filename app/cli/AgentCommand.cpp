#include <QCoreApplication>
#include <QThread>

#include "app/cli/Ownership.h"

namespace courier {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(AgentCommand)
};

constexpr unsigned lookMs = 250;

/// Owns schedules, jobs and outbox until it is told to end. A window that opens takes over; the agent goes on once that
/// window is closed.
ExitCode runAgent(CommandContext& context) {
  Services& services = *context.services;
  const auto works = [&services] { return callOnMain([&services] { return services.tryWorking(); }); };
  bool isWorking = works();
  if (!isWorking) {
    // Its look at the database may be over; a command ends by itself.
    if (const auto other = otherWorker(context)) {
      context.console.err(Text::tr("Schedules and deliveries are run by %1 already. Nothing was started.").arg(*other));
      return ExitCode::WrongUsage;
    }
  }
  const auto say = [&context](bool now) {
    context.console.err(now ? Text::tr("Running schedules and deliveries. End it with Ctrl+C.")
                            : Text::tr("Somebody else runs schedules and deliveries now; going on once they have "
                                       "ended."));
  };
  say(isWorking);
  while (!context.cancel.isCancelled()) {
    QThread::msleep(lookMs);
    const bool now = works();
    if (now != isWorking) say(now);
    isWorking = now;
  }
  // What runs is stopped, and its slots are caught up as their schedules' policy says.
  const auto ended = waitOnMain([&services] { return services.end(); });
  return ended ? ExitCode::Done : context.fail(ended.error());
}

}  // namespace

QVector<Command> agentCommands() {
  return {{QStringLiteral("agent"),
           {},
           Text::tr("Runs schedules and deliveries without a window, until it is ended."),
           {},
           0,
           0,
           runAgent,
           Command::Data::Needed,
           Owner::Role::Agent}};
}

}  // namespace courier
