#include "models/targets/TargetResolver.h"

#include <QFuture>
#include <algorithm>

namespace courier {
namespace {

using Outcome = Result<ResolvedTarget>;

QFuture<Outcome> ready(Outcome outcome) {
  return QtFuture::makeReadyFuture(std::move(outcome));
}

QFuture<Outcome> refused(ErrorKind kind, const QString& message) {
  return ready(Error{kind, message, {}, {}});
}

bool hasControlCharacter(const QString& text) {
  return std::any_of(text.begin(), text.end(), [](QChar one) { return one.unicode() < 0x20 || one.unicode() == 0x7f; });
}

}  // namespace

/// An address with all that goes with it, its password still in hand.
struct TargetResolver::Typed {
  TargetUrl url;
  QString text;
  QString user;
  bool signsIn = false;
  std::optional<QString> password;
  HttpMethod method = HttpMethod::Put;
  qint64 rowCap = DeliveryRequest{}.rowCap;
  SecretStore::Fallback fallback = SecretStore::Fallback::None;

  [[nodiscard]] Target target(const QString& secretKey) const {
    Target wanted;
    wanted.url = url;
    wanted.user = user;
    wanted.secretKey = secretKey;
    wanted.method = method;
    wanted.rowCap = rowCap;
    return wanted;
  }
  [[nodiscard]] ResolvedTarget resolved(const Target& found) const {
    ResolvedTarget made;
    made.request.targetId = found.id;
    made.request.targetText = text;
    made.request.url = url;
    made.request.user = user;
    made.request.secretKey = signsIn ? found.secretKey : QString();
    made.request.method = method;
    made.request.rowCap = rowCap;
    made.state = found.state;
    made.stateReason = found.stateReason;
    return made;
  }
};

TargetResolver::TargetResolver(TargetStore& targets, SecretStore& secrets, QObject* parent)
    : QObject(parent), m_targets(targets), m_secrets(secrets) {}

QFuture<Result<ResolvedTarget>> TargetResolver::resolve(const TargetWish& wish) {
  if (wish.user && (wish.user->contains(QLatin1Char(':')) || hasControlCharacter(*wish.user))) {
    return refused(ErrorKind::InvalidInput, tr("The user name holds a ':' or a control character. Take it out."));
  }
  if (!wish.reference.address) {
    return m_targets.findByName(wish.reference.name)
        .then(this,
              [this, wish](const Result<Target>& found) {
                return found ? resolveSaved(wish, *found) : ready(found.error());
              })
        .unwrap();
  }
  const TargetUrl::Parsed& address = *wish.reference.address;
  Typed typed;
  typed.url = address.url;
  typed.user = wish.user.value_or(address.user);
  typed.password = wish.password ? wish.password : address.password;
  typed.signsIn = address.hasUserInfo || wish.user || wish.password;
  typed.method = address.method.value_or(HttpMethod::Put);
  typed.fallback = wish.fallback;
  typed.text = address.url.addressForPeople(typed.user, typed.password.has_value());
  return resolveTyped(typed);
}

QFuture<Result<ResolvedTarget>> TargetResolver::resolveSaved(const TargetWish& wish, const Target& target) {
  Typed typed;
  typed.url = target.url;
  typed.method = target.method;
  typed.rowCap = target.rowCap;
  typed.fallback = wish.fallback;
  typed.text = target.name;
  if (!wish.reference.tail.isEmpty()) {
    const auto joined = target.url.joined(wish.reference.tail);
    if (!joined) return ready(joined.error());
    typed.url = joined->url;
    typed.method = joined->method.value_or(target.method);
    typed.text = target.name + QLatin1Char(':') + wish.reference.tail;
  }
  typed.user = wish.user.value_or(target.user);
  typed.password = wish.password;
  const bool ownSignIn = !wish.password && typed.user == target.user;
  typed.signsIn = ownSignIn ? !target.secretKey.isEmpty() : true;
  if (ownSignIn) return ready(typed.resolved(target));
  return resolveTyped(typed);
}

QFuture<Result<ResolvedTarget>> TargetResolver::resolveTyped(const Typed& typed) {
  if (typed.signsIn && typed.user.isEmpty()) {
    return refused(ErrorKind::InvalidInput, tr("There is a password but no user name. Give both, or neither."));
  }
  if (typed.password) return keepPassword(typed);
  return m_targets.findOrCreateUnnamed(typed.target({}))
      .then(this, [typed](const Result<TargetStore::Unnamed>& unnamed) -> Outcome {
        if (!unnamed) return unnamed.error();
        if (!typed.signsIn || !unnamed->target.secretKey.isEmpty()) return typed.resolved(unnamed->target);
        return Error{ErrorKind::SecretMissing,
                     tr("The password of “%1” at %2 is not known on this computer. Enter it, or write it into the "
                        "address as user:password@host.")
                         .arg(typed.user, typed.url.hostForPeople()),
                     {},
                     {}};
      });
}

// A key of its own for each password: none that is in use is ever overwritten, and the store hands the new one to
// what still waits.
QFuture<Result<ResolvedTarget>> TargetResolver::keepPassword(const Typed& typed) {
  const QString key = newSecretKey();
  return m_secrets.write(key, Secret::ofPassword(*typed.password), typed.fallback)
      .then(this,
            [this, typed, key](const Result<SecretStore::Place>& place) {
              return place ? nameKey(typed, key, *place) : ready(place.error());
            })
      .unwrap();
}

QFuture<Result<ResolvedTarget>> TargetResolver::nameKey(const Typed& typed, const QString& key,
                                                        SecretStore::Place place) {
  return m_targets.findOrCreateUnnamed(typed.target(key))
      .then(this, [this, typed, key, place](const Result<TargetStore::Unnamed>& unnamed) -> Outcome {
        const QString useless = unnamed ? unnamed->replacedSecretKey : key;
        if (!useless.isEmpty()) static_cast<void>(m_secrets.remove(useless));
        if (!unnamed) return unnamed.error();
        ResolvedTarget made = typed.resolved(unnamed->target);
        made.passwordPlace = place;
        return made;
      });
}

}  // namespace courier
