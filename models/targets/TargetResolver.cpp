#include "models/targets/TargetResolver.h"

#include <QPromise>
#include <algorithm>
#include <memory>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

using ResolveOutcome = Expected<ResolvedTarget>;

ResolveOutcome refused(ErrorKind kind, const QString& message) {
  return Error::of(kind, message);
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

QFuture<Expected<ResolvedTarget>> TargetResolver::resolve(const TargetWish& wish) {
  auto promise = std::make_shared<QPromise<ResolveOutcome>>();
  promise->start();
  begin(wish, [promise](const ResolveOutcome& outcome) {
    promise->addResult(outcome);
    promise->finish();
  });
  return promise->future();
}

struct TargetResolver::Several {
  QVector<TargetWish> wishes;
  QVector<ResolvedTarget> resolved;
  QPromise<Expected<QVector<ResolvedTarget>>> promise;
  void end(const Expected<QVector<ResolvedTarget>>& outcome) {
    promise.addResult(outcome);
    promise.finish();
  }
};

QFuture<Expected<QVector<ResolvedTarget>>> TargetResolver::resolveAll(const QVector<TargetWish>& wishes) {
  auto several = std::make_shared<Several>();
  several->wishes = wishes;
  several->promise.start();
  auto future = several->promise.future();
  resolveNext(several);
  return future;
}

void TargetResolver::resolveNext(const std::shared_ptr<Several>& several) {
  if (several->resolved.size() == several->wishes.size()) return several->end(several->resolved);
  const TargetWish& wish = several->wishes.at(several->resolved.size());
  begin(wish, [this, several, wish](const ResolveOutcome& outcome) {
    if (outcome) {
      several->resolved.append(*outcome);
      return resolveNext(several);
    }
    Error error = outcome.error();
    if (several->wishes.size() > 1 && !wish.reference.name.isEmpty()) {
      error.message = tr("%1: %2", "target: what is wrong").arg(wish.reference.name, error.message);
    }
    several->end(error);
  });
}

void TargetResolver::begin(const TargetWish& wish, const Answer& answer) {
  if (wish.user && (wish.user->contains(QLatin1Char(':')) || hasControlCharacter(*wish.user))) {
    return answer(
        refused(ErrorKind::InvalidInput, tr("The user name holds a ':' or a control character. Take it out.")));
  }
  if (!wish.reference.address) {
    return whenDone(m_targets.findByName(wish.reference.name), this,
                    [this, wish, answer](const Expected<Target>& found) {
                      found ? resolveSaved(wish, *found, answer) : answer(found.error());
                    });
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
  resolveTyped(typed, answer);
}

void TargetResolver::resolveSaved(const TargetWish& wish, const Target& target, const Answer& answer) {
  const auto joined = target.to.joined(wish.reference.tail);
  if (!joined) return answer(joined.error());
  Typed typed;
  typed.to = *joined;
  typed.to.user = wish.user.value_or(target.to.user);
  typed.text = wish.reference.tail.isEmpty() ? target.name : target.name + QLatin1Char(':') + wish.reference.tail;
  typed.password = wish.password;
  typed.fallback = wish.fallback;
  const bool ownSignIn = !wish.password && typed.to.user == target.to.user;
  typed.signsIn = ownSignIn ? !target.to.secretKey.isEmpty() : true;
  if (auto allowed = m_targets.checkAllowed(typed.to); !allowed) return answer(allowed.error());
  if (ownSignIn) return answer(typed.resolved(target));
  // Who is named this time signs in with a password; what else is secret is the saved target's own.
  typed.to.options.auth = AuthKind::Basic;
  Destination unsignedIn = typed.to;
  unsignedIn.user.clear();
  const QStringList further = unsignedIn.neededSecrets();
  if (target.to.secretKey.isEmpty() || further.isEmpty()) return resolveTyped(typed, answer);
  whenDone(m_secrets.read(target.to.secretKey), this, [this, typed, further, answer](const Expected<Secret>& stored) {
    if (!stored) return answer(stored.error());
    Typed complete = typed;
    for (const QString& field : further) complete.further.fields.insert(field, stored->fields.value(field));
    resolveTyped(complete, answer);
  });
}

void TargetResolver::resolveTyped(const Typed& typed, const Answer& answer) {
  if (typed.signsIn && typed.to.user.isEmpty()) {
    return answer(refused(ErrorKind::InvalidInput, tr("There is a password but no user name. Give both, or neither.")));
  }
  if (auto allowed = m_targets.checkAllowed(typed.to); !allowed) return answer(allowed.error());
  if (typed.password) return keepPassword(typed, answer);
  whenDone(m_targets.findOrCreateUnnamed(typed.target({})), this,
           [typed, answer](const Expected<TargetStore::Unnamed>& unnamed) {
             if (!unnamed) return answer(unnamed.error());
             if (!typed.signsIn || !unnamed->target.to.secretKey.isEmpty())
               return answer(typed.resolved(unnamed->target));
             answer(refused(ErrorKind::SecretMissing,
                            tr("The password of “%1” at %2 is not known on this computer. Enter it, or write it into "
                               "the address as user:password@host.")
                                .arg(typed.to.user, typed.to.url.hostForPeople())));
           });
}

// A key of its own for each password: none that is in use is ever overwritten, and the store hands the new one to
// what still waits.
void TargetResolver::keepPassword(const Typed& typed, const Answer& answer) {
  const QString key = newSecretKey();
  Secret item = typed.further;
  item.fields.insert(secretfields::password, *typed.password);
  whenDone(m_secrets.write(key, item, typed.fallback), this,
           [this, typed, key, answer](const Expected<SecretStore::Place>& place) {
             place ? nameKey(typed, key, *place, answer) : answer(place.error());
           });
}

void TargetResolver::nameKey(const Typed& typed, const QString& key, SecretStore::Place place, const Answer& answer) {
  whenDone(m_targets.findOrCreateUnnamed(typed.target(key)), this,
           [this, typed, key, place, answer](const Expected<TargetStore::Unnamed>& unnamed) {
             const QString useless = unnamed ? unnamed->replacedSecretKey : key;
             if (!useless.isEmpty()) static_cast<void>(m_secrets.remove(useless));
             if (!unnamed) return answer(unnamed.error());
             ResolvedTarget made = typed.resolved(unnamed->target);
             made.passwordPlace = place;
             answer(made);
           });
}

}  // namespace courier
