#include <QCoreApplication>
#include <QDateTime>

#include "app/cli/JobOutput.h"
#include "app/cli/ListOutput.h"
#include "app/cli/ScheduleWords.h"
#include "models/schedules/CronWalk.h"
#include "models/schedules/CronWords.h"

namespace courier {

namespace {

struct ScheduleCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleCommands)
};

constexpr int defaultRuns = 5;
constexpr int mostRuns = 100'000;

/// When something is due.
struct Times {
  CronExpression cron;
  QTimeZone zone;
};

/// An expression, or the name of a schedule.
Expected<Times> times(CommandContext& context) {
  const QString text = context.arguments.positional(0);
  auto cron = CronExpression::parse(text);
  QString zone = QString::fromUtf8(QTimeZone::systemTimeZoneId());
  if (!cron) {
    const auto schedule = waitFor(context.services->schedules().findByName(text));
    // What has blanks or an @ was meant as an expression.
    if (!schedule) return text.trimmed().contains(u' ') || text.contains(u'@') ? cron.error() : schedule.error();
    cron = schedule->cron;
    zone = schedule->zone;
  }
  auto chosen = zoneOption(context.arguments, zone);
  if (!chosen) return chosen.error();
  return Times{*cron, *chosen};
}

/// The instant of --from, UTC ms; now without it.
Expected<qint64> fromOption(CommandContext& context, const QTimeZone& zone) {
  if (!context.arguments.has(QStringLiteral("from"))) return context.services->clock().nowMs();
  const QString text = context.arguments.value(QStringLiteral("from"));
  QDateTime from = QDateTime::fromString(text, Qt::ISODateWithMs);
  if (from.isValid() && from.timeSpec() == Qt::LocalTime) from = QDateTime(from.date(), from.time(), zone);
  if (from.isValid()) return from.toMSecsSinceEpoch();
  return Error::invalidInput(
      ScheduleCommandsTr::tr("\"%1\" is no instant: write it as in 2026-03-08T10:30:00Z.").arg(text.left(60)));
}

ExitCode next(CommandContext& context) {
  const auto found = times(context);
  if (!found) return context.fail(found.error());
  const auto from = fromOption(context, found->zone);
  if (!from) return context.fail(from.error());
  const auto count = context.arguments.number(QStringLiteral("number"), defaultRuns, 1, mostRuns);
  if (!count) return context.fail(count.error());
  const auto output = outputChoice(context.arguments);
  if (!output) return context.fail(output.error());
  if (found->cron.isNever()) context.console.err(cronWords(found->cron) + u'.');
  const bool isPlain = output->format == TextFormat::Tsv;
  ListOutput list({QStringLiteral("utc"), QStringLiteral("local"), QStringLiteral("moved")});
  CronWalk walk(found->cron, found->zone);
  qint64 at = *from;
  for (qint64 index = 0; index < *count && !context.cancel.isCancelled(); ++index) {
    const auto slot = walk.next(at);
    if (!slot) break;
    at = slot->atMs;
    if (isPlain) {
      context.console.out(utcText(at));
    } else {
      list.add({utcText(at), localText(at, found->zone),
                slot->isMoved ? ScheduleCommandsTr::tr("from a time that the clocks leave out")
                              : QString(QStringLiteral(""))});
    }
  }
  return isPlain ? ExitCode::Done : list.print(context);
}

/// What there is to tell of schedules, or of this one alone; said once.
ExitCode sayNotices(CommandContext& context, ScheduleId only = {}) {
  NoticeStore& notices = context.services->notices();
  const auto unseen = waitFor(notices.unseen());
  if (!unseen) return context.fail(unseen.error());
  int said = 0;
  for (const Notice& notice : *unseen) {
    if (notice.targetId.isValid() || (only.isValid() && notice.scheduleId != only)) continue;
    context.console.err(ScheduleCommandsTr::tr("Notice of %1: %2").arg(utcText(notice.createdMs), notice.text));
    ++said;
  }
  if (said == 0) return ExitCode::Done;
  if (const auto seen = waitFor(notices.markScheduleSeen(only)); !seen) return context.fail(seen.error());
  return ExitCode::Done;
}

ExitCode listSchedules(CommandContext& context) {
  const auto schedules = waitFor(context.services->schedules().all());
  if (!schedules) return context.fail(schedules.error());
  ListOutput list({QStringLiteral("name"), QStringLiteral("cron"), QStringLiteral("zone"), QStringLiteral("when"),
                   QStringLiteral("next"), QStringLiteral("target"), QStringLiteral("state")});
  for (const Schedule& schedule : *schedules) {
    const QTimeZone zone(schedule.zone.toUtf8());
    const auto slot = schedule.cron.next(context.services->clock().nowMs(), zone);
    list.add({schedule.name, schedule.cron.text(), schedule.zone, cronWords(schedule.cron),
              slot && schedule.isOn ? QVariant(localText(*slot, zone)) : QVariant(),
              schedule.sendTo ? QVariant(schedule.sendTo->targetText) : QVariant(),
              schedule.isOn ? QStringLiteral("on") : QStringLiteral("off")});
  }
  if (const ExitCode printed = list.print(context); printed != ExitCode::Done) return printed;
  return sayNotices(context);
}

ExitCode deleteSchedule(CommandContext& context) {
  ScheduleStore& schedules = context.services->schedules();
  const auto found = waitFor(schedules.findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  const auto removed = waitFor(schedules.remove(found->id));
  if (!removed) return context.fail(removed.error());
  context.console.err(ScheduleCommandsTr::tr("Schedule '%1' is deleted.").arg(found->name));
  return ExitCode::Done;
}

ExitCode history(CommandContext& context) {
  ScheduleStore& schedules = context.services->schedules();
  qint64 limit = 100;
  if (!context.arguments.positional(1).isEmpty()) {
    const auto given = parseNumber(context.arguments.positional(1), ScheduleCommandsTr::tr("a number of lines"));
    if (!given) return context.fail(given.error());
    limit = qMin<qint64>(*given, 1'000'000);
  }
  const auto found = waitFor(schedules.findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  const auto lines = waitFor(schedules.history(found->id, static_cast<int>(limit)));
  if (!lines) return context.fail(lines.error());
  const QTimeZone zone(found->zone.toUtf8());
  ListOutput list({QStringLiteral("slot"), QStringLiteral("state"), QStringLiteral("job"), QStringLiteral("missed"),
                   QStringLiteral("reason")});
  for (const SlotRecord& line : *lines) {
    list.add({localText(line.slotMs, zone), slotStateKey(line.state),
              line.jobId.isValid() ? QVariant(line.jobId.value) : QVariant(),
              line.missed > 0 ? QVariant(line.missed) : QVariant(), line.reason});
  }
  if (const ExitCode printed = list.print(context); printed != ExitCode::Done) return printed;
  return sayNotices(context, found->id);
}

ExitCode lastResult(CommandContext& context) {
  const auto found = waitFor(context.services->schedules().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  const auto job = waitFor(context.services->jobs().newestResult(found->id));
  if (!job) return context.fail(job.error());
  if (*job) return printJob(context, **job);
  return context.fail({ErrorKind::NotFound,
                       ScheduleCommandsTr::tr("'%1' has no result yet. See sched:history %1, or run it with sched:run.")
                           .arg(found->name),
                       {},
                       {}});
}

}  // namespace

QVector<Command> scheduleCommands() {
  using Value = OptionSpec::Value;
  const OptionSpec zone{
      u't', QStringLiteral("timezone"), Value::Required, QStringLiteral("ZONE"),
      ScheduleCommandsTr::tr("time zone, as Europe/Berlin; this computer's, or the schedule's own, without it")};
  const OptionSpec from{{},
                        QStringLiteral("from"),
                        Value::Required,
                        QStringLiteral("ISO"),
                        ScheduleCommandsTr::tr("runs after this instant, as 2026-03-08T10:30:00Z; now without it")};
  const OptionSpec number{u'n', QStringLiteral("number"), Value::Required, QStringLiteral("N"),
                          ScheduleCommandsTr::tr("how many runs: 5 without it")};
  const OptionSpec format = formatOption(true);
  return scheduleChangeCommands() +
         QVector<Command>{{QStringLiteral("sched:list"),
                           QStringLiteral("[-f F]"),
                           ScheduleCommandsTr::tr("Lists the schedules."),
                           {format},
                           0,
                           0,
                           listSchedules},
                          {QStringLiteral("sched:next"),
                           QStringLiteral("CRON|NAME [-t ZONE] [--from ISO] [-n N] [-f F]"),
                           ScheduleCommandsTr::tr("Says when an expression or a schedule is due next."),
                           {zone, from, number, format},
                           1,
                           1,
                           next},
                          {QStringLiteral("sched:history"),
                           QStringLiteral("NAME [MAX] [-f F]"),
                           ScheduleCommandsTr::tr("Lists what became of a schedule's slots, newest first."),
                           {format},
                           1,
                           2,
                           history},
                          {QStringLiteral("sched:result"), QStringLiteral("NAME [-f FORMAT] [-o FILE] [-l ROWS] [-c]"),
                           ScheduleCommandsTr::tr("The newest result of a schedule; with -f or -o the rows alone."),
                           resultOutputOptions(), 1, 1, lastResult},
                          {QStringLiteral("sched:delete"),
                           QStringLiteral("NAME"),
                           ScheduleCommandsTr::tr("Deletes a schedule; its history stays."),
                           {},
                           1,
                           1,
                           deleteSchedule}};
}

}  // namespace courier
