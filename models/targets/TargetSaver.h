#pragma once

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>
#include <optional>

#include "models/secrets/SecretStore.h"
#include "models/targets/TargetStore.h"

namespace courier {

/// A target as a person wants it, with the secrets that were entered this time.
struct TargetDraft {
  Target target;                    ///< id 0: a new one. Its secretKey is not looked at
  QHash<QString, QString> secrets;  ///< by secretfields' names; what is needed and not here stays as it is stored
};

/// What became of a draft.
struct SavedTarget {
  TargetId id;
  std::optional<SecretStore::Place> place;  ///< where secrets were written now; nothing where none were
};

/// Writes a target and its one keychain item together: the item first, under a key of its own, then the target, and
/// only then the replaced item is taken away, so that at no moment a target names a secret that is not there. Lives on
/// the main thread; a future ends without a value when the saver goes first.
class TargetSaver final : public QObject {
  Q_OBJECT
 public:
  TargetSaver(TargetStore& targets, SecretStore& secrets, QObject* parent = nullptr);

  /// Errors: InvalidInput, AlreadyExists, NotFound as TargetStore; SecretMissing with the field's name as `detail` when
  /// a secret that the options need is neither given nor stored; SecretUnavailable, SecretLocked from the SecretStore.
  [[nodiscard]] QFuture<Expected<SavedTarget>> save(const TargetDraft& draft, SecretStore::Fallback fallback);

 private:
  struct Work;
  using Saving = QFuture<Expected<SavedTarget>>;
  [[nodiscard]] Saving compose(Work work);
  [[nodiscard]] Saving writeItem(Work work, const Secret& stored);
  [[nodiscard]] Saving writeTarget(const Work& work, const QString& key);

  TargetStore& m_targets;
  SecretStore& m_secrets;
};

/// Whether secrets entered by a person can be sent at all. InvalidInput names the part, never the value. Pure.
[[nodiscard]] Expected<void> checkSecrets(const QHash<QString, QString>& secrets);

}  // namespace courier
