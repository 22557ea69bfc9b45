#include <QCoreApplication>
#include <QThread>

#include "app/Autostart.h"
#include "app/cli/QueuedWork.h"

namespace courier {

namespace {

struct AgentCommandTr {
  Q_DECLARE_TR_FUNCTIONS(AgentCommand)
};

constexpr unsigned lookMs = 250;

/// agent --install and --uninstall.
ExitCode changeAutostart(CommandContext& context, bool install) {
  // An agent that is started now waits for nobody here.
  (void)callOnMain([&context] {
    context.services->owner().release();
    return true;
  });
  const Autostart autostart(QCoreApplication::applicationFilePath(), context.services->dataFolder());
  const auto change = install ? autostart.install() : autostart.uninstall();
  if (!change) return context.fail(change.error());
  for (const QString& line : install ? installedWords(*change) : uninstalledWords(*change)) context.console.err(line);
  return ExitCode::Done;
}

/// Owns schedules, jobs and outbox until it is told to end. A window that opens takes over; the agent goes on once that
/// window is closed.
ExitCode runAgent(CommandContext& context) {
  const bool installs = context.arguments.has(QStringLiteral("install"));
  const bool uninstalls = context.arguments.has(QStringLiteral("uninstall"));
  const bool waits = context.arguments.has(QStringLiteral("wait"));
  if (int(installs) + int(uninstalls) + int(waits) > 1) {
    return context.fail(Error::invalidInput(AgentCommandTr::tr("Use only one of --install, --uninstall and --wait.")));
  }
  if (installs || uninstalls) return changeAutostart(context, installs);
  Services& services = *context.services;
  const auto works = [&services] { return callOnMain([&services] { return services.tryWorking(); }); };
  bool isWorking = works();
  if (!isWorking && !waits) {
    // Its look at the database may be over; a command ends by itself.
    if (const auto other = otherWorker(context)) {
      context.console.err(
          AgentCommandTr::tr("Nothing was started: %1 already runs schedules and deliveries.").arg(*other));
      return ExitCode::WrongUsage;
    }
  }
  const auto say = [&context](bool now) {
    context.console.err(
        now ? AgentCommandTr::tr("Running schedules and deliveries. End it with Ctrl+C.")
            : AgentCommandTr::tr(
                  "Another program runs schedules and deliveries now; this one starts when that one has ended."));
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
  using Value = OptionSpec::Value;
  return {
      {QStringLiteral("agent"),
       QStringLiteral("[--install | --uninstall | --wait]"),
       AgentCommandTr::tr("Runs schedules and deliveries without a window, until you end it."),
       {{{}, QStringLiteral("install"), Value::None, {}, AgentCommandTr::tr("start it when you log in")},
        {{}, QStringLiteral("uninstall"), Value::None, {}, AgentCommandTr::tr("no longer start it when you log in")},
        {{},
         QStringLiteral("wait"),
         Value::None,
         {},
         AgentCommandTr::tr("if another program runs them, start when that one has ended")}},
       0,
       0,
       runAgent,
       Command::Data::Needed,
       Owner::Role::Agent}};
}

}  // namespace courier
