#include "models/targets/TargetRows.h"

#include <QCoreApplication>

#include "models/base/KeyTable.h"

namespace courier::targetrows {
namespace {

struct TargetRowsTr {
  Q_DECLARE_TR_FUNCTIONS(TargetStore)
};

constexpr KeyTable<TargetState, 3> targetStates = {{{TargetState::Active, QLatin1String("active")},
                                                    {TargetState::Paused, QLatin1String("paused")},
                                                    {TargetState::Disabled, QLatin1String("disabled")}}};

TargetState stateOf(const QVariant& key) {
  return valueOf(targetStates, key.toString()).value_or(TargetState::Active);
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
  target.state = stateOf(query.value(7));
  target.stateReason = query.value(8).toString();
  target.stateSinceMs = query.value(9).toLongLong();
  target.to.options = TargetOptions::fromJson(query.value(10).toString());
  target.secretUsedMs = query.value(11).toLongLong();
  return target;
}

Error notFound() {
  return Error::notFound(TargetRowsTr::tr("This target no longer exists."));
}

Expected<Target> load(Session& session, TargetId id) {
  auto found = session.row(select() + QStringLiteral("WHERE t.id = ? AND t.deleted_at IS NULL"), {id.value}, read);
  if (!found) return found.error();
  if (!found->has_value()) return notFound();
  return **found;
}

Expected<Target> today(Session& session, TargetId id) {
  const auto found = session.row(
      QStringLiteral("SELECT %1, CASE WHEN t.name = '' AND t.state = 'active' THEN COALESCE((SELECT o.state FROM "
                     "target o WHERE o.name = '' AND o.deleted_at IS NULL AND o.address = t.address AND "
                     "o.state <> 'active' LIMIT 1), 'active') ELSE t.state END FROM target t WHERE t.id = ?")
          .arg(columns()),
      {id.value}, [](const QSqlQuery& query) {
        Target target = read(query);
        target.state = stateOf(query.value(12));
        return target;
      });
  if (!found) return found.error();
  if (!found->has_value()) return Error::notFound(TargetRowsTr::tr("There is no target %1.").arg(id.value));
  return **found;
}

QString andItsAddress() {
  return QStringLiteral(
      "SELECT alike.id FROM target told JOIN target alike ON alike.id = told.id OR (told.name = '' AND alike.name = '' "
      "AND alike.address = told.address) WHERE told.id = ?");
}

Expected<void> setState(Session& session, TargetId id, TargetState state, const QString& reason, qint64 now) {
  const auto changed =
      session.change(QStringLiteral("UPDATE target SET state = ?, state_reason = ?, state_since = ? WHERE id IN (%1)")
                         .arg(andItsAddress()),
                     {keyOf(targetStates, state), reason, now, id.value});
  if (!changed) return changed.error();
  return {};
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
  return {};
}

}  // namespace courier::targetrows
