#include "app/cli/JobCommands.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>
#include <limits>

#include "app/cli/Output.h"
#include "app/cli/QueuedWork.h"
#include "models/data/ResultStore.h"
#include "models/outbox/FailureText.h"
#include "models/read/BodyReader.h"

namespace courier {

namespace {

struct JobCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(JobCommands)
};

/// An instant (UTC ms) in a list, as 2026-03-08T10:30:00Z; 0: a null.
QVariant isoCell(qint64 ms) {
  return ms == 0 ? QVariant() : QVariant(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate));
}

void sayJob(CommandContext& context, const Job& job, const QVector<Delivery>& deliveries) {
  Console& console = context.console;
  const auto line = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) console.out(QStringLiteral("%1: %2").arg(name.leftJustified(10), value));
  };
  line(JobCommandsTr::tr("Job"), QString::number(job.id.value));
  line(JobCommandsTr::tr("Status"), jobStateKey(job.state));
  line(JobCommandsTr::tr("Kind"), jobKindKey(job.kind));
  line(JobCommandsTr::tr("Connection"), job.connectionName);
  line(JobCommandsTr::tr("Job there"), job.remoteId);
  line(JobCommandsTr::tr("Created"), isoCell(job.createdMs).toString());
  line(JobCommandsTr::tr("Started"), isoCell(job.startedMs).toString());
  line(JobCommandsTr::tr("Ended"), isoCell(job.endedMs).toString());
  line(JobCommandsTr::tr("Query"), job.sql);
  if (job.rows >= 0) line(JobCommandsTr::tr("Rows"), QString::number(job.rows));
  if (job.truncated) line(JobCommandsTr::tr("Note"), truncationText(job.rows));
  if (job.repairedTexts > 0) {
    line(JobCommandsTr::tr("Note"), JobCommandsTr::tr("%n text(s) were not UTF-8 and got replacement characters.",
                                                      nullptr, static_cast<int>(job.repairedTexts)));
  }
  for (const QString& notice : job.notices.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
    line(JobCommandsTr::tr("Database"), notice);
  line(JobCommandsTr::tr("Error"), job.error);
  for (const Delivery& delivery : deliveries) {
    line(JobCommandsTr::tr("Delivery"),
         QStringLiteral("%1 %2 %3")
             .arg(QString::number(delivery.id.value), deliveryStateKey(delivery.state), delivery.targetText));
    line(JobCommandsTr::tr("Reason"), delivery.reason);
  }
}

ExitCode exitCodeOf(const Job& job) {
  switch (job.state) {
    case JobState::Error:
      return ExitCode::QueryFailed;
    case JobState::Killed:
      return ExitCode::Killed;
    default:
      return ExitCode::Done;
  }
}

/// Prints the kept body of a job that ended well.
Expected<void> printBody(CommandContext& context, const Job& job, const OutputChoice& choice) {
  if (job.state != JobState::Success || job.rows < 0) return {};
  if (job.spoolName.isEmpty()) {
    return Error::notFound(JobCommandsTr::tr("The result of job %1 is no longer kept.").arg(job.id.value));
  }
  ResultStore result(context.services->spoolFolder());
  if (auto read = readResultBody(context.services->spoolFolder() + u'/' + job.spoolName, result); !read) return read;
  return printResult(result, choice, context);
}

Expected<JobId> jobArgument(const CommandContext& context) {
  const auto number = parseNumber(context.arguments.positional(0), JobCommandsTr::tr("a job's number"));
  if (!number) return number.error();
  return JobId{*number};
}

QVariant textCell(const QString& value) {
  return value.isEmpty() ? QVariant() : QVariant(value);
}

/// Everything that was run and sent, a line each.
ExitCode printRecord(CommandContext& context) {
  auto choice = outputChoice(context.arguments);
  if (!choice) return context.fail(choice.error());
  choice->options.header = true;
  choice->options.rowLimit = 0;  // -l counts what is read
  const auto limit = context.arguments.number(QStringLiteral("limit"), 0, 1, std::numeric_limits<int>::max());
  if (!limit) return context.fail(limit.error());
  ResultStore record(QDir::tempPath());
  const auto read = waitFor(context.services->jobs().readRecord(record, static_cast<int>(*limit)));
  if (!read) return context.fail(read.error());
  if (auto printed = printResult(record, *choice, context); !printed) return context.fail(printed.error());
  return ExitCode::Done;
}

ExitCode listJobs(CommandContext& context) {
  if (context.arguments.has(QStringLiteral("record"))) return printRecord(context);
  JobFilter filter;
  const auto limit = context.arguments.number(QStringLiteral("limit"), 20, 1, 100'000);
  if (!limit) return context.fail(limit.error());
  filter.limit = static_cast<int>(*limit);
  const auto lines = waitFor(context.services->jobs().lines(filter));
  if (!lines) return context.fail(lines.error());
  ListOutput list({QStringLiteral("job"), QStringLiteral("state"), QStringLiteral("connection"), QStringLiteral("rows"),
                   QStringLiteral("created"), QStringLiteral("target"), QStringLiteral("delivery"),
                   QStringLiteral("delivery_state"), QStringLiteral("query")});
  for (const JobLine& line : *lines) {
    const auto& delivery = line.delivery;
    list.add({line.job.id.value, jobStateKey(line.job.state), textCell(line.job.connectionName),
              line.job.rows < 0 ? QVariant() : QVariant(line.job.rows), isoCell(line.job.createdMs),
              delivery ? QVariant(delivery->targetText) : QVariant(),
              delivery ? QVariant(delivery->id.value) : QVariant(),
              delivery ? QVariant(deliveryStateKey(delivery->state)) : QVariant(), line.job.sql.simplified()});
  }
  return list.print(context);
}

ExitCode showJob(CommandContext& context) {
  const auto id = jobArgument(context);
  if (!id) return context.fail(id.error());
  const auto job = context.arguments.has(QStringLiteral("wait")) ? followJob(context, *id, 0)
                                                                 : waitFor(context.services->jobs().find(*id));
  if (!job) return context.fail(job.error());
  return printJob(context, *job);
}

ExitCode jobStatus(CommandContext& context) {
  const auto id = jobArgument(context);
  if (!id) return context.fail(id.error());
  const auto job = waitFor(context.services->jobs().find(*id));
  if (!job) return context.fail(job.error());
  context.console.out(jobStateKey(job->state));
  return ExitCode::Done;
}

ExitCode killJob(CommandContext& context) {
  const auto id = jobArgument(context);
  if (!id) return context.fail(id.error());
  const auto state = waitFor(context.services->jobs().requestKill(*id));
  if (!state) return context.fail(state.error());
  context.console.err(*state == JobState::Killed ? JobCommandsTr::tr("Job %1 is killed.").arg(id->value)
                                                 : JobCommandsTr::tr("Job %1 is asked to stop.").arg(id->value));
  return ExitCode::Done;
}

}  // namespace

ExitCode printJob(CommandContext& context, const Job& job) {
  const auto choice = outputChoice(context.arguments);
  if (!choice) return context.fail(choice.error());
  const bool onlyRows =
      context.arguments.has(QStringLiteral("format")) || context.arguments.has(QStringLiteral("output"));
  if (!onlyRows) {
    const auto deliveries = waitFor(context.services->outbox().ofJob(job.id));
    if (!deliveries) return context.fail(deliveries.error());
    sayJob(context, job, *deliveries);
  }
  if (auto printed = printBody(context, job, *choice); !printed) return context.fail(printed.error());
  if (onlyRows && !job.error.isEmpty()) context.console.err(job.error);
  return exitCodeOf(job);
}

QVector<Command> jobCommands() {
  using Value = OptionSpec::Value;
  const OptionSpec wait{
      u'w', QStringLiteral("wait"), Value::None, {}, JobCommandsTr::tr("wait until the job has ended")};
  const OptionSpec limit{u'l', QStringLiteral("limit"), Value::Required, QStringLiteral("N"),
                         JobCommandsTr::tr("the newest N (20; of the record, all)")};
  const OptionSpec record{{},
                          QStringLiteral("record"),
                          Value::None,
                          {},
                          JobCommandsTr::tr("who ran and sent what, where to, and with what outcome")};
  return {
      {QStringLiteral("job:list"),
       QStringLiteral("[--record] [-f FORMAT] [-l N]"),
       JobCommandsTr::tr(
           "Lists the newest jobs and their deliveries; with --record all of them, with everything known about each."),
       {formatOption(true), limit, record},
       0,
       0,
       listJobs,
       Command::Data::LookedAt},
      {QStringLiteral("job:show"), QStringLiteral("ID [-w] [-f FORMAT] [-o FILE] [-l ROWS] [-c]"),
       JobCommandsTr::tr("Shows a job and its rows; with -f or -o only the rows."),
       QVector<OptionSpec>{wait,
                           {u'v', QStringLiteral("verbose"), Value::None, {}, {}},
                           {u'x', QStringLiteral("exclude"), Value::None, {}, {}}} +
           resultOutputOptions(),
       1, 1, showJob},
      {QStringLiteral("job:status"),
       QStringLiteral("ID"),
       JobCommandsTr::tr("Shows a job's state in one word."),
       {},
       1,
       1,
       jobStatus,
       Command::Data::LookedAt},
      {QStringLiteral("job:kill"), QStringLiteral("ID"), JobCommandsTr::tr("Stops a job."), {}, 1, 1, killJob},
  };
}

}  // namespace courier
