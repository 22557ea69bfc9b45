#include "models/targets/TargetStore.h"

#include <QJsonDocument>

#include "models/address/TargetReference.h"
#include "models/base/Wording.h"
#include "models/targets/DeliveryState.h"
#include "models/targets/TargetRows.h"

namespace courier {

namespace {
constexpr qint64 unusedSecretMs = qint64{3600} * 1000;

Expected<void> checkRest(const Target& target) {
  if (target.to.url.host().isEmpty()) {
    return Error::invalidInput(TargetStore::tr("The target's address is missing. Enter it."));
  }
  if (target.to.rowCap < 0) {
    return Error::invalidInput(
        TargetStore::tr("The target's row cap is negative. Give a number of rows, or 0 for no cap."));
  }
  return checkTargetOptions(target.to.options);
}

Expected<void> check(const Target& target) {
  if (auto named = checkTargetName(target.name); !named) return named;
  return checkRest(target);
}

Expected<void> allowedBy(const AdminPolicyFile* policy, const TargetUrl& url, const ProxyOptions& proxy) {
  return policy == nullptr ? Expected<void>() : policy->check(url, proxy);
}

/// The name is free, or belongs to `self`.
Expected<void> checkNameIsFree(Session& session, const QString& name, TargetId self) {
  auto taken = session.row(QStringLiteral("SELECT 1 FROM target WHERE name = ? AND deleted_at IS NULL AND id <> ?"),
                           {name, self.value}, [](const QSqlQuery&) { return true; });
  if (!taken) return taken.error();
  if (!taken->has_value()) return {};
  return Error::of(ErrorKind::AlreadyExists,
                   TargetStore::tr("There is a target named '%1' already. Choose another name.").arg(name));
}

/// The schedules that send to a saved target or an address typed in place, by name: target_id, name.
QString usingSchedules() {
  return QStringLiteral(
      "SELECT json_extract(plan, '$.targetId') AS target_id, name FROM schedule WHERE deleted_at IS NULL "
      "AND json_extract(plan, '$.targetId') IS NOT NULL ORDER BY name COLLATE NOCASE, name");
}

}  // namespace

TargetStore::TargetStore(Database& database, const Clock& clock, const AdminPolicyFile* policy,
                         QVector<TargetFollower> followers, QObject* parent)
    : Store(database, clock, parent), m_policy(policy), m_followers(std::move(followers)) {}

Expected<void> TargetStore::checkAllowed(const Destination& to) const {
  return allowedBy(m_policy, to.url, to.options.proxy);
}

Expected<void> TargetStore::overwrite(Session& session, const Target& target, const Target& before) const {
  if (auto written = targetrows::overwrite(session, target, before, nowMs()); !written) return written;
  const bool isSameWay = before.to.options == before.to.options.withConnectionOf(target.to.options);
  if (isSameWay && target.to.user == before.to.user && target.to.secretKey == before.to.secretKey) return {};
  for (const TargetFollower& follow : m_followers) {
    if (auto followed = follow(session, target); !followed) return followed;
  }
  return {};
}

QFuture<Expected<TargetId>> TargetStore::create(const Target& target) {
  return write([policy = m_policy, target, now = nowMs()](Session& session) -> Expected<TargetId> {
    if (auto fine = check(target); !fine) return fine.error();
    if (auto allowed = allowedBy(policy, target.to.url, target.to.options.proxy); !allowed) return allowed.error();
    if (auto isFree = checkNameIsFree(session, target.name, {}); !isFree) return isFree.error();
    return targetrows::insert(session, target, now);
  });
}

QFuture<Expected<void>> TargetStore::update(const Target& target) {
  return write([this, target](Session& session) -> Expected<void> {
    const auto before = targetrows::load(session, target.id);
    if (!before) return before.error();
    const bool isUnnamed = before->name.isEmpty() && target.name.isEmpty();
    if (auto fine = isUnnamed ? checkRest(target) : check(target); !fine) return fine;
    if (auto allowed = allowedBy(m_policy, target.to.url, target.to.options.proxy); !allowed) return allowed;
    if (auto isFree = isUnnamed ? Expected<void>() : checkNameIsFree(session, target.name, target.id); !isFree)
      return isFree;
    return overwrite(session, target, *before);
  });
}

QFuture<Expected<void>> TargetStore::remove(TargetId id) {
  return write([id, now = nowMs()](Session& session) -> Expected<void> {
    auto hidden = session.change(QStringLiteral("UPDATE target SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL"),
                                 {now, id.value});
    if (!hidden) return hidden.error();
    if (*hidden == 0) return targetrows::notFound();
    return {};
  });
}

QFuture<Expected<Target>> TargetStore::find(TargetId id) {
  return read([id](Session& session) { return targetrows::load(session, id); });
}

QFuture<Expected<Target>> TargetStore::findByName(const QString& name) {
  return read([name](Session& session) -> Expected<Target> {
    auto found =
        session.row(targetrows::select() + QStringLiteral("WHERE t.name = ? AND t.name <> '' AND t.deleted_at IS NULL"),
                    {name}, targetrows::read);
    if (!found) return found.error();
    if (found->has_value()) return **found;
    auto names = session.rows(
        QStringLiteral("SELECT name FROM target WHERE name <> '' AND deleted_at IS NULL ORDER BY name LIMIT 6"), {},
        [](const QSqlQuery& query) { return query.value(0).toString(); });
    if (!names) return names.error();
    const QString message = names->isEmpty()
                                ? tr("There is no target named '%1', because none has been saved yet.").arg(name)
                                : tr("There is no target named '%1'. Targets: %2.").arg(name, listedNames(*names));
    return Error::notFound(message);
  });
}

QFuture<Expected<TargetStore::Unnamed>> TargetStore::findOrCreateUnnamed(const Target& wanted) {
  return write([this, wanted](Session& session) -> Expected<Unnamed> {
    if (auto fine = checkRest(wanted); !fine) return fine.error();
    if (auto allowed = allowedBy(m_policy, wanted.to.url, wanted.to.options.proxy); !allowed) return allowed.error();
    Target target = wanted;
    target.name = QStringLiteral("");
    auto found = session.row(
        targetrows::select() +
            QStringLiteral("WHERE t.address = ? AND t.user_name = ? AND t.name = '' AND t.deleted_at IS NULL"),
        {target.to.url.address(), target.to.user}, targetrows::read);
    if (!found) return found.error();
    Unnamed answer;
    if (found->has_value()) {
      const Target& before = **found;
      target.id = before.id;
      if (target.to.secretKey.isEmpty()) target.to.secretKey = before.to.secretKey;
      if (target.to.secretKey != before.to.secretKey) answer.replacedSecretKey = before.to.secretKey;
      if (auto written = overwrite(session, target, before); !written) return written.error();
    } else {
      auto id = targetrows::insert(session, target, nowMs());
      if (!id) return id.error();
      target.id = *id;
      // An unnamed target is its address: one that is stopped is stopped for every user.
      const auto stopped = session.change(
          QStringLiteral(
              "UPDATE target SET (state, state_reason, state_since) = (o.state, o.state_reason, o.state_since) "
              "FROM target o WHERE target.id = ? AND o.name = '' AND o.deleted_at IS NULL AND o.address = "
              "target.address AND o.state <> 'active'"),
          {target.id.value});
      if (!stopped) return stopped.error();
    }
    auto written = targetrows::load(session, target.id);
    if (!written) return written.error();
    answer.target = *written;
    return answer;
  });
}

QFuture<Expected<QVector<Target>>> TargetStore::all() {
  return read([](Session& session) {
    return session.rows(
        targetrows::select() +
            QStringLiteral("WHERE t.name <> '' AND t.deleted_at IS NULL ORDER BY t.name COLLATE NOCASE, t.name"),
        {}, targetrows::read);
  });
}

QFuture<Expected<QVector<TargetOverview>>> TargetStore::overviews() {
  return read([](Session& session) {
    return session.rows(
        QStringLiteral("SELECT %1, d.state, d.finished_at, d.rows, w.count, s.names FROM target t "
                       "LEFT JOIN delivery d ON d.id = (SELECT max(id) FROM delivery WHERE target_id = t.id) "
                       "LEFT JOIN (SELECT target_id, count(*) AS count FROM delivery "
                       "           WHERE state IN %3 GROUP BY target_id) w "
                       "ON w.target_id = t.id "
                       "LEFT JOIN (SELECT target_id, json_group_array(name) AS names FROM (%2) GROUP BY target_id) s "
                       "ON s.target_id = t.id "
                       "WHERE t.name <> '' AND t.deleted_at IS NULL ORDER BY t.name COLLATE NOCASE, t.name")
            .arg(targetrows::columns(), usingSchedules(), openDeliveryStates()),
        {}, [](const QSqlQuery& query) {
          TargetOverview overview;
          overview.target = targetrows::read(query);
          overview.lastState = deliveryStateFromKey(query.value(12).toString());
          overview.lastFinishedMs = query.value(13).toLongLong();
          overview.lastRows = query.value(14).toLongLong();
          overview.waiting = query.value(15).toLongLong();
          overview.schedules = QJsonDocument::fromJson(query.value(16).toByteArray()).toVariant().toStringList();
          return overview;
        });
  });
}

QFuture<Expected<QStringList>> TargetStore::schedulesUsing(TargetId id) {
  return read([id](Session& session) -> Expected<QStringList> {
    const auto names = session.rows(QStringLiteral("SELECT name FROM (%1) WHERE target_id = ?").arg(usingSchedules()),
                                    {id.value}, [](const QSqlQuery& query) { return query.value(0).toString(); });
    if (!names) return names.error();
    return QStringList(*names);
  });
}

QFuture<Expected<void>> TargetStore::noteSecretUsed(TargetId id, const QString& secretKey) {
  return write([id, secretKey, now = nowMs()](Session& session) {
    return targetrows::noteSecretUsed(session, id, secretKey, now);
  });
}

QFuture<Expected<QVector<QString>>> TargetStore::releaseUnusedSecretKeys() {
  return write([now = nowMs()](Session& session) -> Expected<QVector<QString>> {
    const QString unused =
        QStringLiteral(
            "(name = '' OR deleted_at IS NOT NULL) AND secret_key <> '' "
            "AND id NOT IN (SELECT target_id FROM delivery WHERE state IN %1) "
            "AND id NOT IN (SELECT json_extract(plan, '$.targetId') FROM job WHERE state IN ('queued', 'running') "
            "               AND json_extract(plan, '$.targetId') IS NOT NULL) "
            "AND id NOT IN (SELECT json_extract(plan, '$.targetId') FROM schedule WHERE deleted_at IS NULL "
            "               AND json_extract(plan, '$.targetId') IS NOT NULL) "
            "AND (deleted_at IS NOT NULL OR secret_since <= ? "
            "     OR EXISTS (SELECT 1 FROM delivery d WHERE d.target_id = target.id AND d.secret_key = "
            "target.secret_key))")
            .arg(openDeliveryStates());
    using Released = std::pair<qint64, QString>;
    auto released = session.rows(
        QStringLiteral("SELECT id, secret_key FROM target WHERE ") + unused, {now - unusedSecretMs},
        [](const QSqlQuery& query) { return Released(query.value(0).toLongLong(), query.value(1).toString()); });
    if (!released) return released.error();
    QVector<QString> keys;
    for (const auto& [id, key] : *released) {
      auto cleared = session.change(QStringLiteral("UPDATE target SET secret_key = '' WHERE id = ?"), {id});
      if (!cleared) return cleared.error();
      keys.append(key);
    }
    return keys;
  });
}

}  // namespace courier
