#include "models/targets/TargetRows.h"

#include <QCoreApplication>

namespace courier::targetrows {
namespace {

struct TargetRowsTr {
  Q_DECLARE_TR_FUNCTIONS(TargetStore)
};

TargetState stateOf(const QString& key) {
  if (key == QLatin1String("paused")) return TargetState::Paused;
  if (key == QLatin1String("disabled")) return TargetState::Disabled;
  return TargetState::Active;
}

/// What still waits to be sent goes on as its target now says (who is sending, and the way), but only to where it
/// already goes: credentials of one server must not reach another.
Expected<void> passConnectionOn(Session& session, const Target& target) {
  struct Waiting {
    qint64 id;
    TargetOptions options;
  };
  const auto read = [](const QSqlQuery& query) {
    return Waiting{query.value(0).toLongLong(), TargetOptions::fromJson(query.value(1).toString())};
  };
  const QVariantList here = {target.id.value, target.to.url.origin()};
  auto deliveries = session.rows(QStringLiteral("SELECT id, options FROM delivery WHERE target_id = ? AND origin = ? "
                                                "AND state IN ('waiting', 'sending', 'held')"),
                                 here, read);
  if (!deliveries) return deliveries.error();
  for (const Waiting& delivery : *deliveries) {
    const auto changed =
        session.change(QStringLiteral("UPDATE delivery SET user_name = ?, secret_key = ?, options = ? WHERE id = ?"),
                       {target.to.user, target.to.secretKey,
                        delivery.options.withConnectionOf(target.to.options).toJson(), delivery.id});
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
        {target.to.user, target.to.secretKey, job.options.withConnectionOf(target.to.options).toJson(), job.id});
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
  if (const auto parsed = TargetUrl::parse(query.value(2).toString())) target.to.url = parsed->url;
  target.to.user = query.value(3).toString();
  target.to.secretKey = query.value(4).toString();
  target.to.method = query.value(5).toString() == QLatin1String("POST") ? HttpMethod::Post : HttpMethod::Put;
  target.to.rowCap = query.value(6).toLongLong();
  target.state = stateOf(query.value(7).toString());
  target.stateReason = query.value(8).toString();
  target.stateSinceMs = query.value(9).toLongLong();
  target.to.options = TargetOptions::fromJson(query.value(10).toString());
  target.secretUsedMs = query.value(11).toLongLong();
  return target;
}

Error notFound() {
  return Error::notFound(TargetRowsTr::tr("This target is no longer there."));
}

Expected<Target> load(Session& session, TargetId id) {
  auto found = session.row(select() + QStringLiteral("WHERE t.id = ? AND t.deleted_at IS NULL"), {id.value}, read);
  if (!found) return found.error();
  if (!found->has_value()) return notFound();
  return **found;
}

Expected<TargetId> insert(Session& session, const Target& target, qint64 now) {
  auto id = session.insert(QStringLiteral("INSERT INTO target (name, address, user_name, secret_key, secret_since, "
                                          "method, row_cap, options, created_at) "
                                          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                           {target.name, target.to.url.address(), target.to.user, target.to.secretKey, now,
                            httpMethodName(target.to.method), target.to.rowCap, target.to.options.toJson(), now});
  if (!id) return id.error();
  return TargetId{*id};
}

Expected<void> noteSecretUsed(Session& session, TargetId id, const QString& secretKey, qint64 now) {
  if (secretKey.isEmpty()) return {};
  auto noted = session.change(
      QStringLiteral("UPDATE target SET secret_used_at = ? WHERE id = ? AND secret_key = ? AND secret_used_at <= ?"),
      {now, id.value, secretKey, now - secretUseStepMs});
  if (!noted) return noted.error();
  return {};
}

Expected<void> overwrite(Session& session, const Target& target, const Target& before, qint64 now) {
  const bool isNewSecret = target.to.secretKey != before.to.secretKey;
  auto changed = session.change(
      QStringLiteral("UPDATE target SET name = ?, address = ?, user_name = ?, secret_key = ?, method = "
                     "?, row_cap = ?, options = ?, "
                     "secret_since = CASE WHEN ? THEN ? ELSE secret_since END, "
                     "secret_used_at = CASE WHEN ? THEN 0 ELSE secret_used_at END WHERE id = ?"),
      {target.name, target.to.url.address(), target.to.user, target.to.secretKey, httpMethodName(target.to.method),
       target.to.rowCap, target.to.options.toJson(), isNewSecret, now, isNewSecret, target.id.value});
  if (!changed) return changed.error();
  const bool isOtherWay = before.to.options != before.to.options.withConnectionOf(target.to.options);
  if (isNewSecret || isOtherWay || target.to.user != before.to.user) return passConnectionOn(session, target);
  return {};
}

}  // namespace courier::targetrows
