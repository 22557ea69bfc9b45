#pragma once

#include <QFuture>
#include <QString>
#include <memory>

#include "app/Owner.h"
#include "models/delivery/DeliveryLoop.h"
#include "models/jobs/JobRunner.h"
#include "models/query/QueryStore.h"
#include "models/secrets/ChosenSecretStore.h"
#include "models/storage/Settings.h"
#include "models/targets/TargetStore.h"

namespace courier {

struct ServicesOptions {
  QString dataFolder;  ///< "": the platform's application data folder
  Owner::Role role = Owner::Role::Window;
};

/// Everything the programs are made of, built once, in dependency order, and taken down in the reverse. Main thread.
/// Nothing else knows everything: each part gets only what its constructor asks for.
class Services {
 public:
  explicit Services(ServicesOptions options);
  /// Stops the loop, records what was under way, releases ownership, closes the database.
  ~Services();

  /// Folder, lock, database, sample. Blocks the calling thread: done before the first window or command.
  [[nodiscard]] Result<OpenReport> open();
  /// The owner's work: outbox (all lanes, or, as a command, those added) and, for window and agent, queued jobs.
  void startOwning();
  /// Ends it, so that another process may own.
  [[nodiscard]] QFuture<void> stopOwning();

  [[nodiscard]] const QString& dataFolder() const { return m_dataFolder; }
  [[nodiscard]] QString spoolFolder() const;

  Owner& owner();
  Clock& clock();
  Database& database();
  Settings& settings();
  SecretStore& secrets();
  ConnectionStore& connections();
  QueryStore& queries();
  TargetStore& targets();
  JobStore& jobs();
  Outbox& outbox();
  QueryRunner& queryRunner();
  JobRunner& jobRunner();
  /// Null while this process does not own.
  DeliveryLoop* deliveryLoop();

 private:
  QString m_dataFolder;
  struct Parts;
  std::unique_ptr<Parts> m;
};

}  // namespace courier
