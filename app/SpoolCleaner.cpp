#include "app/SpoolCleaner.h"

#include <QFile>
#include <QPromise>

namespace courier {

namespace {
constexpr int lookMs = 3'600'000;
constexpr qint64 retentionMs = qint64{90} * 24 * 3600 * 1000;
}  // namespace

SpoolCleaner::SpoolCleaner(Outbox& outbox, TargetStore& targets, SecretStore& secrets, const Clock& clock,
                           QString spoolFolder, QObject* parent)
    : QObject(parent),
      m_outbox(outbox),
      m_targets(targets),
      m_secrets(secrets),
      m_clock(clock),
      m_spoolFolder(std::move(spoolFolder)) {
  m_timer.setInterval(lookMs);
  connect(&m_timer, &QTimer::timeout, this, &SpoolCleaner::clean);
}

void SpoolCleaner::start() {
  m_timer.start();
  clean();
}

void SpoolCleaner::stop() {
  m_timer.stop();
}

void SpoolCleaner::clean() {
  m_outbox.releaseSpoolFiles(m_clock.nowMs() - retentionMs)
      .then(this, [this](const Result<QVector<QString>>& released) {
        if (!released) return;
        for (const QString& name : *released) QFile::remove(m_spoolFolder + u'/' + name);
      });
  (void)removeUnusedSecrets(m_targets, m_secrets);
}

QFuture<void> SpoolCleaner::removeUnusedSecrets(TargetStore& targets, SecretStore& secrets) {
  auto promise = std::make_shared<QPromise<void>>();
  promise->start();
  targets.releaseUnusedSecretKeys().then(&targets, [&secrets, promise](const Result<QVector<QString>>& keys) {
    if (!keys || keys->isEmpty()) return promise->finish();
    auto left = std::make_shared<qsizetype>(keys->size());
    for (const QString& key : *keys) {
      secrets.remove(key).then(&secrets, [left, promise](const Result<void>&) {
        if (--*left == 0) promise->finish();
      });
    }
  });
  return promise->future();
}

}  // namespace courier
