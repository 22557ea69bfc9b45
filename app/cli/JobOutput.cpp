#include "app/cli/JobOutput.h"

#include <QCoreApplication>
#include <QDateTime>

#include "app/cli/ListOutput.h"
#include "models/delivery/FailureText.h"
#include "models/encode/ResultBodyReader.h"

namespace courier {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(JobCommands)
};

void sayJob(CommandContext& context, const Job& job, const QVector<Delivery>& deliveries) {
  Console& console = context.console;
  const auto line = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) console.out(QStringLiteral("%1: %2").arg(name.leftJustified(10), value));
  };
  line(Text::tr("Job"), QString::number(job.id.value));
  line(Text::tr("Status"), jobStateKey(job.state));
  line(Text::tr("Kind"), jobKindKey(job.kind));
  line(Text::tr("Connection"), job.connectionName);
  line(Text::tr("Created"), isoCell(job.createdMs).toString());
  line(Text::tr("Started"), isoCell(job.startedMs).toString());
  line(Text::tr("Ended"), isoCell(job.endedMs).toString());
  line(Text::tr("Query"), job.sql);
  if (job.rows >= 0) line(Text::tr("Rows"), QString::number(job.rows));
  if (job.truncated) line(Text::tr("Note"), truncationText(job.rows));
  if (job.repairedTexts > 0) {
    line(Text::tr("Note"), Text::tr("%n text(s) were not UTF-8 and got replacement characters.", nullptr,
                                    static_cast<int>(job.repairedTexts)));
  }
  line(Text::tr("Error"), job.error);
  for (const Delivery& delivery : deliveries) {
    line(Text::tr("Delivery"),
         QStringLiteral("%1 %2 %3")
             .arg(QString::number(delivery.id.value), deliveryStateKey(delivery.state), delivery.targetText));
    line(Text::tr("Reason"), delivery.reason);
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
Result<void> printBody(CommandContext& context, const Job& job, const OutputChoice& choice) {
  if (job.state != JobState::Success || job.rows < 0) return {};
  if (job.spoolName.isEmpty()) {
    return Error{ErrorKind::NotFound, Text::tr("The result of job %1 is not kept any more.").arg(job.id.value), {}, {}};
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
