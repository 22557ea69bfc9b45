#include <QCoreApplication>
#include <QDateTime>

#include "app/cli/Output.h"
#include "app/cli/QueuedWork.h"
#include "models/outbox/AnswerText.h"

namespace courier {

namespace {

struct DeliveryCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(DeliveryCommands)
};

QVariant timeCell(qint64 ms) {
  return ms == 0 ? QVariant() : QVariant(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs));
}

Expected<DeliveryId> deliveryArgument(const CommandContext& context) {
  const auto number = parseNumber(context.arguments.positional(0), DeliveryCommandsTr::tr("a delivery's number"));
  if (!number) return number.error();
  return DeliveryId{*number};
}

ExitCode listDeliveries(CommandContext& context) {
  const auto limit = context.arguments.number(QStringLiteral("limit"), 20, 1, 100'000);
  if (!limit) return context.fail(limit.error());
  const auto deliveries = waitFor(context.services->outbox().newest(static_cast<int>(*limit)));
  if (!deliveries) return context.fail(deliveries.error());
  ListOutput list({QStringLiteral("delivery"), QStringLiteral("job"), QStringLiteral("state"), QStringLiteral("target"),
                   QStringLiteral("rows"), QStringLiteral("bytes"), QStringLiteral("attempts"),
                   QStringLiteral("created"), QStringLiteral("next_try"), QStringLiteral("reason")});
  for (const Delivery& delivery : *deliveries) {
    const bool waits = delivery.state == DeliveryState::Waiting;
    list.add({delivery.id.value, delivery.jobId.value, deliveryStateKey(delivery.state), delivery.targetText,
              delivery.rows, delivery.bodyBytes, delivery.attempts, timeCell(delivery.createdMs),
              waits ? timeCell(delivery.nextTryMs) : QVariant(),
              delivery.reason.isEmpty() ? QVariant() : QVariant(delivery.reason)});
  }
  return list.print(context);
}

/// The server's words of the newest attempt that has some; the lines after the first stand below it.
QString newestAnswer(const QVector<Attempt>& attempts) {
  const Attempt* newest = nullptr;
  for (const Attempt& attempt : attempts) {
    const AnswerText said = answerTextOf(attempt.report);
    const bool hasWords = !said.text.isEmpty() || !said.note.isEmpty();
    if (hasWords && (newest == nullptr || attempt.number > newest->number)) newest = &attempt;
  }
  if (newest == nullptr) return {};
  const AnswerText said = answerTextOf(newest->report);
  QString text = said.text.trimmed();
  if (!said.note.isEmpty()) text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + u'(' + said.note + u')';
  return text.replace(u'\n', u'\n' + QString(12, u' '));
}

ExitCode showDelivery(CommandContext& context) {
  const auto id = deliveryArgument(context);
  if (!id) return context.fail(id.error());
  const auto delivery = waitFor(context.services->outbox().find(*id));
  if (!delivery) return context.fail(delivery.error());
  const auto attempts = waitFor(context.services->outbox().attempts(*id));
  if (!attempts) return context.fail(attempts.error());
  const auto line = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) context.console.out(QStringLiteral("%1: %2").arg(name.leftJustified(10), value));
  };
  line(DeliveryCommandsTr::tr("Delivery"), QString::number(delivery->id.value));
  line(DeliveryCommandsTr::tr("Key"), delivery->idempotencyKey);
  line(DeliveryCommandsTr::tr("Job"), QString::number(delivery->jobId.value));
  line(DeliveryCommandsTr::tr("State"), deliveryStateKey(delivery->state));
  line(DeliveryCommandsTr::tr("Target"), delivery->targetText);
  line(DeliveryCommandsTr::tr("Address"),
       delivery->to.url.addressForPeople(delivery->to.user, !delivery->to.secretKey.isEmpty()));
  line(DeliveryCommandsTr::tr("Method"), httpMethodName(delivery->to.method));
  line(DeliveryCommandsTr::tr("Rows"), QString::number(delivery->rows));
  line(DeliveryCommandsTr::tr("Bytes"), QString::number(delivery->bodyBytes));
  line(DeliveryCommandsTr::tr("SHA-256"), QString::fromLatin1(delivery->bodySha256.toHex()));
  line(DeliveryCommandsTr::tr("Reason"), delivery->reason);
  line(DeliveryCommandsTr::tr("Answer"), newestAnswer(*attempts));
  if (delivery->state == DeliveryState::Waiting)
    line(DeliveryCommandsTr::tr("Next try"), timeCell(delivery->nextTryMs).toString());

  ListOutput list({QStringLiteral("attempt"), QStringLiteral("started"), QStringLiteral("outcome"),
                   QStringLiteral("status"), QStringLiteral("bytes_sent"), QStringLiteral("message")});
  for (const Attempt& attempt : *attempts) {
    const AttemptReport& report = attempt.report;
    list.add({attempt.number, timeCell(attempt.startedMs),
              attempt.endedMs == 0 ? QVariant() : QVariant(attemptOutcomeKey(report.outcome)),
              report.status == 0 ? QVariant() : QVariant(report.status), report.bytesSent,
              report.message.isEmpty() ? QVariant() : QVariant(report.message)});
  }
  return list.print(context);
}

ExitCode follow(CommandContext& context, DeliveryId id, int attemptsBefore) {
  const auto end = followDelivery(context, id, 0, attemptsBefore);
  if (!end) return context.fail(end.error());
  return sayDeliveryEnd(context, *end);
}

/// The delivery as it is. An attempt whose program is gone is over, though nobody has written that down yet: it is
/// done here, where nobody else owns the outbox.
Expected<Delivery> findSettled(CommandContext& context, DeliveryId id) {
  Services& services = *context.services;
  auto delivery = waitFor(services.outbox().find(id));
  if (!delivery || delivery->state != DeliveryState::Sending) return delivery;
  if (!callOnMain([&services] { return services.tryWorking(); })) return delivery;
  if (auto recovered = waitFor(services.outbox().recover()); !recovered) return recovered.error();
  return waitFor(services.outbox().find(id));
}

/// What to do about a delivery that a command could not be carried out on; "" where nothing helps.
QString hintFor(CommandContext& context, const Delivery& delivery) {
  if (isFinal(delivery.state)) return DeliveryCommandsTr::tr("Use delivery:again to send it again.");
  if (delivery.state != DeliveryState::Held) return {};
  const auto target = waitFor(context.services->targets().find(delivery.targetId));
  if (target && target->state != TargetState::Active) {
    const QString name = target->name.isEmpty() ? target->to.url.address() : target->name;
    return DeliveryCommandsTr::tr("Use result:resume %1 first.").arg(name);
  }
  return DeliveryCommandsTr::tr("Use delivery:release to let it go.");
}

ExitCode failWithHint(CommandContext& context, Error error, const Delivery& delivery) {
  const QString hint = error.kind == ErrorKind::InvalidInput ? hintFor(context, delivery) : QString();
  if (!hint.isEmpty()) error.message += QLatin1Char(' ') + hint;
  return context.fail(error);
}

/// Makes a delivery due now by `makeDue` and follows what comes of it.
ExitCode makeDueAndFollow(CommandContext& context, QFuture<Expected<void>> (Outbox::*makeDue)(DeliveryId)) {
  const auto id = deliveryArgument(context);
  if (!id) return context.fail(id.error());
  Outbox& outbox = context.services->outbox();
  const auto before = findSettled(context, *id);
  if (!before) return context.fail(before.error());
  if (auto done = waitFor((outbox.*makeDue)(*id)); !done) return failWithHint(context, done.error(), *before);
  return follow(context, *id, before->attempts);
}

ExitCode tryDelivery(CommandContext& context) {
  return makeDueAndFollow(context, &Outbox::tryNow);
}

ExitCode releaseDelivery(CommandContext& context) {
  return makeDueAndFollow(context, &Outbox::release);
}

ExitCode sendDeliveryAgain(CommandContext& context) {
  const auto id = deliveryArgument(context);
  if (!id) return context.fail(id.error());
  const auto again = waitFor(context.services->outbox().sendAgain(*id));
  if (!again) return context.fail(again.error());
  context.console.err(DeliveryCommandsTr::tr("Delivery %1 sends the same bytes again.").arg(again->value));
  return follow(context, *again, 0);
}

ExitCode cancelDelivery(CommandContext& context) {
  const auto id = deliveryArgument(context);
  if (!id) return context.fail(id.error());
  const auto before = findSettled(context, *id);
  if (!before) return context.fail(before.error());
  if (auto done = waitFor(context.services->outbox().cancel(*id)); !done)
    return failWithHint(context, done.error(), *before);
  context.console.err(DeliveryCommandsTr::tr("Delivery %1 is cancelled.").arg(id->value));
  return ExitCode::Done;
}

}  // namespace

QVector<Command> deliveryCommands() {
  using Value = OptionSpec::Value;
  const OptionSpec limit{u'l', QStringLiteral("limit"), Value::Required, QStringLiteral("N"),
                         DeliveryCommandsTr::tr("the newest N (20)")};
  const QString id = QStringLiteral("ID");
  return {
      {QStringLiteral("delivery:list"),
       QStringLiteral("[-f FORMAT] [-l N]"),
       DeliveryCommandsTr::tr("Lists the newest deliveries."),
       {formatOption(true), limit},
       0,
       0,
       listDeliveries,
       Command::Data::LookedAt},
      {QStringLiteral("delivery:show"),
       id + QStringLiteral(" [-f FORMAT]"),
       DeliveryCommandsTr::tr("Shows a delivery, its attempts and the server's answer."),
       {formatOption(true)},
       1,
       1,
       showDelivery,
       Command::Data::LookedAt},
      {QStringLiteral("delivery:try"),
       id,
       DeliveryCommandsTr::tr("Tries a waiting delivery now."),
       {},
       1,
       1,
       tryDelivery},
      {QStringLiteral("delivery:again"),
       id,
       DeliveryCommandsTr::tr("Sends the same bytes again."),
       {},
       1,
       1,
       sendDeliveryAgain},
      {QStringLiteral("delivery:release"),
       id,
       DeliveryCommandsTr::tr("Releases a held delivery."),
       {},
       1,
       1,
       releaseDelivery},
      {QStringLiteral("delivery:cancel"), id, DeliveryCommandsTr::tr("Cancels a delivery."), {}, 1, 1, cancelDelivery},
  };
}

}  // namespace courier
