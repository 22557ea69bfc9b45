#include "models/targets/TargetSaver.h"

#include <QCoreApplication>
#include <algorithm>
#include <utility>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

struct TargetSaverTr {
  Q_DECLARE_TR_FUNCTIONS(TargetSaver)
};

QString missingText(const QString& field) {
  if (field == secretfields::token) return TargetSaverTr::tr("The token is missing. Enter it.");
  if (field == secretfields::headerValue) return TargetSaverTr::tr("The secret header's value is missing. Enter it.");
  if (field == secretfields::signingSecret) return TargetSaverTr::tr("The signing secret is missing. Enter it.");
  if (field == secretfields::proxyPassword) return TargetSaverTr::tr("The proxy's password is missing. Enter it.");
  if (field == secretfields::keyPassphrase) return TargetSaverTr::tr("The key's passphrase is missing. Enter it.");
  return TargetSaverTr::tr("The password is missing. Enter it.");
}

/// Without a user name the key of an item says whether there is a sign-in: it has one where a password is given, or was
/// there without a user name before.
Expected<void> settleUserless(TargetDraft& draft, const std::optional<Target>& before) {
  Destination& to = draft.target.to;
  if (to.options.auth != AuthKind::Basic || !to.user.isEmpty()) return {};
  const bool stays =
      before && before->to.options.auth == AuthKind::Basic && before->to.user.isEmpty() && before->to.signsIn();
  const bool isGiven = draft.secrets.contains(secretfields::password);
  to.secretKey = isGiven ? QStringLiteral("-") : stays ? before->to.secretKey : QString();
  if ((isGiven || stays) && !to.signsIn())
    return Error::invalidInput(TargetSaverTr::tr(
        "A password goes without a user name only where the target has no other secret. Enter a user name."));
  return {};
}

}  // namespace

/// One draft on its way.
struct TargetSaver::Work {
  TargetDraft draft;
  SecretStore::Fallback fallback = SecretStore::Fallback::None;
  std::optional<Target> before;
  std::optional<SecretStore::Place> place;  ///< where its secrets were written
};

TargetSaver::TargetSaver(TargetStore& targets, SecretStore& secrets, QObject* parent)
    : QObject(parent), m_targets(targets), m_secrets(secrets) {}

QFuture<Expected<SavedTarget>> TargetSaver::save(const TargetDraft& draft, SecretStore::Fallback fallback) {
  auto fine = checkTargetOptions(draft.target.to.options);
  if (fine) fine = checkSecrets(draft.secrets);
  if (fine) fine = m_targets.checkAllowed(draft.target.to);
  if (!fine) return doneWith<SavedTarget>(fine.error());
  const Work work{draft, fallback, {}, {}};
  if (draft.target.id.value == 0) return compose(work);
  return andThen(m_targets.find(draft.target.id), this, [this, work](const Target& before) {
    Work further = work;
    further.before = before;
    return compose(further);
  });
}

TargetSaver::Saving TargetSaver::compose(Work work) {
  if (auto fine = settleUserless(work.draft, work.before); !fine) return doneWith<SavedTarget>(fine.error());
  const QStringList needed = work.draft.target.to.neededSecrets();
  if (needed.isEmpty()) return writeTarget(work, {});
  const bool allGiven = std::all_of(needed.begin(), needed.end(),
                                    [&](const QString& field) { return work.draft.secrets.contains(field); });
  const QString key = work.before ? work.before->to.secretKey : QString();
  if (allGiven || key.isEmpty()) return writeItem(work, {});
  auto stored = inEitherCase(m_secrets.read(key), this, [](const Expected<Secret>& read) {
    // An item that is gone can be entered anew.
    const bool isGone = !read && read.error().kind == ErrorKind::SecretMissing;
    return isGone ? Expected<Secret>(Secret()) : read;
  });
  return andThen(std::move(stored), this, [this, work](const Secret& secret) { return writeItem(work, secret); });
}

TargetSaver::Saving TargetSaver::writeItem(Work work, const Secret& stored) {
  Secret item;
  for (const QString& field : work.draft.target.to.neededSecrets()) {
    const auto given = work.draft.secrets.constFind(field);
    if (given == work.draft.secrets.constEnd() && !stored.fields.contains(field)) {
      return doneWith<SavedTarget>(Error::of(ErrorKind::SecretMissing, missingText(field), field));
    }
    item.fields.insert(field, given != work.draft.secrets.constEnd() ? *given : stored.fields.value(field));
  }
  if (work.before && item == stored) return writeTarget(work, work.before->to.secretKey);
  const QString key = newSecretKey();
  return andThen(m_secrets.write(key, item, work.fallback), this, [this, work, key](SecretStore::Place written) {
    Work further = work;
    further.place = written;
    return writeTarget(further, key);
  });
}

TargetSaver::Saving TargetSaver::writeTarget(const Work& work, const QString& key) {
  Target target = work.draft.target;
  target.to.secretKey = key;
  const QString oldKey = work.before ? work.before->to.secretKey : QString();
  auto written =
      work.before ? andThen(m_targets.update(target), this, [id = target.id] { return id; }) : m_targets.create(target);
  return inEitherCase(std::move(written), this, [this, work, target, oldKey](const Expected<TargetId>& id) {
    const QString& newKey = target.to.secretKey;
    if (!id) {
      // The item of a target that was never saved must not stay behind.
      if (!newKey.isEmpty() && newKey != oldKey) static_cast<void>(m_secrets.remove(newKey));
      return Expected<SavedTarget>(id.error());
    }
    // Where the server is another one now, what still waits for the old one needs the old item.
    const bool isReplaced = !oldKey.isEmpty() && oldKey != newKey;
    if (isReplaced && work.before->to.url.origin() == target.to.url.origin())
      static_cast<void>(m_secrets.remove(oldKey));
    return Expected<SavedTarget>(SavedTarget{*id, work.place});
  });
}

Expected<void> checkSecrets(const QHash<QString, QString>& secrets) {
  for (const auto& [field, part] :
       {std::pair(secretfields::token, TargetSaverTr::tr("The token")),
        std::pair(secretfields::headerValue, TargetSaverTr::tr("The secret header's value"))}) {
    if (!secrets.contains(field)) continue;
    if (auto fine = checkHeaderSecret(part, secrets.value(field)); !fine) return fine;
  }
  if (secrets.contains(secretfields::signingSecret))
    return checkSigningSecret(secrets.value(secretfields::signingSecret));
  return {};
}

}  // namespace courier
