#include "app/cli/JobOutput.h"

#include <QCoreApplication>
#include <QDateTime>

#include "app/cli/ListOutput.h"
#include "models/outbox/FailureText.h"
#include "models/read/BodyReader.h"

namespace courier {

namespace {

struct JobOutputTr {
  Q_DECLARE_TR_FUNCTIONS(JobCommands)
};

void sayJob(CommandContext& context, const Job& job, const QVector<Delivery>& deliveries) {
  Console& console = context.console;
  const auto line = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) console.out(QStringLiteral("%1: %2").arg(name.leftJustified(10), value));
  };
  line(JobOutputTr::tr("Job"), QString::number(job.id.value));
  line(JobOutputTr::tr("Status"), jobStateKey(job.state));
  line(JobOutputTr::tr("Kind"), jobKindKey(job.kind));
  line(JobOutputTr::tr("Connection"), job.connectionName);
  line(JobOutputTr::tr("Created"), isoCell(job.createdMs).toString());
  line(JobOutputTr::tr("Started"), isoCell(job.startedMs).toString());
  line(JobOutputTr::tr("Ended"), isoCell(job.endedMs).toString());
  line(JobOutputTr::tr("Query"), job.sql);
  if (job.rows >= 0) line(JobOutputTr::tr("Rows"), QString::number(job.rows));
  if (job.truncated) line(JobOutputTr::tr("Note"), truncationText(job.rows));
  if (job.repairedTexts > 0) {
    line(JobOutputTr::tr("Note"), JobOutputTr::tr("%n text(s) were not UTF-8 and got replacement characters.", nullptr,
                                                  static_cast<int>(job.repairedTexts)));
  }
  line(JobOutputTr::tr("Error"), job.error);
  for (const Delivery& delivery : deliveries) {
    line(JobOutputTr::tr("Delivery"),
         QStringLiteral("%1 %2 %3")
             .arg(QString::number(delivery.id.value), deliveryStateKey(delivery.state), delivery.targetText));
    line(JobOutputTr::tr("Reason"), delivery.reason);
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
    return Error::notFound(JobOutputTr::tr("The result of job %1 is not kept any more.").arg(job.id.value));
  }
  ResultStore result(context.services->spoolFolder());
  if (auto read = readResultBody(context.services->spoolFolder() + u'/' + job.spoolName, result); !read) return read;
  return printResult(result, choice, context.console);
}

}  // namespace

QVariant isoCell(qint64 ms) {
  return ms == 0 ? QVariant() : QVariant(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate));
}

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

}  // namespace courier
