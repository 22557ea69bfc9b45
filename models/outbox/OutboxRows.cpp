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
    "d.created_at, d.next_try_at, d.not_before, d.early_at, d.give_up_at, d.retries, d.attempts, "
    "d.early_closes, d.finished_at, d.columns, d.is_dismissed";

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
  d.earlyCloses = next().toInt();
  d.finishedMs = next().toLongLong();
  const QString columns = next().toString();
  d.columns = columnsFromJson(columns);
  d.unsettled = unsettledFromJson(columns);
  d.isDismissed = next().toBool();
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

QVariant measuredOrNull(qint64 measured) {
  return measured < 0 ? QVariant() : QVariant(measured);
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

Expected<std::optional<Delivery>> first(Session& session, const QString& condition, const QVariantList& values) {
  auto found = deliveries(session, condition + QStringLiteral(" LIMIT 1"), values);
  if (!found) return found.error();
  if (found->isEmpty()) return std::optional<Delivery>();
  return std::optional<Delivery>(found->takeFirst());
}

Expected<QVector<Attempt>> attempts(Session& session, DeliveryId id) {
  return session.rows(
      QStringLiteral(
          "SELECT id, delivery_id, number, is_early, started_at, ended_at, outcome, status, message, detail, "
          "bytes_sent, connect_ms, send_ms, wait_ms, answer_headers, answer_body FROM attempt WHERE "
          "delivery_id = ? ORDER BY number"),
      {id.value}, readAttempt);
}

QString isStill(DeliveryState state) {
  return QStringLiteral("(d.state IN %1 AND d.state = '%2')").arg(openDeliveryStates(), deliveryStateKey(state));
}

QString isUnanswered() {
  // lower() and the plus sign choose the indexes: by state, by job, by address of what was delivered.
  return QStringLiteral(
      "(lower(d.state) IN ('refused', 'expired') AND NOT d.is_dismissed AND NOT EXISTS (SELECT 1 FROM delivery later "
      "WHERE "
      "later.job_id = d.job_id AND +later.address = d.address AND later.id > d.id) AND (d.method <> 'PUT' OR NOT "
      "EXISTS (SELECT 1 FROM delivery newer WHERE newer.address = d.address AND newer.state = 'delivered' AND "
      "newer.id > d.id)))");
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

Expected<void> writeState(Session& session, const Delivery& d) {
  const auto written = session.change(
      QStringLiteral(
          "UPDATE delivery SET state = ?, reason = ?, reason_kind = ?, next_try_at = ?, not_before = ?, "
          "early_at = ?, give_up_at = ?, retries = ?, attempts = ?, early_closes = ?, finished_at = ? WHERE id = "
          "?"),
      {deliveryStateKey(d.state), d.reason, reasonKindKey(d.reasonKind), d.nextTryMs, d.notBeforeMs, d.earlyTryMs,
       d.giveUpMs, d.retries, d.attempts, d.earlyCloses, isFinal(d.state) ? QVariant(d.finishedMs) : QVariant(),
       d.id.value});
  if (!written) return written.error();
  return {};
}

Expected<void> writeEnd(Session& session, Delivery& delivery, DeliveryState state, ReasonKind kind,
                        const QString& reason, qint64 nowMs) {
  delivery.state = state;
  delivery.reasonKind = kind;
  delivery.reason = reason;
  delivery.earlyTryMs = 0;
  delivery.finishedMs = nowMs;
  return writeState(session, delivery);
}

Expected<void> dismiss(Session& session, DeliveryId id) {
  const auto written = session.change(QStringLiteral("UPDATE delivery SET is_dismissed = 1 WHERE id = ?"), {id.value});
  if (!written) return written.error();
  return {};
}

Expected<int> askEarly(Session& session, const QString& condition, const QVariantList& values, qint64 nowMs) {
  return session.change(QStringLiteral("UPDATE delivery AS d SET early_at = ? WHERE d.not_before <= ? AND "
                                       "d.next_try_at > ? AND (d.early_at = 0 OR d.early_at > ?) AND %1")
                            .arg(condition),
                        QVariantList{nowMs, nowMs, nowMs, nowMs} + values);
}

Expected<void> writeConnection(Session& session, const Delivery& delivery) {
  const auto written =
      session.change(QStringLiteral("UPDATE delivery SET user_name = ?, secret_key = ?, options = ? WHERE id = ?"),
                     {delivery.to.user, delivery.to.secretKey, delivery.to.options.toJson(), delivery.id.value});
  if (!written) return written.error();
  return {};
}

Expected<void> followTarget(Session& session, const Target& target) {
  auto open = deliveries(session, QStringLiteral("WHERE d.target_id = ? AND d.state IN ") + openDeliveryStates(),
                         {target.id.value});
  if (!open) return open.error();
  for (Delivery& delivery : *open) {
    const Destination now = delivery.to.withConnectionOf(target.to);
    if (now == delivery.to) continue;
    delivery.to = now;
    if (auto written = writeConnection(session, delivery); !written) return written;
  }
  return {};
}

Expected<void> forgetBody(Session& session, const QString& spoolName) {
  const auto forgotten =
      session.change(QStringLiteral("UPDATE delivery SET spool_name = '' WHERE spool_name = ?"), {spoolName});
  if (!forgotten) return forgotten.error();
  return {};
}

Expected<AttemptId> insertAttempt(Session& session, const Attempt& attempt) {
  const auto id = session.insert(
      QStringLiteral("INSERT INTO attempt (delivery_id, number, is_early, started_at) VALUES (?, ?, ?, ?)"),
      {attempt.deliveryId.value, attempt.number, attempt.early, attempt.startedMs});
  if (!id) return id.error();
  return AttemptId{*id};
}

Expected<bool> endAttempt(Session& session, const Attempt& attempt) {
  const AttemptReport& report = attempt.report;
  const auto ended = session.change(
      QStringLiteral(
          "UPDATE attempt SET ended_at = ?, outcome = ?, status = ?, message = ?, detail = ?, bytes_sent = ?, "
          "connect_ms = ?, send_ms = ?, wait_ms = ?, answer_headers = ?, answer_body = ? WHERE id = ? AND "
          "ended_at IS NULL"),
      {attempt.endedMs, attemptOutcomeKey(report.outcome), report.status, report.message, report.detail,
       report.bytesSent, measuredOrNull(report.connectMs), measuredOrNull(report.sendMs), measuredOrNull(report.waitMs),
       report.answerHeaders, report.answerBody, attempt.id.value});
  if (!ended) return ended.error();
  return *ended > 0;
}

Expected<void> endOpenAttempts(Session& session, const QString& message, qint64 nowMs) {
  const auto ended = session.change(
      QStringLiteral("UPDATE attempt SET ended_at = ?, outcome = 'unknown', message = ? WHERE ended_at IS NULL"),
      {nowMs, message});
  if (!ended) return ended.error();
  return {};
}

}  // namespace courier::outboxrows
