#include "app/SpoolCleaner.h"

#include <QPromise>
#include <algorithm>
#include <utility>

#include "models/base/Background.h"
#include "models/base/WhenDone.h"
#include "models/spool/SpoolFolder.h"

namespace courier {

namespace {

constexpr int lookMs = 3'600'000;
constexpr int soonMs = 1000;
/// Wall clocks jump: whatever they say, a file this young is left alone.
constexpr qint64 youngMs = 3'600'000;

}  // namespace

SpoolCleaner::SpoolCleaner(Parts parts, QObject* parent) : QObject(parent), m(std::move(parts)) {
  m_timer.setInterval(lookMs);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    (void)clean();
    (void)removeUnusedSecrets(m.targets, m.secrets);
  });
  m_soon.setInterval(soonMs);
  m_soon.setSingleShot(true);
  connect(&m_soon, &QTimer::timeout, this, [this] { (void)clean(); });
}

void SpoolCleaner::start() {
  m_timer.start();
  (void)clean();
  (void)removeUnusedSecrets(m.targets, m.secrets);
}

void SpoolCleaner::stop() {
  m_timer.stop();
  m_soon.stop();
}

void SpoolCleaner::cleanSoon() {
  if (!m_soon.isActive()) m_soon.start();
}

QFuture<Expected<void>> SpoolCleaner::clean() {
  auto promise = std::make_shared<QPromise<Expected<void>>>();
  promise->start();
  const auto done = [promise](const Expected<void>& result) {
    promise->addResult(result);
    promise->finish();
  };
  RetentionRule rule;
  rule.longestDays = m.policy.current().longestRetentionDays();
  whenDone(m.jobs.releaseBodies(rule), this, [this, done](const Expected<ReleasedBodies>& released) {
    if (!released) return done(released.error());
    auto removed = runInBackground(
        [folder = m.spoolFolder, names = released->names] { return spoolfolder::remove(folder, names); });
    whenDone(std::move(removed), this, [this, done](int) { sweep(done); });
  });
  return promise->future();
}

/// First the folder is looked at, then the rows: a body that is not named then never will be, for who would name it
/// is gone.
void SpoolCleaner::sweep(std::function<void(const Expected<void>&)> done) {
  const qint64 beforeMs = std::min(m.runners.oldestAliveMs(), m.clock.nowMs() - youngMs);
  auto found = runInBackground([folder = m.spoolFolder, beforeMs] { return spoolfolder::leftovers(folder, beforeMs); });
  whenDone(std::move(found), this, [this, done = std::move(done)](const spoolfolder::Leftovers& leftovers) {
    whenDone(m.jobs.unnamedFiles(leftovers.bodies), this,
             [this, done, unfinished = leftovers.unfinished](const Expected<QVector<QString>>& unnamed) {
               auto removed = runInBackground(
                   [folder = m.spoolFolder, names = unfinished + (unnamed ? *unnamed : QVector<QString>())] {
                     return spoolfolder::remove(folder, names);
                   });
               const Expected<void> result = unnamed ? Expected<void>() : Expected<void>(unnamed.error());
               whenDone(std::move(removed), this, [done, result](int) { done(result); });
             });
  });
}

QFuture<Expected<SpoolCleaner::Deleted>> SpoolCleaner::deleteKeptBodies() {
  auto promise = std::make_shared<QPromise<Expected<Deleted>>>();
  promise->start();
  const auto done = [promise](const Expected<Deleted>& result) {
    promise->addResult(result);
    promise->finish();
  };
  RetentionRule rule;
  rule.everything = true;
  whenDone(m.jobs.releaseBodies(rule), this, [this, done](const Expected<ReleasedBodies>& released) {
    if (!released) return done(released.error());
    const Deleted deleted = {static_cast<int>(released->names.size()), released->bytes};
    auto removed = runInBackground(
        [folder = m.spoolFolder, names = released->names] { return spoolfolder::remove(folder, names); });
    whenDone(std::move(removed), this, [done, deleted](int) { done(deleted); });
  });
  return promise->future();
}

QFuture<void> SpoolCleaner::removeUnusedSecrets(TargetStore& targets, SecretStore& secrets) {
  auto promise = std::make_shared<QPromise<void>>();
  promise->start();
  targets.releaseUnusedSecretKeys().then(&targets, [&secrets, promise](const Expected<QVector<QString>>& keys) {
    if (!keys || keys->isEmpty()) return promise->finish();
    auto left = std::make_shared<qsizetype>(keys->size());
    for (const QString& key : *keys) {
      secrets.remove(key).then(&secrets, [left, promise](const Expected<void>&) {
        if (--*left == 0) promise->finish();
      });
    }
  });
  return promise->future();
}

}  // namespace courier
