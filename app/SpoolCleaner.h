#pragma once

#include <QObject>
#include <QTimer>

#include "app/RunnerLock.h"
#include "models/admin/AdminPolicyFile.h"
#include "models/base/Clock.h"
#include "models/base/WhenDone.h"
#include "models/jobs/JobStore.h"
#include "models/secrets/SecretStore.h"
#include "models/targets/TargetStore.h"

namespace courier {

/// Removes what nobody needs any more: bodies past their retention and beyond the cap (BodyRetention, bounded by the
/// administrator's policy), what killed processes left in the spool folder and among rows, and keychain items of
/// addresses typed in place whose last delivery is final. Main thread; files are looked at and deleted on another.
/// Looks when it starts and then once an hour; clean() is right in any process at any time.
class SpoolCleaner final : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    JobStore& jobs;
    TargetStore& targets;
    SecretStore& secrets;
    const RunnerLock& runners;
    const AdminPolicyFile& policy;
    const Clock& clock;
    QString spoolFolder;
    QString rowsFolder = {};  ///< where rows that do not fit in memory are kept while they are used
  };
  explicit SpoolCleaner(Parts parts, QObject* parent = nullptr);
  void start();
  void stop();
  /// Bodies and leftovers, now; finishes when the files are gone.
  [[nodiscard]] QFuture<Expected<void>> clean();
  /// clean(), once the deliveries that end together have done so: one was delivered whose body is to go then.
  void cleanSoon();
  /// All bodies that nobody needs, at a person's word: how many they were, and their bytes, once they are gone.
  struct Deleted {
    int bodies = 0;
    qint64 bytes = 0;
  };
  [[nodiscard]] QFuture<Expected<Deleted>> deleteKeptBodies();
  /// The keychain items alone; finishes when they are gone.
  [[nodiscard]] static QFuture<Expected<void>> removeUnusedSecrets(TargetStore& targets, SecretStore& secrets);

 private:
  [[nodiscard]] QFuture<Expected<void>> sweep();
  [[nodiscard]] QFuture<int> removeFiles(const QVector<QString>& names) const;

  Parts m;
  QTimer m_timer;
  Soon m_soon;
};

}  // namespace courier
