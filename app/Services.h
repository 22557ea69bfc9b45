#pragma once

#include <QFuture>
#include <QSslConfiguration>
#include <QString>
#include <functional>
#include <memory>
#include <optional>

#include "app/Owner.h"
#include "app/SpoolCleaner.h"
#include "models/admin/AdminPolicyFile.h"
#include "models/delivery/DeliveryLoop.h"
#include "models/files/FileCopies.h"
#include "models/jobs/JobRunner.h"
#include "models/notices/NoticeStore.h"
#include "models/query/QueryStore.h"
#include "models/schedules/ScheduleStore.h"
#include "models/schedules/Scheduler.h"
#include "models/secrets/ChosenSecretStore.h"
#include "models/storage/Settings.h"
#include "models/targets/TargetStore.h"

namespace courier {

struct ServicesOptions {
  QString dataFolder;  ///< "": the platform's application data folder
  Owner::Role role = Owner::Role::Window;
  std::optional<QSslConfiguration> ssl;  ///< for deliveries; the system's where empty
  /// Told, on the main thread, when the delivery loop cannot read or write its database.
  std::function<void(const Error&)> deliveryTrouble = {};
  /// Nothing is run: where courier.db is as this version has it, it is used beside whoever owns it, without
  /// a lock and without looking for changes.
  bool onlyLooks = false;
  QString policyFile = {};  ///< the administrator's; "": adminPolicyPath(). Others for tests alone
};

/// Everything the programs are made of, built once, in dependency order, and taken down in the reverse. Main thread.
/// Nothing else knows everything: each part gets only what its constructor asks for.
class Services {
 public:
  explicit Services(ServicesOptions options);
  /// Ends what is owned, closes the database.
  ~Services();
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  /// Folder, lock, database, settings, sample connection. Blocks; called before the first window or command. A command
  /// holds the owner lock only for as long as this takes.
  [[nodiscard]] Expected<OpenReport> open();
  /// The owner's work, once tryAcquire() said yes: what a dead process left is recovered, then the outbox is worked
  /// (all lanes, or, for a command, those added to the loop) and, for window and agent, the queue of jobs.
  /// `beforeItStarts` connects to the loop's signals before there can be one.
  void startOwning(const std::function<void(DeliveryLoop&)>& beforeItStarts = {});
  /// Ends that work and lets go of ownership; finishes when everything under way is recorded.
  [[nodiscard]] QFuture<void> stopOwning();
  /// The program ends: as stopOwning(), once the queries under way here are stopped and written down. Slots of
  /// schedules that they ran count as missed.
  [[nodiscard]] QFuture<Expected<void>> end();
  /// True while this process works the outbox: it owns and has not been asked to hand over.
  [[nodiscard]] bool isWorking() const;
  /// Becomes the owner and starts its work where nobody owns; true when this process works the outbox then. Somebody
  /// who asked for a hand-over is given time to take it first.
  [[nodiscard]] bool tryWorking();

  /// Jobs were queued, or a schedule was changed, by this process: begins what is to be done where it works the outbox.
  void wake();

  [[nodiscard]] const QString& dataFolder() const;
  [[nodiscard]] QString spoolFolder() const;
  /// Where rows go that do not fit in memory: the platform's cache folder, or one in a data folder of a person's
  /// choice.
  [[nodiscard]] QString rowsFolder() const;

  Owner& owner();
  const Clock& clock();
  Database& database();
  /// What the administrator allows; for schedules, areSchedulesAllowed().
  const AdminPolicyFile& policy();
  Settings& settings();
  SecretStore& secrets();
  ConnectionStore& connections();
  QueryStore& queries();
  TargetStore& targets();
  JobStore& jobs();
  ScheduleStore& schedules();
  Outbox& outbox();
  NoticeStore& notices();
  QueryRunner& queryRunner();
  /// Where files that are tables are loaded.
  [[nodiscard]] std::shared_ptr<const FileCopies> fileCopies() const;
  JobRunner& jobRunner();
  SpoolCleaner& spoolCleaner();
  /// Null while this process does not own.
  DeliveryLoop* deliveryLoop();

 private:
  struct Parts;
  std::unique_ptr<Parts> m;
};

/// Where the program keeps its data unless it is told otherwise: "query-courier" in the platform's folder for
/// application data.
[[nodiscard]] QString standardDataFolder();

}  // namespace courier
