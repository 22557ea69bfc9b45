#include "models/targets/TargetSaver.h"

#include <QCoreApplication>
#include <QPromise>
#include <algorithm>
#include <memory>
#include <utility>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

using SaveOutcome = Expected<SavedTarget>;

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

}  // namespace

/// One draft on its way.
struct TargetSaver::Work {
  TargetDraft draft;
  SecretStore::Fallback fallback = SecretStore::Fallback::None;
  std::optional<Target> before;
  SavedTarget saved;
  QPromise<SaveOutcome> promise;

  void answer(const SaveOutcome& outcome) {
    promise.addResult(outcome);
    promise.finish();
  }
};

TargetSaver::TargetSaver(TargetStore& targets, SecretStore& secrets, QObject* parent)
    : QObject(parent), m_targets(targets), m_secrets(secrets) {}

QFuture<Expected<SavedTarget>> TargetSaver::save(const TargetDraft& draft, SecretStore::Fallback fallback) {
  auto work = std::make_shared<Work>();
  work->draft = draft;
  work->fallback = fallback;
  work->promise.start();
  auto future = work->promise.future();
  auto fine = checkTargetOptions(draft.target.to.options);
  if (fine) fine = checkSecrets(draft.secrets);
  if (fine) fine = m_targets.checkAllowed(draft.target.to);
  if (!fine) {
    work->answer(fine.error());
  } else if (draft.target.id.value == 0) {
    compose(work);
  } else {
    whenDone(m_targets.find(draft.target.id), this, [this, work](const Expected<Target>& before) {
      if (!before) return work->answer(before.error());
      work->before = *before;
      compose(work);
    });
  }
  return future;
}

void TargetSaver::compose(const std::shared_ptr<Work>& work) {
  const Target& target = work->draft.target;
  const QStringList needed = target.to.neededSecrets();
  if (needed.isEmpty()) return writeTarget(work, {});
  const bool allGiven = std::all_of(needed.begin(), needed.end(),
                                    [&](const QString& field) { return work->draft.secrets.contains(field); });
  const QString key = work->before ? work->before->to.secretKey : QString();
  if (allGiven || key.isEmpty()) return writeItem(work, {});
  whenDone(m_secrets.read(key), this, [this, work](const Expected<Secret>& stored) {
    if (stored) return writeItem(work, *stored);
    // An item that is gone can be entered anew.
    if (stored.error().kind == ErrorKind::SecretMissing) return writeItem(work, {});
    work->answer(stored.error());
  });
}

void TargetSaver::writeItem(const std::shared_ptr<Work>& work, const Secret& stored) {
  const Target& target = work->draft.target;
  Secret item;
  for (const QString& field : target.to.neededSecrets()) {
    const auto given = work->draft.secrets.constFind(field);
    if (given == work->draft.secrets.constEnd() && !stored.fields.contains(field)) {
      return work->answer(Error::of(ErrorKind::SecretMissing, missingText(field), field));
    }
    item.fields.insert(field, given != work->draft.secrets.constEnd() ? *given : stored.fields.value(field));
  }
  if (work->before && item == stored) return writeTarget(work, work->before->to.secretKey);
  const QString key = newSecretKey();
  whenDone(m_secrets.write(key, item, work->fallback), this,
           [this, work, key](const Expected<SecretStore::Place>& written) {
             if (!written) return work->answer(written.error());
             work->saved.place = *written;
             writeTarget(work, key);
           });
}

void TargetSaver::writeTarget(const std::shared_ptr<Work>& work, const QString& key) {
  Target target = work->draft.target;
  target.to.secretKey = key;
  const QString oldKey = work->before ? work->before->to.secretKey : QString();
  const auto written = [this, work, key, oldKey, target](const Expected<TargetId>& id) {
    if (!id) {
      // The item of a target that was never saved must not stay behind.
      if (!key.isEmpty() && key != oldKey) static_cast<void>(m_secrets.remove(key));
      return work->answer(id.error());
    }
    // Where the server is another one now, what still waits for the old one needs the old item.
    const bool isReplaced = !oldKey.isEmpty() && oldKey != key;
    if (isReplaced && work->before->to.url.origin() == target.to.url.origin())
      static_cast<void>(m_secrets.remove(oldKey));
    work->saved.id = *id;
    work->answer(work->saved);
  };
  if (!work->before) return whenDone(m_targets.create(target), this, written);
  whenDone(m_targets.update(target), this, [written, id = target.id](const Expected<void>& updated) {
    written(updated ? Expected<TargetId>(id) : Expected<TargetId>(updated.error()));
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
