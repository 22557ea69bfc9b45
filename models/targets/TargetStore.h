#pragma once

#include <QFuture>
#include <QVector>
#include <functional>
#include <optional>

#include "models/admin/AdminPolicyFile.h"
#include "models/base/Clock.h"
#include "models/base/Expected.h"
#include "models/storage/Store.h"
#include "models/targets/DeliveryState.h"
#include "models/targets/Target.h"

namespace courier {

/// A target with what its list shows: how its last delivery ended, how many wait, which schedules use it.
struct TargetOverview {
  Target target;
  std::optional<DeliveryState> lastState;  ///< of its newest delivery; nothing where there is none
  qint64 lastFinishedMs = 0;               ///< when that delivery became final, 0 where it is not or there is none
  qint64 lastRows = 0;
  qint64 waiting = 0;     ///< waiting, sending and held deliveries
  QStringList schedules;  ///< names of those that send there
};

/// What goes on under a target's sign-in and by the way to it learns that either changed, in the transaction of the
/// change: whoever keeps it takes over what `target` now says (Destination::withConnectionOf()).
using TargetFollower = std::function<Expected<void>(Session& session, const Target& target)>;

/// The target table of courier.db. Thread-safe: work happens on the store thread, answers are futures. Secrets are
/// not its business: callers write the SecretStore first and save the key here.
class TargetStore final : public Store {
  Q_OBJECT
 public:
  /// `policy`: what the administrator allows, for longer than this lives; null: everything. `followers`: of the rooms
  /// that name targets.
  TargetStore(Database& database, const Clock& clock, const AdminPolicyFile* policy = nullptr,
              QVector<TargetFollower> followers = {}, QObject* parent = nullptr);

  /// Whether the administrator allows something to be sent there, as AdminPolicy::check(). Blocks for a
  /// moment.
  [[nodiscard]] Expected<void> checkAllowed(const Destination& to) const;

  /// Saves a new target (id 0) and gives its id; AlreadyExists when the name is taken, InvalidInput as
  /// checkTargetName(), for a negative row cap, and where the administrator does not allow its address.
  [[nodiscard]] QFuture<Expected<TargetId>> create(const Target& target);
  /// Overwrites all but id and state; NotFound, AlreadyExists, InvalidInput. An unnamed target stays unnamed.
  /// The followers are told where its sign-in or the way to it changed.
  [[nodiscard]] QFuture<Expected<void>> update(const Target& target);
  /// Hides it: history keeps its own snapshot. Deliveries not yet final go on: they froze what they need.
  [[nodiscard]] QFuture<Expected<void>> remove(TargetId id);
  [[nodiscard]] QFuture<Expected<Target>> find(TargetId id);
  /// NotFound: "There is no target named 'x'. Targets: a, b." (at most five names).
  [[nodiscard]] QFuture<Expected<Target>> findByName(const QString& name);
  /// The unnamed target of this address and user, made if need be; a given secretKey replaces the stored one, and
  /// the replaced key is returned so that its item can be removed: the followers are told as by update(). Method and
  /// row cap become those wanted.
  struct Unnamed {
    Target target;
    QString replacedSecretKey;
  };
  [[nodiscard]] QFuture<Expected<Unnamed>> findOrCreateUnnamed(const Target& wanted);
  /// Named targets, by name.
  [[nodiscard]] QFuture<Expected<QVector<Target>>> all();
  [[nodiscard]] QFuture<Expected<QVector<TargetOverview>>> overviews();
  /// The names of the schedules that send to it, switched on or not.
  [[nodiscard]] QFuture<Expected<QStringList>> schedulesUsing(TargetId id);
  /// A check read its secret under this key: Target::secretUsedMs. A delivery's attempt is noted by the Outbox.
  [[nodiscard]] QFuture<Expected<void>> noteSecretUsed(TargetId id, const QString& secretKey);
  /// Secret keys of unnamed and of removed targets all of whose deliveries are final, and which no queued or running
  /// job and no schedule names: cleared here in the same transaction; the caller removes their items. A key that no
  /// delivery has used yet stays for an hour: its result may be under way.
  [[nodiscard]] QFuture<Expected<QVector<QString>>> releaseUnusedSecretKeys();

 private:
  [[nodiscard]] Expected<void> overwrite(Session& session, const Target& target, const Target& before) const;

  const AdminPolicyFile* m_policy;
  const QVector<TargetFollower> m_followers;
};

}  // namespace courier
