#pragma once

#include <QObject>
#include <QTimer>

#include "models/base/Clock.h"
#include "models/delivery/Outbox.h"
#include "models/secrets/SecretStore.h"
#include "models/targets/TargetStore.h"

namespace courier {

/// Removes what nobody needs any more: bodies past their retention (never of a delivery that waits, is being sent or
/// is held), and keychain items of addresses typed in place whose last delivery is final. Owner only; main thread;
/// looks at its start and then once an hour.
class SpoolCleaner final : public QObject {
  Q_OBJECT
 public:
  SpoolCleaner(Outbox& outbox, TargetStore& targets, SecretStore& secrets, const Clock& clock, QString spoolFolder,
               QObject* parent = nullptr);
  void start();
  void stop();
  /// Looks now.
  void clean();
  /// The keychain items alone; finishes when they are gone.
  [[nodiscard]] static QFuture<void> removeUnusedSecrets(TargetStore& targets, SecretStore& secrets);

 private:
  Outbox& m_outbox;
  TargetStore& m_targets;
  SecretStore& m_secrets;
  const Clock& m_clock;
  QString m_spoolFolder;
  QTimer m_timer;
};

}  // namespace courier
