#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>

#include "app/cli/JobCommands.h"
#include "app/cli/Output.h"
#include "app/cli/QueryOptions.h"
#include "app/cli/QueuedWork.h"
#include "models/base/Clock.h"
#include "models/schedules/CronWalk.h"
#include "models/schedules/CronWords.h"
#include "models/schedules/ScheduleVariables.h"
#include "models/schedules/ZoneNames.h"

namespace courier {

namespace {

struct ScheduleCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleCommands)
};

/// "2026-03-08T10:30:00Z", of UTC ms.
QString utcText(qint64 ms) {
  return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
}

/// "2026-03-08T06:30:00-04:00": with the offset that the zone has then.
QString localText(qint64 ms, const QTimeZone& zone) {
  const QDateTime local = QDateTime::fromMSecsSinceEpoch(ms, zone);
  return local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODate);
}

/// The zone of -t, else `fallback`. Errors as zoneNamed().
Expected<QTimeZone> zoneOption(const Arguments& arguments, const QString& fallback) {
  return zoneNamed(arguments.value(QStringLiteral("timezone"), fallback));
}

constexpr int mostBackfilled = 100;
constexpr int mostDelaySeconds = 86'400;

/// Whether its variables can be put in, tried with the values of this moment.
Expected<void> checkVariables(CommandContext& context, const Schedule& schedule) {
  const SlotValues values{context.services->clock().nowMs(), QTimeZone(schedule.zone.toUtf8()), JobId{1}};
  if (auto sql = schedulevariables::expandSql(schedule.sql, values); !sql) return sql.error();
  if (!schedule.sendTo) return {};
  if (auto url = schedulevariables::expandUrl(schedule.sendTo->to.url, values); !url) return url.error();
  return {};
}

/// The target of -r; with an empty word none.
Expected<std::optional<DeliveryRequest>> targetOption(CommandContext& context) {
  const QString words = context.arguments.value(QStringLiteral("result"));
  if (words.isEmpty()) return std::optional<DeliveryRequest>();
  if (auto fine = schedulevariables::checkAddress(words); !fine) return fine.error();
  // A schedule outlives this command: a password in its memory alone would be lost.
  auto request = chooseTarget(context, words, SecretStore::Fallback::None);
  if (!request) return request.error();
  request->latestWins = true;
  return std::optional(*request);
}

/// Takes over what the options say; what is not said stays.
Expected<void> takeOptions(CommandContext& context, Schedule& schedule) {
  const Arguments& arguments = context.arguments;
  const auto zone = zoneOption(arguments, schedule.zone);
  if (!zone) return zone.error();
  schedule.zone = QString::fromUtf8(zone->id());
  const auto delay = arguments.number(QStringLiteral("delay"), schedule.delaySeconds, 0, mostDelaySeconds);
  if (!delay) return delay.error();
  schedule.delaySeconds = *delay;
  const auto priority = arguments.number(QStringLiteral("priority"), schedule.priority, -2, 2);
  if (!priority) return priority.error();
  schedule.priority = static_cast<int>(*priority);
  const auto retries = arguments.number(QStringLiteral("retry"), schedule.retryLimit, 0, 10);
  if (!retries) return retries.error();
  schedule.retryLimit = static_cast<int>(*retries);
  const auto missed = missedPolicyFromKey(arguments.value(QStringLiteral("missed"), missedPolicyKey(schedule.missed)));
  if (!missed) return Error::invalidInput(ScheduleCommandsTr::tr("--missed must be once, none or all."));
  schedule.missed = *missed;
  const auto overlap =
      overlapPolicyFromKey(arguments.value(QStringLiteral("overlap"), overlapPolicyKey(schedule.overlap)));
  if (!overlap) return Error::invalidInput(ScheduleCommandsTr::tr("--overlap must be skip or queue."));
  schedule.overlap = *overlap;
  if (arguments.has(QStringLiteral("on")) && arguments.has(QStringLiteral("off")))
    return Error::invalidInput(ScheduleCommandsTr::tr("Use only one of --on and --off."));
  if (arguments.has(QStringLiteral("on"))) schedule.isOn = true;
  if (arguments.has(QStringLiteral("off"))) schedule.isOn = false;
  if (arguments.has(QStringLiteral("database"))) {
    const auto connection = connectionOption(context);
    if (!connection) return connection.error();
    schedule.connectionId = connection->id;
  }
  if (arguments.has(QStringLiteral("result"))) {
    auto target = targetOption(context);
    if (!target) return target.error();
    schedule.sendTo = *target;
  } else if (arguments.has(QStringLiteral("user")) || arguments.has(QStringLiteral("password"))) {
    return Error::invalidInput(ScheduleCommandsTr::tr("-u and -p belong to a target: name it with -r."));
  }
  return checkVariables(context, schedule);
}

/// When it runs next, and whether anybody runs it.
void sayNext(CommandContext& context, const Schedule& schedule) {
  Console& console = context.console;
  const QTimeZone zone(schedule.zone.toUtf8());
  if (schedule.cron.isOnDemand()) {
    console.err(ScheduleCommandsTr::tr("It runs only when you use sched:run."));
    return;
  }
  const auto slot = schedule.cron.next(context.services->clock().nowMs(), zone);
  if (!slot) {
    console.err(ScheduleCommandsTr::tr("%1 never occurs: it will not run.").arg(schedule.cron.text()));
    return;
  }
  console.err(ScheduleCommandsTr::tr("%1. Next run: %2 (%3).")
                  .arg(cronWords(schedule.cron), localText(*slot, zone), schedule.zone));
  const QString either = cronEitherDaySentence(schedule.cron);
  if (!either.isEmpty()) console.err(either);
  if (!schedule.isOn) console.err(ScheduleCommandsTr::tr("It is switched off: sched:update NAME --on switches it on."));
  if (!context.services->policy().current().areSchedulesAllowed()) {
    console.err(ScheduleCommandsTr::tr("Your administrator has switched schedules off: it will not run."));
  } else if (!otherWorker(context)) {
    console.err(
        ScheduleCommandsTr::tr("Nothing is running schedules now: open the window or run query-courier agent."));
  }
  ringOwner(context);
}

ExitCode createSchedule(CommandContext& context) {
  Schedule schedule;
  schedule.name = context.arguments.positional(0);
  const auto cron = CronExpression::parse(context.arguments.positional(1));
  if (!cron) return context.fail(cron.error());
  schedule.cron = *cron;
  schedule.zone = systemZoneName();
  const auto sql = sqlText(context, 2);
  if (!sql) return context.fail(sql.error());
  schedule.sql = *sql;
  const auto connection = connectionOption(context);
  if (!connection) return context.fail(connection.error());
  schedule.connectionId = connection->id;
  if (auto taken = takeOptions(context, schedule); !taken) return context.fail(taken.error());
  const auto created = waitFor(context.services->schedules().create(schedule));
  if (!created) return context.fail(created.error());
  context.console.err(ScheduleCommandsTr::tr("Schedule '%1' is saved.").arg(schedule.name));
  sayNext(context, schedule);
  return ExitCode::Done;
}

ExitCode updateSchedule(CommandContext& context) {
  const Arguments& arguments = context.arguments;
  ScheduleStore& schedules = context.services->schedules();
  auto found = waitFor(schedules.findByName(arguments.positional(0)));
  if (!found) return context.fail(found.error());
  Schedule schedule = *found;
  if (arguments.has(QStringLiteral("schedule"))) {
    const auto cron = CronExpression::parse(arguments.value(QStringLiteral("schedule")));
    if (!cron) return context.fail(cron.error());
    schedule.cron = *cron;
  }
  schedule.name = arguments.value(QStringLiteral("newname"), schedule.name);
  schedule.sql = arguments.value(QStringLiteral("query"), schedule.sql);
  if (auto taken = takeOptions(context, schedule); !taken) return context.fail(taken.error());
  if (auto updated = waitFor(schedules.update(schedule)); !updated) return context.fail(updated.error());
  context.console.err(ScheduleCommandsTr::tr("Schedule '%1' is saved.").arg(schedule.name));
  sayNext(context, schedule);
  return ExitCode::Done;
}

/// An instant as the toolbelt takes it: seconds since 1970, or a date and time, in the schedule's zone where it names
/// none. UTC ms.
Expected<qint64> instant(const QString& text, const QTimeZone& zone) {
  bool isNumber = false;
  const qint64 seconds = text.toLongLong(&isNumber);
  if (isNumber && seconds > 0 && seconds < 253'402'300'800) return seconds * 1000;
  QString iso = text.trimmed();
  if (iso.size() > 10 && iso[10] == u' ') iso[10] = u'T';
  QDateTime time = QDateTime::fromString(iso, Qt::ISODate);
  if (time.isValid() && time.timeSpec() == Qt::LocalTime) time = QDateTime(time.date(), time.time(), zone);
  if (time.isValid()) return time.toMSecsSinceEpoch();
  return Error::invalidInput(
      ScheduleCommandsTr::tr("\"%1\" is not a time: write it as in 2026-03-08T10:30:00Z.").arg(text.left(60)));
}

ExitCode runSchedule(CommandContext& context) {
  Services& services = *context.services;
  const auto found = waitFor(services.schedules().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  const QTimeZone zone(found->zone.toUtf8());
  const auto from = instant(context.arguments.positional(1), zone);
  if (!from) return context.fail(from.error());
  const auto count = context.arguments.number(QStringLiteral("num"), 1, 1, mostBackfilled);
  if (!count) return context.fail(count.error());
  QVector<qint64> slots;
  if (found->cron.isOnDemand()) {
    if (*count > 1)
      return context.fail(
          Error::invalidInput(ScheduleCommandsTr::tr("'%1' runs only on demand: leave -n out.").arg(found->name)));
    slots.append(*from);
  }
  CronWalk walk(found->cron, zone);
  qint64 after = *from - 1;
  while (!found->cron.isOnDemand() && slots.size() < *count) {
    const auto slot = walk.next(after);
    if (!slot) break;
    slots.append(slot->atMs);
    after = slot->atMs;
  }
  if (slots.isEmpty())
    return context.fail(Error::invalidInput(ScheduleCommandsTr::tr("'%1' is never due after that.").arg(found->name)));
  const auto jobs = waitFor(services.schedules().backfill(found->id, slots));
  if (!jobs) return context.fail(jobs.error());
  for (qsizetype index = 0; index < jobs->size(); ++index) {
    context.console.out(ScheduleCommandsTr::tr("Job %1: %2")
                            .arg(QString::number(jobs->at(index).value), localText(slots.at(index), zone)));
  }
  if (otherWorker(context)) {
    ringOwner(context);
  } else {
    context.console.err(
        ScheduleCommandsTr::tr("Nothing is running queued jobs now: open the window or run query-courier agent."));
  }
  return ExitCode::Done;
}

QVector<OptionSpec> changeOptions() {
  using Value = OptionSpec::Value;
  return {{u'd', QStringLiteral("database"), Value::Required, QStringLiteral("CONN"),
           ScheduleCommandsTr::tr("the connection")},
          {u't', QStringLiteral("timezone"), Value::Required, QStringLiteral("ZONE"),
           ScheduleCommandsTr::tr("time zone, such as Europe/Berlin (default: this computer's)")},
          {u'D', QStringLiteral("delay"), Value::Required, QStringLiteral("SEC"),
           ScheduleCommandsTr::tr("start this many seconds after the slot")},
          {u'r', QStringLiteral("result"), Value::Required, QStringLiteral("TARGET|URL"),
           ScheduleCommandsTr::tr("deliver the rows: NAME, NAME:path, web://… or webs://…; \"\" for nowhere")},
          {u'u', QStringLiteral("user"), Value::Required, QStringLiteral("USER"),
           ScheduleCommandsTr::tr("sign in to the target as USER")},
          {u'p',
           QStringLiteral("password"),
           Value::None,
           {},
           ScheduleCommandsTr::tr("ask for the password, or read it as a line of standard input")},
          {u'P', QStringLiteral("priority"), Value::Required, QStringLiteral("-2…2"),
           ScheduleCommandsTr::tr("place in the queue")},
          {u'R', QStringLiteral("retry"), Value::Required, QStringLiteral("N"),
           ScheduleCommandsTr::tr("run the query again after an error, at most N times")},
          {{},
           QStringLiteral("missed"),
           Value::Required,
           QStringLiteral("once|none|all"),
           ScheduleCommandsTr::tr("which missed slots to run later")},
          {{},
           QStringLiteral("overlap"),
           Value::Required,
           QStringLiteral("skip|queue"),
           ScheduleCommandsTr::tr("what to do with a slot while the last run still runs")},
          {u'T', QStringLiteral("type"), Value::Required, {}, {}},
          {u'O', QStringLiteral("pool-name"), Value::Required, {}, {}},
          {{}, QStringLiteral("engine-version"), Value::Required, {}, {}}};
}

/// sched:create, sched:update and sched:run.
QVector<Command> changeCommands() {
  using Value = OptionSpec::Value;
  const OptionSpec file{u'q', QStringLiteral("query"), Value::Required, QStringLiteral("FILE"),
                        ScheduleCommandsTr::tr("read the SQL from a file")};
  const QVector<OptionSpec> changes = {
      {u's', QStringLiteral("schedule"), Value::Required, QStringLiteral("CRON"),
       ScheduleCommandsTr::tr("when it runs")},
      {u'n', QStringLiteral("newname"), Value::Required, QStringLiteral("NAME"),
       ScheduleCommandsTr::tr("its new name")},
      {u'q', QStringLiteral("query"), Value::Required, QStringLiteral("SQL"), ScheduleCommandsTr::tr("its SQL")},
      {{}, QStringLiteral("on"), Value::None, {}, ScheduleCommandsTr::tr("switch it on")},
      {{}, QStringLiteral("off"), Value::None, {}, ScheduleCommandsTr::tr("switch it off")}};
  const OptionSpec number{u'n', QStringLiteral("num"), Value::Required, QStringLiteral("N"),
                          ScheduleCommandsTr::tr("how many slots (default: 1, at most 100)")};
  return {{QStringLiteral("sched:create"),
           QStringLiteral("NAME CRON -d CONN [-t ZONE] [-D SEC] [-r TARGET|URL] [-u USER] [-p] [-R N] [-P N] [-q FILE] "
                          "[--missed once|none|all] [--overlap skip|queue] [SQL | -]"),
           ScheduleCommandsTr::tr("Runs a query at set times; with an empty CRON only when you use sched:run."),
           QVector<OptionSpec>{file} + changeOptions(), 2, 3, createSchedule},
          {QStringLiteral("sched:update"), QStringLiteral("NAME [-s CRON] [-n NEWNAME] [-q SQL] [--on | --off] …"),
           ScheduleCommandsTr::tr("Changes a schedule; what you do not name stays as it is."),
           changes + changeOptions(), 1, 1, updateSchedule},
          {QStringLiteral("sched:run"),
           QStringLiteral("NAME TIME [-n N]"),
           ScheduleCommandsTr::tr("Runs a schedule's slots from TIME on, whether or not they ran before."),
           {number},
           2,
           2,
           runSchedule}};
}

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
  QString zone = systemZoneName();
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

bool isExpression(const Arguments& arguments) {
  return CronExpression::parse(arguments.positional(0)).ok();
}

/// The instant of --from, UTC ms; now without it.
Expected<qint64> fromOption(CommandContext& context, const QTimeZone& zone) {
  if (!context.arguments.has(QStringLiteral("from"))) return SystemClock().nowMs();
  const QString text = context.arguments.value(QStringLiteral("from"));
  QDateTime from = QDateTime::fromString(text, Qt::ISODateWithMs);
  if (from.isValid() && from.timeSpec() == Qt::LocalTime) from = QDateTime(from.date(), from.time(), zone);
  if (from.isValid()) return from.toMSecsSinceEpoch();
  return Error::invalidInput(
      ScheduleCommandsTr::tr("\"%1\" is not a time: write it as in 2026-03-08T10:30:00Z.").arg(text.left(60)));
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
  const bool isPlain = output->options.format == ExportFormat::Tsv;
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
                slot->isMoved ? ScheduleCommandsTr::tr("moved from a time that the clocks leave out")
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
      ScheduleCommandsTr::tr("time zone, such as Europe/Berlin (default: this computer's, or the schedule's own)")};
  const OptionSpec from{{},
                        QStringLiteral("from"),
                        Value::Required,
                        QStringLiteral("ISO"),
                        ScheduleCommandsTr::tr("runs after this time, such as 2026-03-08T10:30:00Z (default: now)")};
  const OptionSpec number{u'n', QStringLiteral("number"), Value::Required, QStringLiteral("N"),
                          ScheduleCommandsTr::tr("how many runs (default: 5)")};
  const OptionSpec format = formatOption(true);
  return changeCommands() +
         QVector<Command>{
             {QStringLiteral("sched:list"),
              QStringLiteral("[-f F]"),
              ScheduleCommandsTr::tr("Lists the schedules."),
              {format},
              0,
              0,
              listSchedules,
              Command::Data::LookedAt},
             {QStringLiteral("sched:next"),
              QStringLiteral("CRON|NAME [-t ZONE] [--from ISO] [-n N] [-f F]"),
              ScheduleCommandsTr::tr("Shows when an expression or a schedule is due next."),
              {zone, from, number, format},
              1,
              1,
              next,
              Command::Data::LookedAt,
              Owner::Role::Command,
              isExpression},
             {QStringLiteral("sched:history"),
              QStringLiteral("NAME [MAX] [-f F]"),
              ScheduleCommandsTr::tr("Lists a schedule's slots and what happened to each, newest first."),
              {format},
              1,
              2,
              history,
              Command::Data::LookedAt},
             {QStringLiteral("sched:result"), QStringLiteral("NAME [-f FORMAT] [-o FILE] [-l ROWS] [-c]"),
              ScheduleCommandsTr::tr("Shows the newest result of a schedule; with -f or -o only the rows."),
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
