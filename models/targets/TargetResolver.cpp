#include "models/targets/TargetResolver.h"

#include <algorithm>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

QFuture<Expected<ResolvedTarget>> refused(const Error& error) {
  return doneWith<ResolvedTarget>(error);
}

bool hasControlCharacter(const QString& text) {
  return std::any_of(text.begin(), text.end(), [](QChar one) { return one.unicode() < 0x20 || one.unicode() == 0x7f; });
}

}  // namespace

/// A destination with all that goes with it, its password still in hand.
struct TargetResolver::Typed {
  Destination to;  ///< its secret's key is that of the target it becomes
  QString text;
  bool signsIn = false;
  std::optional<QString> password;
  Secret further;  ///< what else the options need: signing secret, proxy password, passphrase
  SecretStore::Fallback fallback = SecretStore::Fallback::None;

  [[nodiscard]] Target target(const QString& secretKey) const {
    Target wanted;
    wanted.to = to;
    wanted.to.secretKey = secretKey;
    return wanted;
  }
  [[nodiscard]] ResolvedTarget resolved(const Target& found) const {
    ResolvedTarget made;
    made.request = {found.id, text, to};
    made.request.to.secretKey = signsIn ? found.to.secretKey : QString();
    made.state = found.state;
    made.stateReason = found.stateReason;
    return made;
  }
};

TargetResolver::TargetResolver(TargetStore& targets, SecretStore& secrets, QObject* parent)
    : QObject(parent), m_targets(targets), m_secrets(secrets) {}

QFuture<Expected<QVector<ResolvedTarget>>> TargetResolver::resolveAll(const QVector<TargetWish>& wishes) {
  return resolveRest(wishes, {});
}

QFuture<Expected<QVector<ResolvedTarget>>> TargetResolver::resolveRest(const QVector<TargetWish>& wishes,
                                                                       const QVector<ResolvedTarget>& resolved) {
  if (resolved.size() == wishes.size()) return doneWith<QVector<ResolvedTarget>>(resolved);
  const TargetWish& wish = wishes.at(resolved.size());
  const QString name = wishes.size() > 1 ? wish.reference.name : QString();
  auto one = inEitherCase(resolve(wish), this, [name](const Expected<ResolvedTarget>& outcome) {
    if (outcome || name.isEmpty()) return outcome;
    Error error = outcome.error();
    error.message = tr("%1: %2", "target: what is wrong").arg(name, error.message);
    return Expected<ResolvedTarget>(error);
  });
  return andThen(std::move(one), this, [this, wishes, resolved](const ResolvedTarget& next) {
    return resolveRest(wishes, QVector<ResolvedTarget>(resolved) << next);
  });
}

QFuture<Expected<ResolvedTarget>> TargetResolver::resolve(const TargetWish& wish) {
  if (wish.user && (wish.user->contains(QLatin1Char(':')) || hasControlCharacter(*wish.user))) {
    return refused(Error::invalidInput(tr("The user name contains a ':' or a control character. Remove it.")));
  }
  if (!wish.reference.address) {
    return andThen(m_targets.findByName(wish.reference.name), this,
                   [this, wish](const Target& found) { return resolveSaved(wish, found); });
  }
  const TargetUrl::Parsed& address = *wish.reference.address;
  Typed typed;
  typed.to.url = address.url;
  typed.to.user = wish.user.value_or(address.user);
  typed.to.method = address.method.value_or(HttpMethod::Put);
  typed.password = wish.password ? wish.password : address.password;
  typed.signsIn = address.hasUserInfo || wish.user || wish.password;
  typed.fallback = wish.fallback;
  typed.text = address.url.addressForPeople(typed.to.user, typed.password.has_value());
  return resolveTyped(typed);
}

TargetResolver::Resolving TargetResolver::resolveSaved(const TargetWish& wish, const Target& target) {
  const auto joined = target.to.joined(wish.reference.tail);
  if (!joined) return refused(joined.error());
  Typed typed;
  typed.to = *joined;
  typed.to.user = wish.user.value_or(target.to.user);
  typed.text = wish.reference.tail.isEmpty() ? target.name : target.name + QLatin1Char(':') + wish.reference.tail;
  typed.password = wish.password;
  typed.fallback = wish.fallback;
  const bool ownSignIn = !wish.password && typed.to.user == target.to.user;
  typed.signsIn = ownSignIn ? !target.to.secretKey.isEmpty() : true;
  if (auto allowed = m_targets.checkAllowed(typed.to); !allowed) return refused(allowed.error());
  if (ownSignIn) return doneWith<ResolvedTarget>(typed.resolved(target));
  // Who is named this time signs in with a password; what else is secret is the saved target's own.
  typed.to.options.auth = AuthKind::Basic;
  Destination unsignedIn = typed.to;
  unsignedIn.user.clear();
  unsignedIn.secretKey.clear();
  const QStringList further = unsignedIn.neededSecrets();
  if (target.to.secretKey.isEmpty() || further.isEmpty()) return resolveTyped(typed);
  return andThen(m_secrets.read(target.to.secretKey), this, [this, typed, further](const Secret& stored) {
    Typed complete = typed;
    for (const QString& field : further) complete.further.fields.insert(field, stored.fields.value(field));
    return resolveTyped(complete);
  });
}

TargetResolver::Resolving TargetResolver::resolveTyped(const Typed& typed) {
  if (typed.signsIn && typed.to.user.isEmpty()) {
    if (!typed.password)
      return refused(Error::invalidInput(tr("The user name is empty and there is no password. Give one of them.")));
    if (!typed.target(QStringLiteral("-")).to.signsIn())
      return refused(
          Error::invalidInput(tr("A password goes without a user name only where the target has no other secret. Give "
                                 "a user name.")));
  }
  if (auto allowed = m_targets.checkAllowed(typed.to); !allowed) return refused(allowed.error());
  if (typed.password) return keepPassword(typed);
  return andThen(m_targets.findOrCreateUnnamed(typed.target({})), this,
                 [typed](const TargetStore::Unnamed& unnamed) -> Expected<ResolvedTarget> {
                   if (!typed.signsIn || !unnamed.target.to.secretKey.isEmpty()) return typed.resolved(unnamed.target);
                   return Error::of(ErrorKind::SecretMissing,
                                    tr("The password of “%1” at %2 is not known on this computer. Enter it, or write "
                                       "it into the address as user:password@host.")
                                        .arg(typed.to.user, typed.to.url.hostForPeople()));
                 });
}

// A key of its own for each password: none that is in use is ever overwritten, and the store hands the new one to
// what still waits.
TargetResolver::Resolving TargetResolver::keepPassword(const Typed& typed) {
  const QString key = newSecretKey();
  Secret item = typed.further;
  item.fields.insert(secretfields::password, *typed.password);
  return andThen(m_secrets.write(key, item, typed.fallback), this,
                 [this, typed, key](SecretStore::Place place) { return nameKey(typed, key, place); });
}

TargetResolver::Resolving TargetResolver::nameKey(const Typed& typed, const QString& key, SecretStore::Place place) {
  const auto named = [this, typed, key, place](const Expected<TargetStore::Unnamed>& unnamed) {
    const QString useless = unnamed ? unnamed->replacedSecretKey : key;
    if (!useless.isEmpty()) static_cast<void>(m_secrets.remove(useless));
    if (!unnamed) return Expected<ResolvedTarget>(unnamed.error());
    ResolvedTarget made = typed.resolved(unnamed->target);
    made.passwordPlace = place;
    return Expected<ResolvedTarget>(made);
  };
  return inEitherCase(m_targets.findOrCreateUnnamed(typed.target(key)), this, named);
}

}  // namespace courier
