#include "models/targets/TargetStore.h"

#include <QJsonDocument>

#include "models/base/NameText.h"
#include "models/targets/TargetOptionsCheck.h"
#include "models/targets/TargetReference.h"
#include "models/targets/TargetRows.h"

namespace courier {

namespace {
constexpr qint64 unusedSecretMs = qint64{3600} * 1000;

Result<void> checkRest(const Target& target) {
  if (target.url.host().isEmpty()) {
    return Error{ErrorKind::InvalidInput, TargetStore::tr("The target's address is missing."), {}, {}};
  }
  if (target.rowCap < 0) {
    return Error{ErrorKind::InvalidInput,
                 TargetStore::tr("The target's row cap is negative. Give a number of rows, or 0 for no cap."),
                 {},
                 {}};
  }
  return checkTargetOptions(target.options);
}

Result<void> check(const Target& target) {
  if (auto named = checkTargetName(target.name); !named) return named;
  return checkRest(target);
}

Result<void> allowedBy(const AdminPolicyFile* policy, const TargetUrl& url, const ProxyOptions& proxy) {
  return policy == nullptr ? Result<void>() : policy->check(url, proxy);
}

/// The name is free, or belongs to `self`.
Result<void> checkFree(Session& session, const QString& name, TargetId self) {
  auto taken = session.row(QStringLiteral("SELECT 1 FROM target WHERE name = ? AND deleted_at IS NULL AND id <> ?"),
                           {name, self.value}, [](const QSqlQuery&) { return true; });
  if (!taken) return taken.error();
  if (!taken->has_value()) return {};
  return Error{ErrorKind::AlreadyExists,
               TargetStore::tr("There is a target named '%1' already. Choose another name.").arg(name),
               {},
               {}};
}

/// The schedules that send to a saved target or an address typed in place, by name: target_id, name.
QString usingSchedules() {
  return QStringLiteral(
      "SELECT json_extract(plan, '$.targetId') AS target_id, name FROM schedule WHERE deleted_at IS NULL "
      "AND json_extract(plan, '$.targetId') IS NOT NULL ORDER BY name COLLATE NOCASE, name");
}

}  // namespace

TargetStore::TargetStore(Database& database, const Clock& clock, const AdminPolicyFile* policy, QObject* parent)
    : Store(database, clock, parent), m_policy(policy) {}

Result<void> TargetStore::checkAllowed(const TargetUrl& url, const ProxyOptions& proxy) const {
  return allowedBy(m_policy, url, proxy);
}

QFuture<Result<TargetId>> TargetStore::create(const Target& target) {
  return write([policy = m_policy, target, now = nowMs()](Session& session) -> Result<TargetId> {
    if (auto fine = check(target); !fine) return fine.error();
    if (auto allowed = allowedBy(policy, target.url, target.options.proxy); !allowed) return allowed.error();
    if (auto isFree = checkFree(session, target.name, {}); !isFree) return isFree.error();
    return targetrows::insert(session, target, now);
  });
}

QFuture<Result<void>> TargetStore::update(const Target& target) {
  return write([policy = m_policy, target, now = nowMs()](Session& session) -> Result<void> {
    const auto before = targetrows::load(session, target.id);
    if (!before) return before.error();
    const bool isUnnamed = before->name.isEmpty() && target.name.isEmpty();
    if (auto fine = isUnnamed ? checkRest(target) : check(target); !fine) return fine;
    if (auto allowed = allowedBy(policy, target.url, target.options.proxy); !allowed) return allowed;
    if (auto isFree = isUnnamed ? Result<void>() : checkFree(session, target.name, target.id); !isFree) return isFree;
    return targetrows::overwrite(session, target, *before, now);
  });
}

QFuture<Result<void>> TargetStore::remove(TargetId id) {
  return write([id, now = nowMs()](Session& session) -> Result<void> {
    auto hidden = session.change(QStringLiteral("UPDATE target SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL"),
                                 {now, id.value});
    if (!hidden) return hidden.error();
    if (*hidden == 0) return targetrows::notFound();
    return {};
  });
}

QFuture<Result<Target>> TargetStore::find(TargetId id) {
  return read([id](Session& session) { return targetrows::load(session, id); });
}

QFuture<Result<Target>> TargetStore::findByName(const QString& name) {
  return read([name](Session& session) -> Result<Target> {
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
                                ? tr("There is no target named '%1', nor any other.").arg(name)
                                : tr("There is no target named '%1'. Targets: %2.").arg(name, listedNames(*names));
    return Error{ErrorKind::NotFound, message, {}, {}};
  });
}

QFuture<Result<TargetStore::Unnamed>> TargetStore::findOrCreateUnnamed(const Target& wanted) {
  return write([policy = m_policy, wanted, now = nowMs()](Session& session) -> Result<Unnamed> {
    if (auto fine = checkRest(wanted); !fine) return fine.error();
    if (auto allowed = allowedBy(policy, wanted.url, wanted.options.proxy); !allowed) return allowed.error();
    Target target = wanted;
    target.name = QStringLiteral("");
    auto found = session.row(
        targetrows::select() +
            QStringLiteral("WHERE t.address = ? AND t.user_name = ? AND t.name = '' AND t.deleted_at IS NULL"),
        {target.url.address(), target.user}, targetrows::read);
    if (!found) return found.error();
    Unnamed answer;
    if (found->has_value()) {
      const Target& before = **found;
      target.id = before.id;
      if (target.secretKey.isEmpty()) target.secretKey = before.secretKey;
      if (target.secretKey != before.secretKey) answer.replacedSecretKey = before.secretKey;
      if (auto written = targetrows::overwrite(session, target, before, now); !written) return written.error();
    } else {
      auto id = targetrows::insert(session, target, now);
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

QFuture<Result<QVector<Target>>> TargetStore::all() {
  return read([](Session& session) {
    return session.rows(
        targetrows::select() +
            QStringLiteral("WHERE t.name <> '' AND t.deleted_at IS NULL ORDER BY t.name COLLATE NOCASE, t.name"),
        {}, targetrows::read);
  });
}

QFuture<Result<QVector<TargetOverview>>> TargetStore::overviews() {
  return read([](Session& session) {
    return session.rows(
        QStringLiteral("SELECT %1, d.state, d.finished_at, d.rows, w.count, s.names FROM target t "
                       "LEFT JOIN delivery d ON d.id = (SELECT max(id) FROM delivery WHERE target_id = t.id) "
                       "LEFT JOIN (SELECT target_id, count(*) AS count FROM delivery "
                       "           WHERE state IN ('waiting', 'sending', 'held') GROUP BY target_id) w "
                       "ON w.target_id = t.id "
                       "LEFT JOIN (SELECT target_id, json_group_array(name) AS names FROM (%2) GROUP BY target_id) s "
                       "ON s.target_id = t.id "
                       "WHERE t.name <> '' AND t.deleted_at IS NULL ORDER BY t.name COLLATE NOCASE, t.name")
            .arg(targetrows::columns(), usingSchedules()),
        {}, [](const QSqlQuery& query) {
          TargetOverview overview;
          overview.target = targetrows::read(query);
          overview.lastState = query.value(12).toString();
          overview.lastFinishedMs = query.value(13).toLongLong();
          overview.lastRows = query.value(14).toLongLong();
          overview.waiting = query.value(15).toLongLong();
          overview.schedules = QJsonDocument::fromJson(query.value(16).toByteArray()).toVariant().toStringList();
          return overview;
        });
  });
}

QFuture<Result<QStringList>> TargetStore::schedulesUsing(TargetId id) {
  return read([id](Session& session) -> Result<QStringList> {
    const auto names = session.rows(QStringLiteral("SELECT name FROM (%1) WHERE target_id = ?").arg(usingSchedules()),
                                    {id.value}, [](const QSqlQuery& query) { return query.value(0).toString(); });
    if (!names) return names.error();
    return QStringList(*names);
  });
}

QFuture<Result<void>> TargetStore::noteSecretUsed(TargetId id, const QString& secretKey) {
  return write([id, secretKey, now = nowMs()](Session& session) {
    return targetrows::noteSecretUsed(session, id, secretKey, now);
  });
}

QFuture<Result<QVector<QString>>> TargetStore::releaseUnusedSecretKeys() {
  return write([now = nowMs()](Session& session) -> Result<QVector<QString>> {
    const QString unused = QStringLiteral(
        "(name = '' OR deleted_at IS NOT NULL) AND secret_key <> '' "
        "AND id NOT IN (SELECT target_id FROM delivery WHERE state IN ('waiting', 'sending', 'held')) "
        "AND id NOT IN (SELECT json_extract(plan, '$.targetId') FROM job WHERE state IN ('queued', 'running') "
        "               AND json_extract(plan, '$.targetId') IS NOT NULL) "
        "AND id NOT IN (SELECT json_extract(plan, '$.targetId') FROM schedule WHERE deleted_at IS NULL "
        "               AND json_extract(plan, '$.targetId') IS NOT NULL) "
        "AND (deleted_at IS NOT NULL OR secret_since <= ? "
        "     OR EXISTS (SELECT 1 FROM delivery d WHERE d.target_id = target.id AND d.secret_key = "
        "target.secret_key))");
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
