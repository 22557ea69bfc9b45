// sched:create, sched:update and sched:run.
#include <QCoreApplication>
#include <QDateTime>

#include "app/cli/Ownership.h"
#include "app/cli/QueryWords.h"
#include "app/cli/ScheduleWords.h"
#include "app/cli/TargetChoice.h"
#include "models/schedules/CronWalk.h"
#include "models/schedules/CronWords.h"
#include "models/schedules/ScheduleVariables.h"

namespace courier {

namespace {

struct ScheduleChangeTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleCommands)
};

constexpr int mostBackfilled = 100;
constexpr int mostDelaySeconds = 86'400;

QString systemZone() {
  return QString::fromUtf8(QTimeZone::systemTimeZoneId());
}

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
  if (!missed) return Error::invalidInput(ScheduleChangeTr::tr("--missed is once, none or all."));
  schedule.missed = *missed;
  const auto overlap =
      overlapPolicyFromKey(arguments.value(QStringLiteral("overlap"), overlapPolicyKey(schedule.overlap)));
  if (!overlap) return Error::invalidInput(ScheduleChangeTr::tr("--overlap is skip or queue."));
  schedule.overlap = *overlap;
  if (arguments.has(QStringLiteral("on")) && arguments.has(QStringLiteral("off")))
    return Error::invalidInput(ScheduleChangeTr::tr("--on and --off exclude each other."));
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
    return Error::invalidInput(ScheduleChangeTr::tr("-u and -p belong to a target: name it with -r."));
  }
  return checkVariables(context, schedule);
}

/// When it runs next, and whether anybody runs it.
void sayNext(CommandContext& context, const Schedule& schedule) {
  Console& console = context.console;
  const QTimeZone zone(schedule.zone.toUtf8());
  if (schedule.cron.isOnDemand()) {
    console.err(ScheduleChangeTr::tr("It runs only by sched:run."));
    return;
  }
  const auto slot = schedule.cron.next(context.services->clock().nowMs(), zone);
  if (!slot) {
    console.err(ScheduleChangeTr::tr("%1 never comes: it will not run.").arg(schedule.cron.text()));
    return;
  }
  console.err(ScheduleChangeTr::tr("%1. Next run: %2 (%3).")
                  .arg(cronWords(schedule.cron), localText(*slot, zone), schedule.zone));
  const QString either = cronEitherDaySentence(schedule.cron);
  if (!either.isEmpty()) console.err(either);
  if (!schedule.isOn) console.err(ScheduleChangeTr::tr("It is switched off: sched:update NAME --on switches it on."));
  if (!context.services->policy().current().areSchedulesAllowed()) {
    console.err(ScheduleChangeTr::tr("Your administrator has switched schedules off: it will not run."));
  } else if (!otherWorker(context)) {
    console.err(ScheduleChangeTr::tr("Nothing is running schedules now: open the window or run query-courier agent."));
  }
  ringOwner(context);
}

ExitCode createSchedule(CommandContext& context) {
  Schedule schedule;
  schedule.name = context.arguments.positional(0);
  const auto cron = CronExpression::parse(context.arguments.positional(1));
  if (!cron) return context.fail(cron.error());
  schedule.cron = *cron;
  schedule.zone = systemZone();
  const auto sql = sqlText(context, 2);
  if (!sql) return context.fail(sql.error());
  schedule.sql = *sql;
  const auto connection = connectionOption(context);
  if (!connection) return context.fail(connection.error());
  schedule.connectionId = connection->id;
  if (auto taken = takeOptions(context, schedule); !taken) return context.fail(taken.error());
  const auto created = waitFor(context.services->schedules().create(schedule));
  if (!created) return context.fail(created.error());
  context.console.err(ScheduleChangeTr::tr("Schedule '%1' is saved.").arg(schedule.name));
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
  context.console.err(ScheduleChangeTr::tr("Schedule '%1' is saved.").arg(schedule.name));
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
      ScheduleChangeTr::tr("\"%1\" is no instant: write it as in 2026-03-08T10:30:00Z.").arg(text.left(60)));
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
          Error::invalidInput(ScheduleChangeTr::tr("'%1' has no times of its own: leave -n out.").arg(found->name)));
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
    return context.fail(Error::invalidInput(ScheduleChangeTr::tr("'%1' is never due after that.").arg(found->name)));
  const auto jobs = waitFor(services.schedules().backfill(found->id, slots));
  if (!jobs) return context.fail(jobs.error());
  for (qsizetype index = 0; index < jobs->size(); ++index) {
    context.console.out(ScheduleChangeTr::tr("Job %1: %2")
                            .arg(QString::number(jobs->at(index).value), localText(slots.at(index), zone)));
  }
  if (otherWorker(context)) {
    ringOwner(context);
  } else {
    context.console.err(
        ScheduleChangeTr::tr("Nothing is running queued jobs now: open the window or run query-courier agent."));
  }
  return ExitCode::Done;
}

QVector<OptionSpec> changeOptions() {
  using Value = OptionSpec::Value;
  return {{u'd', QStringLiteral("database"), Value::Required, QStringLiteral("CONN"),
           ScheduleChangeTr::tr("the connection")},
          {u't', QStringLiteral("timezone"), Value::Required, QStringLiteral("ZONE"),
           ScheduleChangeTr::tr("time zone, as Europe/Berlin; this computer's without it")},
          {u'D', QStringLiteral("delay"), Value::Required, QStringLiteral("SEC"),
           ScheduleChangeTr::tr("begin so many seconds after the slot")},
          {u'r', QStringLiteral("result"), Value::Required, QStringLiteral("TARGET|URL"),
           ScheduleChangeTr::tr("deliver the rows: NAME, NAME:path, web://… or webs://…; \"\" delivers none")},
          {u'u', QStringLiteral("user"), Value::Required, QStringLiteral("USER"),
           ScheduleChangeTr::tr("sign in to the target as USER")},
          {u'p',
           QStringLiteral("password"),
           Value::None,
           {},
           ScheduleChangeTr::tr("ask for the password, or read it as a line of standard input")},
          {u'P', QStringLiteral("priority"), Value::Required, QStringLiteral("-2…2"),
           ScheduleChangeTr::tr("order in the queue")},
          {u'R', QStringLiteral("retry"), Value::Required, QStringLiteral("N"),
           ScheduleChangeTr::tr("run the query again after an error, N times at most")},
          {{},
           QStringLiteral("missed"),
           Value::Required,
           QStringLiteral("once|none|all"),
           ScheduleChangeTr::tr("what is caught up of slots that were missed")},
          {{},
           QStringLiteral("overlap"),
           Value::Required,
           QStringLiteral("skip|queue"),
           ScheduleChangeTr::tr("what becomes of a slot while the last run is still going")},
          {u'T', QStringLiteral("type"), Value::Required, {}, {}},
          {u'O', QStringLiteral("pool-name"), Value::Required, {}, {}},
          {{}, QStringLiteral("engine-version"), Value::Required, {}, {}}};
}

}  // namespace

QVector<Command> scheduleChangeCommands() {
  using Value = OptionSpec::Value;
  const OptionSpec file{u'q', QStringLiteral("query"), Value::Required, QStringLiteral("FILE"),
                        ScheduleChangeTr::tr("read the SQL from a file")};
  const QVector<OptionSpec> changes = {
      {u's', QStringLiteral("schedule"), Value::Required, QStringLiteral("CRON"), ScheduleChangeTr::tr("when it runs")},
      {u'n', QStringLiteral("newname"), Value::Required, QStringLiteral("NAME"), ScheduleChangeTr::tr("its new name")},
      {u'q', QStringLiteral("query"), Value::Required, QStringLiteral("SQL"), ScheduleChangeTr::tr("its statement")},
      {{}, QStringLiteral("on"), Value::None, {}, ScheduleChangeTr::tr("switch it on")},
      {{}, QStringLiteral("off"), Value::None, {}, ScheduleChangeTr::tr("switch it off")}};
  const OptionSpec number{u'n', QStringLiteral("num"), Value::Required, QStringLiteral("N"),
                          ScheduleChangeTr::tr("so many slots: 1 without it, 100 at most")};
  return {{QStringLiteral("sched:create"),
           QStringLiteral("NAME CRON -d CONN [-t ZONE] [-D SEC] [-r TARGET|URL] [-u USER] [-p] [-R N] [-P N] [-q FILE] "
                          "[--missed once|none|all] [--overlap skip|queue] [SQL | -]"),
           ScheduleChangeTr::tr("Runs a query by itself; with an empty CRON only by sched:run."),
           QVector<OptionSpec>{file} + changeOptions(), 2, 3, createSchedule},
          {QStringLiteral("sched:update"), QStringLiteral("NAME [-s CRON] [-n NEWNAME] [-q SQL] [--on | --off] …"),
           ScheduleChangeTr::tr("Changes a schedule: what is not named stays."), changes + changeOptions(), 1, 1,
           updateSchedule},
          {QStringLiteral("sched:run"),
           QStringLiteral("NAME TIME [-n N]"),
           ScheduleChangeTr::tr("Runs a schedule's slots from TIME on, whether or not they ran before."),
           {number},
           2,
           2,
           runSchedule}};
}

}  // namespace courier
