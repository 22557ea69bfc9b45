#include "models/targets/TargetRows.h"

#include <QCoreApplication>

namespace courier::targetrows {
namespace {

TargetState stateOf(const QString& key) {
  if (key == QLatin1String("paused")) return TargetState::Paused;
  if (key == QLatin1String("disabled")) return TargetState::Disabled;
  return TargetState::Active;
}

/// What still waits to be sent goes on as its target now says (who is sending, and the way), but only to where it
/// already goes: credentials of one server must not reach another.
Result<void> passConnectionOn(Session& session, const Target& target) {
  struct Waiting {
    qint64 id;
    TargetOptions options;
  };
  const auto read = [](const QSqlQuery& query) {
    return Waiting{query.value(0).toLongLong(), TargetOptions::fromJson(query.value(1).toString())};
  };
  const QVariantList here = {target.id.value, target.url.origin()};
  auto deliveries = session.rows(QStringLiteral("SELECT id, options FROM delivery WHERE target_id = ? AND origin = ? "
                                                "AND state IN ('waiting', 'sending', 'held')"),
                                 here, read);
  if (!deliveries) return deliveries.error();
  for (const Waiting& delivery : *deliveries) {
    const auto changed = session.change(
        QStringLiteral("UPDATE delivery SET user_name = ?, secret_key = ?, options = ? WHERE id = ?"),
        {target.user, target.secretKey, delivery.options.withConnectionOf(target.options).toJson(), delivery.id});
    if (!changed) return changed.error();
  }
  auto jobs = session.rows(QStringLiteral("SELECT id, json_extract(plan, '$.options') FROM job WHERE "
                                          "json_extract(plan, '$.targetId') = ? AND json_extract(plan, '$.origin') = ? "
                                          "AND state IN ('queued', 'running')"),
                           here, read);
  if (!jobs) return jobs.error();
  for (const Waiting& job : *jobs) {
    const auto changed = session.change(
        QStringLiteral(
            "UPDATE job SET plan = json_set(plan, '$.user', ?, '$.secretKey', ?, '$.options', ?) WHERE id = ?"),
        {target.user, target.secretKey, job.options.withConnectionOf(target.options).toJson(), job.id});
    if (!changed) return changed.error();
  }
  return {};
}

}  // namespace

QString columns() {
  return QStringLiteral(
      "t.id, t.name, t.address, t.user_name, t.secret_key, t.method, t.row_cap, t.state, t.state_reason, "
      "t.state_since, t.options, t.secret_used_at");
}

QString select() {
  return QStringLiteral("SELECT %1 FROM target t ").arg(columns());
}

Target read(const QSqlQuery& query) {
  Target target;
  target.id = {query.value(0).toLongLong()};
  target.name = query.value(1).toString();
  if (const auto parsed = TargetUrl::parse(query.value(2).toString())) target.url = parsed->url;
  target.user = query.value(3).toString();
  target.secretKey = query.value(4).toString();
  target.method = query.value(5).toString() == QLatin1String("POST") ? HttpMethod::Post : HttpMethod::Put;
  target.rowCap = query.value(6).toLongLong();
  target.state = stateOf(query.value(7).toString());
  target.stateReason = query.value(8).toString();
  target.stateSinceMs = query.value(9).toLongLong();
  target.options = TargetOptions::fromJson(query.value(10).toString());
  target.secretUsedMs = query.value(11).toLongLong();
  return target;
}

Error notFound() {
  return {ErrorKind::NotFound, QCoreApplication::translate("TargetStore", "This target is no longer there."), {}, {}};
}

Result<Target> load(Session& session, TargetId id) {
  auto found = session.row(select() + QStringLiteral("WHERE t.id = ? AND t.deleted_at IS NULL"), {id.value}, read);
  if (!found) return found.error();
  if (!found->has_value()) return notFound();
  return **found;
}

Result<TargetId> insert(Session& session, const Target& target, qint64 now) {
  auto id = session.insert(QStringLiteral("INSERT INTO target (name, address, user_name, secret_key, secret_since, "
                                          "method, row_cap, options, created_at) "
                                          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                           {target.name, target.url.address(), target.user, target.secretKey, now,
                            httpMethodName(target.method), target.rowCap, target.options.toJson(), now});
  if (!id) return id.error();
  return TargetId{*id};
}

Result<void> noteSecretUsed(Session& session, TargetId id, const QString& secretKey, qint64 now) {
  if (secretKey.isEmpty()) return {};
  auto noted = session.change(
      QStringLiteral("UPDATE target SET secret_used_at = ? WHERE id = ? AND secret_key = ? AND secret_used_at <= ?"),
      {now, id.value, secretKey, now - secretUseStepMs});
  if (!noted) return noted.error();
  return {};
}

Result<void> overwrite(Session& session, const Target& target, const Target& before, qint64 now) {
  const bool isNewSecret = target.secretKey != before.secretKey;
  auto changed =
      session.change(QStringLiteral("UPDATE target SET name = ?, address = ?, user_name = ?, secret_key = ?, method = "
                                    "?, row_cap = ?, options = ?, "
                                    "secret_since = CASE WHEN ? THEN ? ELSE secret_since END, "
                                    "secret_used_at = CASE WHEN ? THEN 0 ELSE secret_used_at END WHERE id = ?"),
                     {target.name, target.url.address(), target.user, target.secretKey, httpMethodName(target.method),
                      target.rowCap, target.options.toJson(), isNewSecret, now, isNewSecret, target.id.value});
  if (!changed) return changed.error();
  const bool isOtherWay = before.options != before.options.withConnectionOf(target.options);
  if (isNewSecret || isOtherWay || target.user != before.user) return passConnectionOn(session, target);
  return {};
}

}  // namespace courier::targetrows
