#include <QCoreApplication>

#include "app/SpoolCleaner.h"
#include "app/cli/Output.h"
#include "app/cli/QueryOptions.h"
#include "app/cli/QueuedWork.h"
#include "models/data/ResultStore.h"
#include "models/outbox/FailureText.h"
#include "models/read/BodyReader.h"

namespace courier {

namespace {

struct QueryCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(QueryCommands)
};

/// How long to wait, as -w says: nothing without it, 0 without a limit.
Expected<std::optional<qint64>> waitOption(const Arguments& arguments) {
  if (!arguments.has(QStringLiteral("wait"))) return std::optional<qint64>();
  const auto seconds = arguments.number(QStringLiteral("wait"), 0, 0, 1'000'000);
  if (!seconds) return seconds.error();
  return std::optional<qint64>(*seconds * 1000);
}

/// A command's whole request, its words parsed.
struct QueryWish {
  JobRequest request;
  Connection connection;
  std::optional<qint64> waitMs;
  OutputChoice output;
  bool prints = true;
};

Expected<QueryWish> readWish(CommandContext& context) {
  const Arguments& arguments = context.arguments;
  QueryWish wish;
  auto wait = waitOption(arguments);
  if (!wait) return wait.error();
  wish.waitMs = *wait;
  auto sql = sqlText(context, 0);
  if (!sql) return sql.error();
  wish.request.sql = *sql;
  auto output = outputChoice(arguments);
  if (!output) return output.error();
  wish.output = *output;
  const auto priority = arguments.number(QStringLiteral("priority"), 0, -2, 2);
  if (!priority) return priority.error();
  wish.request.priority = static_cast<int>(*priority);
  const auto retries = arguments.number(QStringLiteral("retry"), 0, 0, 10);
  if (!retries) return retries.error();
  wish.request.retryLimit = static_cast<int>(*retries);
  auto connection = connectionOption(context);
  if (!connection) return connection.error();
  wish.connection = *connection;
  if (!arguments.has(QStringLiteral("dialect"))) wish.output.options.dialect = insertDialectOf(connection->engine);
  wish.request.connectionId = connection->id;
  wish.request.connectionName = connection->name;
  if (arguments.has(QStringLiteral("result"))) {
    auto target = chooseTarget(context, arguments.value(QStringLiteral("result")));
    if (!target) return target.error();
    wish.request.sendTo = *target;
    wish.prints = arguments.has(QStringLiteral("format")) || arguments.has(QStringLiteral("output"));
  }
  return wish;
}

ExitCode followToTheEnd(CommandContext& context, DeliveryId id, const QDeadlineTimer& deadline) {
  const qint64 left = deadline.isForever() ? 0 : qMax<qint64>(1, deadline.remainingTime());
  const auto end = followDelivery(context, id, left);
  if (!end) return context.fail(end.error());
  const ExitCode code = sayDeliveryEnd(context, *end);
  // An address typed in place keeps its keychain item only while something is on its way there.
  (void)waitOnMain(
      [&] { return SpoolCleaner::removeUnusedSecrets(context.services->targets(), context.services->secrets()); });
  // Where there are only commands, nobody else lets bodies go.
  (void)waitOnMain([&] { return context.services->spoolCleaner().clean(); });
  return code;
}

QDeadlineTimer deadlineOf(const std::optional<qint64>& waitMs) {
  return waitMs.value_or(0) > 0 ? QDeadlineTimer(*waitMs) : QDeadlineTimer(QDeadlineTimer::Forever);
}

ExitCode sayContinues(CommandContext& context, const Job& job) {
  context.console.err(
      QueryCommandsTr::tr("Job %1 is %2; it continues.").arg(QString::number(job.id.value), jobStateKey(job.state)));
  return ExitCode::NotDelivered;
}

/// The job is for the window or the agent: it is written down, and followed where -w asks.
ExitCode leaveToOwner(CommandContext& context, const QueryWish& wish) {
  Services& services = *context.services;
  const QDeadlineTimer deadline = deadlineOf(wish.waitMs);
  const auto id = waitOnMain([&] { return services.jobRunner().queue(wish.request); });
  if (!id) return context.fail(id.error());
  ringOwner(context);
  context.console.err(QueryCommandsTr::tr("Job %1 is queued.").arg(id->value));
  if (!wish.waitMs) return ExitCode::Done;

  const auto job = followJob(context, *id, *wish.waitMs);
  if (!job) return context.fail(job.error());
  switch (job->state) {
    case JobState::Error:
      context.console.err(job->error);
      return ExitCode::QueryFailed;
    case JobState::Killed:
      context.console.err(QueryCommandsTr::tr("Job %1 was killed.").arg(id->value));
      return ExitCode::Killed;
    case JobState::Queued:
    case JobState::Running:
      return sayContinues(context, *job);
    case JobState::Success:
      break;
  }
  if (wish.prints && !job->spoolName.isEmpty()) {
    ResultStore result(services.spoolFolder());
    const auto read = readResultBody(services.spoolFolder() + u'/' + job->spoolName, result);
    if (!read) return context.fail(read.error());
    if (auto printed = printResult(result, wish.output, context); !printed) return context.fail(printed.error());
  }
  const auto deliveries = waitFor(services.outbox().ofJob(*id));
  if (!deliveries) return context.fail(deliveries.error());
  return deliveries->isEmpty() ? ExitCode::Done : followToTheEnd(context, deliveries->first().id, deadline);
}

/// A store that the query's thread fills and this one reads. Whoever lets go of it last, it ends on the main thread.
std::shared_ptr<ResultStore> makeShown(Services& services) {
  auto store = std::make_unique<ResultStore>(services.spoolFolder());
  store->moveToThread(QCoreApplication::instance()->thread());
  return {store.release(), [](ResultStore* ended) { ended->deleteLater(); }};
}

/// How far a query is.
QString progressText(qint64 rows, const RunStage& stage) {
  const QString read = QueryCommandsTr::tr("%Ln row(s)…", nullptr, static_cast<int>(rows));
  const QString there = stageText(stage);
  if (there.isEmpty()) return read;
  return rows == 0 ? there + u'…' : there + QStringLiteral(" · ") + read;
}

/// Runs the query in this process; its rows are printed, its result delivered.
ExitCode runHere(CommandContext& context, const QueryWish& wish) {
  Services& services = *context.services;
  const QDeadlineTimer deadline = deadlineOf(wish.waitMs);
  std::shared_ptr<StreamedOutput> streamed;
  std::shared_ptr<ResultStore> shown;
  if (wish.prints) {
    const auto begun = StreamedOutput::begin(wish.output, context.cancel);
    if (!begun) return context.fail(begun.error());
    streamed = *begun;
    if (!streamed) shown = makeShown(services);
  }
  RunOptions options{wish.connection, {}, true, shown, context.cancel, context.leave};
  if (streamed) options.viewer = streamed;
  options.lasts = !wish.waitMs && !wish.prints;
  JobId id;
  const auto outcome = waitOnMain([&] {
    QObject::connect(&services.jobRunner(), &JobRunner::jobProgressed, QCoreApplication::instance(),
                     [&console = context.console](JobId, qint64 rows, const RunStage& stage) {
                       console.progress(progressText(rows, stage));
                     });
    return services.jobRunner().run(wish.request, options, [&id](JobId begun) { id = begun; });
  });
  context.console.progress({});
  if (!outcome && context.leave.isCancelled()) {
    const auto job = waitFor(services.jobs().find(id));
    if (job && job->state == JobState::Running) return sayContinues(context, *job);
  }
  if (!outcome) return context.fail(outcome.error());
  if (shown && outcome->summary.hasResult) {
    if (auto printed = printResult(*shown, wish.output, context); !printed) return context.fail(printed.error());
  }
  if (streamed && outcome->summary.hasResult) {
    const auto report = streamed->finish();
    if (!report) return context.fail(report.error());
    sayWarnings(*report, context.console);
  }
  for (const QString& notice : outcome->summary.notices) context.console.err(notice);
  const auto& body = outcome->body;
  // A file or a list of values says so itself; a table does not.
  const bool isSaid = wish.prints && wish.output.options.format != ExportFormat::Table && !wish.request.sendTo;
  if (body && body->repairedTexts > 0 && !isSaid) {
    context.console.err(QueryCommandsTr::tr("%n text(s) were not UTF-8 and were sent with replacement characters.",
                                            nullptr, static_cast<int>(body->repairedTexts)));
  }
  if (body && body->truncated && !wish.request.sendTo)
    context.console.err(QueryCommandsTr::tr("The kept result has only the first %L1 rows.").arg(body->rows));
  if (!outcome->delivery) {
    if (!wish.request.sendTo) return ExitCode::Done;
    context.console.err(QueryCommandsTr::tr("The query returned no rows and no columns: there is nothing to deliver."));
    return ExitCode::NotDelivered;
  }
  return followToTheEnd(context, *outcome->delivery, deadline);
}

ExitCode query(CommandContext& context) {
  const auto wish = readWish(context);
  if (!wish) return context.fail(wish.error());
  if (wish->request.sendTo && otherWorker(context)) return leaveToOwner(context, *wish);
  return runHere(context, *wish);
}

ExitCode exportResult(CommandContext& context) {
  const auto number = parseNumber(context.arguments.positional(0), QueryCommandsTr::tr("a job's number"));
  if (!number) return context.fail(number.error());
  const auto wait = waitOption(context.arguments);
  if (!wait) return context.fail(wait.error());
  const auto target = chooseTarget(context, context.arguments.positional(1));
  if (!target) return context.fail(target.error());
  Services& services = *context.services;
  const auto exported = waitOnMain([&] { return services.jobRunner().exportResult(JobId{*number}, *target); });
  if (!exported) return context.fail(exported.error());
  context.console.err(QueryCommandsTr::tr("Job %1 sends the result of job %2.").arg(exported->job.value).arg(*number));
  if (!wait->has_value() && otherWorker(context)) {
    ringOwner(context);
    return ExitCode::Done;
  }
  return followToTheEnd(context, exported->delivery, deadlineOf(*wait));
}

}  // namespace

QVector<Command> queryCommands() {
  using Value = OptionSpec::Value;
  const OptionSpec wait{u'w', QStringLiteral("wait"), Value::Optional, QStringLiteral("SEC"),
                        QueryCommandsTr::tr("wait for the job and its delivery, at most SEC seconds")};
  const QVector<OptionSpec> signIn = {
      {u'u', QStringLiteral("user"), Value::Required, QStringLiteral("USER"),
       QueryCommandsTr::tr("sign in to the target as USER")},
      {u'p',
       QStringLiteral("password"),
       Value::None,
       {},
       QueryCommandsTr::tr("ask for the password, or read it as a line of standard input")}};
  const QVector<OptionSpec> ofQuery = {
      {u'd', QStringLiteral("database"), Value::Required, QStringLiteral("CONN"),
       QueryCommandsTr::tr("the connection")},
      {u'r', QStringLiteral("result"), Value::Required, QStringLiteral("TARGET|URL"),
       QueryCommandsTr::tr("deliver the rows: NAME, NAME:path, web://… or webs://…")},
      {u'q', QStringLiteral("query"), Value::Required, QStringLiteral("FILE"),
       QueryCommandsTr::tr("read the SQL from a file")},
      {u'P', QStringLiteral("priority"), Value::Required, QStringLiteral("-2…2"),
       QueryCommandsTr::tr("place in the queue")},
      {u'R', QStringLiteral("retry"), Value::Required, QStringLiteral("N"),
       QueryCommandsTr::tr("run the query again after an error, at most N times")},
      {u'x', QStringLiteral("exclude"), Value::None, {}, {}},
      {u'T', QStringLiteral("type"), Value::Required, {}, {}},
      {u'O', QStringLiteral("pool-name"), Value::Required, {}, {}},
      {{}, QStringLiteral("sampling"), Value::Required, {}, {}},
      {{}, QStringLiteral("domain-key"), Value::Required, {}, {}},
      {{}, QStringLiteral("engine-version"), Value::Required, {}, {}},
  };
  return {
      {QStringLiteral("query"),
       QStringLiteral("[-d CONN] [-w[=SEC]] [-r TARGET|URL] [-u USER] [-p] [-q FILE] [-f FORMAT] [-o FILE] [SQL | -]"),
       QueryCommandsTr::tr("Runs SQL; prints the rows or delivers them."),
       QVector<OptionSpec>{wait} + ofQuery + signIn + resultOutputOptions(), 0, 1, query},
      {QStringLiteral("export:result"), QStringLiteral("JOB_ID TARGET|URL [-w]"),
       QueryCommandsTr::tr("Sends an earlier result again, or elsewhere."), QVector<OptionSpec>{wait} + signIn, 2, 2,
       exportResult},
  };
}

}  // namespace courier
