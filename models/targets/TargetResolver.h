#pragma once

#include <QFuture>
#include <QObject>
#include <QVector>
#include <optional>

#include "models/address/TargetReference.h"
#include "models/secrets/SecretStore.h"
#include "models/targets/Target.h"
#include "models/targets/TargetStore.h"

namespace courier {

/// A person's choice of where to send a result and how to sign in.
struct TargetWish {
  TargetReference reference;
  std::optional<QString> user;                                   ///< instead of the target's or the address's own
  std::optional<QString> password;                               ///< likewise
  SecretStore::Fallback fallback = SecretStore::Fallback::None;  ///< where this computer has no keychain
};

/// What the choice resolves to.
struct ResolvedTarget {
  DeliveryRequest request;
  TargetState state = TargetState::Active;
  QString stateReason;
  /// Where the password that was given is kept now; nothing where none was given.
  std::optional<SecretStore::Place> passwordPlace;
};

/// Makes of a name, a `name:path` or a typed address what a delivery needs: the target found or, for an address, an
/// unnamed one made, and a given password in the SecretStore before anything names it. A password given with a saved
/// target is for this time only: it goes with an unnamed target and leaves the saved one alone. Lives on the main
/// thread; a future ends without a value when the resolver goes first.
class TargetResolver final : public QObject {
  Q_OBJECT
 public:
  TargetResolver(TargetStore& targets, SecretStore& secrets, QObject* parent = nullptr);

  /// Errors: NotFound (no such target), InvalidInput (the path, or a password without a user name), SecretMissing (a
  /// user name without a password that is known here), SecretUnavailable and SecretLocked from the SecretStore.
  [[nodiscard]] QFuture<Expected<ResolvedTarget>> resolve(const TargetWish& wish);
  /// All of them, in their order; the first that fails ends it, and, of several, its sentence begins with whose it is:
  /// "myweb: …".
  [[nodiscard]] QFuture<Expected<QVector<ResolvedTarget>>> resolveAll(const QVector<TargetWish>& wishes);

 private:
  struct Typed;
  using Resolving = QFuture<Expected<ResolvedTarget>>;
  /// `resolved`: those of the first wishes.
  [[nodiscard]] QFuture<Expected<QVector<ResolvedTarget>>> resolveRest(const QVector<TargetWish>& wishes,
                                                                       const QVector<ResolvedTarget>& resolved);
  [[nodiscard]] Resolving resolveSaved(const TargetWish& wish, const Target& target);
  [[nodiscard]] Resolving resolveTyped(const Typed& typed);
  [[nodiscard]] Resolving keepPassword(const Typed& typed);
  [[nodiscard]] Resolving nameKey(const Typed& typed, const QString& key, SecretStore::Place place);

  TargetStore& m_targets;
  SecretStore& m_secrets;
};

}  // namespace courier
