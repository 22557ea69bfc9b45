#include "app/SpoolCleaner.h"

#include <QPromise>
#include <algorithm>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/spool/SpoolFolder.h"

namespace courier {

namespace {

constexpr int lookMs = 3'600'000;
constexpr auto cleaningSoon = std::chrono::seconds(1);
/// Wall clocks jump: whatever they say, a file this young is left alone.
constexpr qint64 youngMs = 3'600'000;

}  // namespace

SpoolCleaner::SpoolCleaner(Parts parts, QObject* parent)
    : QObject(parent), m(std::move(parts)), m_soon(cleaningSoon, [this] { (void)clean(); }) {
  m_timer.setInterval(lookMs);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    (void)clean();
    (void)removeUnusedSecrets(m.targets, m.secrets);
  });
}

void SpoolCleaner::start() {
  m_timer.start();
  (void)clean();
  (void)removeUnusedSecrets(m.targets, m.secrets);
}

void SpoolCleaner::stop() {
  m_timer.stop();
  m_soon.forget();
}

void SpoolCleaner::cleanSoon() {
  m_soon.ask();
}

QFuture<int> SpoolCleaner::removeFiles(const QVector<QString>& names) const {
  return runInBackground([folder = m.spoolFolder, names] { return spoolfolder::remove(folder, names); });
}

QFuture<Expected<void>> SpoolCleaner::clean() {
  RetentionRule rule;
  rule.longestDays = m.policy.current().longestRetentionDays();
  auto removed = andThen(m.jobs.releaseBodies(rule), this,
                         [this](const ReleasedBodies& released) { return removeFiles(released.names); });
  return andThen(std::move(removed), this, [this](int) { return sweep(); });
}

/// First the folder is looked at, then the rows: a body that is not named then never will be, for who would name it
/// is gone.
QFuture<Expected<void>> SpoolCleaner::sweep() {
  const qint64 beforeMs = std::min(m.runners.oldestAliveMs(), m.clock.nowMs() - youngMs);
  auto bodies = runInBackground([folder = m.spoolFolder, rows = m.rowsFolder, beforeMs] {
    if (!rows.isEmpty()) spoolfolder::remove(rows, spoolfolder::leftovers(rows, beforeMs).unfinished);
    const auto leftovers = spoolfolder::leftovers(folder, beforeMs);
    spoolfolder::remove(folder, leftovers.unfinished);
    return leftovers.bodies;
  });
  auto unnamed =
      andThen(std::move(bodies), this, [this](const QVector<QString>& names) { return m.jobs.unnamedFiles(names); });
  auto removed =
      andThen(std::move(unnamed), this, [this](const QVector<QString>& names) { return removeFiles(names); });
  return andThen(std::move(removed), this, [](int) {});
}

QFuture<Expected<SpoolCleaner::Deleted>> SpoolCleaner::deleteKeptBodies() {
  RetentionRule rule;
  rule.everything = true;
  return andThen(m.jobs.releaseBodies(rule), this, [this](const ReleasedBodies& released) {
    const Deleted deleted = {static_cast<int>(released.names.size()), released.bytes};
    return andThen(removeFiles(released.names), this, [deleted](int) { return deleted; });
  });
}

QFuture<Expected<void>> SpoolCleaner::removeUnusedSecrets(TargetStore& targets, SecretStore& secrets) {
  auto promise = std::make_shared<QPromise<Expected<void>>>();
  promise->start();
  const auto end = [promise] {
    promise->addResult(Expected<void>());
    promise->finish();
  };
  whenDone(targets.releaseUnusedSecretKeys(), &targets, [&secrets, end](const Expected<QVector<QString>>& keys) {
    if (!keys || keys->isEmpty()) return end();
    auto left = std::make_shared<qsizetype>(keys->size());
    for (const QString& key : *keys) {
      whenDone(secrets.remove(key), &secrets, [left, end](const Expected<void>&) {
        if (--*left == 0) end();
      });
    }
  });
  return promise->future();
}

}  // namespace courier
