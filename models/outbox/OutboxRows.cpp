#include "models/outbox/OutboxRows.h"

#include <QCoreApplication>

#include "models/data/Column.h"

namespace courier::outboxrows {
namespace {

struct OutboxRowsTr {
  Q_DECLARE_TR_FUNCTIONS(Outbox)
};

/// In the order in which read() takes them.
const char* const deliveryColumns =
    "d.id, d.idempotency_key, d.job_id, d.target_id, d.target_text, d.address, d.user_name, d.secret_key, d.method, "
    "d.options, "
    "d.state, d.reason, d.reason_kind, d.spool_name, d.content_type, d.body_bytes, d.body_sha256, d.rows, d.truncated, "
    "d.created_at, d.next_try_at, d.not_before, d.early_at, d.give_up_at, d.retries, d.attempts, d.finished_at, "
    "d.columns";

struct DeliveryRow {
  Delivery delivery;
  bool readable = false;
};

DeliveryRow read(const QSqlQuery& query) {
  int column = 0;
  const auto next = [&] { return query.value(column++); };
  DeliveryRow row;
  Delivery& d = row.delivery;
  d.id.value = next().toLongLong();
  d.idempotencyKey = next().toString();
  d.jobId.value = next().toLongLong();
  d.targetId.value = next().toLongLong();
  d.targetText = next().toString();
  const auto address = TargetUrl::parse(next().toString());
  d.to.user = next().toString();
  d.to.secretKey = next().toString();
  d.to.method = next().toString() == QLatin1String("POST") ? HttpMethod::Post : HttpMethod::Put;
  d.to.options = TargetOptions::fromJson(next().toString());
  const auto state = deliveryStateFromKey(next().toString());
  d.reason = next().toString();
  d.reasonKind = reasonKindFromKey(next().toString());
  d.spoolName = next().toString();
  d.contentType = next().toString();
  d.bodyBytes = next().toLongLong();
  d.bodySha256 = next().toByteArray();
  d.rows = next().toLongLong();
  d.truncated = next().toBool();
  d.createdMs = next().toLongLong();
  d.nextTryMs = next().toLongLong();
  d.notBeforeMs = next().toLongLong();
  d.earlyTryMs = next().toLongLong();
  d.giveUpMs = next().toLongLong();
  d.retries = next().toInt();
  d.attempts = next().toInt();
  d.finishedMs = next().toLongLong();
  const QString columns = next().toString();
  d.columns = columnsFromJson(columns);
  d.unsettled = unsettledFromJson(columns);
  row.readable = address.ok() && state.has_value();
  if (row.readable) {
    d.to.url = address->url;
    d.state = *state;
  }
  return row;
}

/// NULL stands for "not measured".
qint64 measured(const QVariant& value) {
  return value.isNull() ? -1 : value.toLongLong();
}

Attempt readAttempt(const QSqlQuery& query) {
  int column = 0;
  const auto next = [&] { return query.value(column++); };
  Attempt attempt;
  attempt.id.value = next().toLongLong();
  attempt.deliveryId.value = next().toLongLong();
  attempt.number = next().toInt();
  attempt.early = next().toBool();
  attempt.startedMs = next().toLongLong();
  attempt.endedMs = next().toLongLong();
  attempt.report.outcome = attemptOutcomeFromKey(next().toString()).value_or(AttemptOutcome::Unknown);
  attempt.report.status = next().toInt();
  attempt.report.message = next().toString();
  attempt.report.detail = next().toString();
  attempt.report.bytesSent = next().toLongLong();
  attempt.report.connectMs = measured(next());
  attempt.report.sendMs = measured(next());
  attempt.report.waitMs = measured(next());
  attempt.report.answerHeaders = next().toString();
  attempt.report.answerBody = next().toByteArray();
  return attempt;
}

}  // namespace

Expected<QVector<Delivery>> deliveries(Session& session, const QString& condition, const QVariantList& values) {
  const auto rows = session.rows(QStringLiteral("SELECT %1 FROM delivery d JOIN target t ON t.id = d.target_id %2")
                                     .arg(QLatin1String(deliveryColumns), condition),
                                 values, read);
  if (!rows) return rows.error();
  QVector<Delivery> found;
  found.reserve(rows->size());
  for (const DeliveryRow& row : *rows) {
    if (!row.readable)
      return Error::of(ErrorKind::Storage, OutboxRowsTr::tr("Delivery %1 cannot be read from courier.db. Restore the "
                                                            "newest backup copy beside it.")
                                               .arg(row.delivery.id.value));
    found.append(row.delivery);
  }
  return found;
}

Expected<Delivery> delivery(Session& session, DeliveryId id) {
  auto found = deliveries(session, QStringLiteral("WHERE d.id = ?"), {id.value});
  if (!found) return found.error();
  if (found->isEmpty()) return Error::notFound(OutboxRowsTr::tr("There is no delivery %1.").arg(id.value));
  return found->takeFirst();
}

Expected<QVector<Attempt>> attempts(Session& session, DeliveryId id) {
  return session.rows(
      QStringLiteral(
          "SELECT id, delivery_id, number, is_early, started_at, ended_at, outcome, status, message, detail, "
          "bytes_sent, connect_ms, send_ms, wait_ms, answer_headers, answer_body FROM attempt WHERE "
          "delivery_id = ? ORDER BY number"),
      {id.value}, readAttempt);
}

QString targetAndItsAddress() {
  return QStringLiteral(
      "SELECT alike.id FROM target told JOIN target alike ON alike.id = told.id OR (told.name = '' AND alike.name = '' "
      "AND alike.address = told.address) WHERE told.id = ?");
}

Expected<TargetRow> target(Session& session, TargetId id) {
  const auto found = session.row(
      QStringLiteral("SELECT CASE WHEN t.name = '' AND t.state = 'active' THEN COALESCE((SELECT o.state FROM "
                     "target o WHERE o.name = '' AND o.deleted_at IS NULL AND o.address = t.address AND "
                     "o.state <> 'active' LIMIT 1), 'active') ELSE t.state END, t.address, t.user_name, "
                     "t.secret_key, t.options FROM target t WHERE t.id = ?"),
      {id.value}, [](const QSqlQuery& query) {
        TargetRow row;
        const QString state = query.value(0).toString();
        if (state == QLatin1String("paused")) row.state = TargetState::Paused;
        if (state == QLatin1String("disabled")) row.state = TargetState::Disabled;
        if (const auto address = TargetUrl::parse(query.value(1).toString()); address)
          row.origin = address->url.origin();
        row.user = query.value(2).toString();
        row.secretKey = query.value(3).toString();
        row.options = TargetOptions::fromJson(query.value(4).toString());
        return row;
      });
  if (!found) return found.error();
  if (!found->has_value()) return Error::notFound(OutboxRowsTr::tr("There is no target %1.").arg(id.value));
  return **found;
}

Expected<DeliveryId> insert(Session& session, const Delivery& d) {
  const auto id = session.insert(
      QStringLiteral(
          "INSERT INTO delivery (idempotency_key, job_id, target_id, target_text, address, origin, user_name, "
          "secret_key, method, options, state, reason, reason_kind, spool_name, content_type, body_bytes, body_sha256, "
          "rows, truncated, columns, created_at, next_try_at, not_before, early_at, give_up_at, retries, attempts, "
          "finished_at) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0, 0, ?)"),
      {d.idempotencyKey,
       d.jobId.value,
       d.targetId.value,
       d.targetText,
       d.to.url.address(),
       d.to.url.origin(),
       d.to.user,
       d.to.secretKey,
       httpMethodName(d.to.method),
       d.to.options.toJson(),
       deliveryStateKey(d.state),
       d.reason,
       reasonKindKey(d.reasonKind),
       d.spoolName,
       d.contentType,
       d.bodyBytes,
       d.bodySha256,
       d.rows,
       d.truncated,
       columnsJson(d.columns, d.unsettled),
       d.createdMs,
       d.nextTryMs,
       d.giveUpMs,
       isFinal(d.state) ? QVariant(d.finishedMs) : QVariant()});
  if (!id) return id.error();
  return DeliveryId{*id};
}

}  // namespace courier::outboxrows
