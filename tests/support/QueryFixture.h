#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <map>
#include <memory>

#include "models/base/Clock.h"
#include "models/jobs/JobRows.h"
#include "models/jobs/JobRunner.h"
#include "models/outbox/Outbox.h"
#include "models/outbox/OutboxRows.h"
#include "models/query/QueryStore.h"
#include "models/query/SampleDatabase.h"
#include "models/query/SqliteEngine.h"
#include "models/schedules/ScheduleJobs.h"
#include "models/secrets/SecretStore.h"
#include "models/storage/Settings.h"
#include "models/targets/TargetStore.h"
#include "tests/support/TempDatabase.h"

namespace courier::testing {

/// The services the Query page needs, real ones, on a fresh courier.db with the sample connection "testdb".
struct QueryFixture {
  QueryFixture() {
    QDir().mkpath(spoolFolder);
    if (!await(settings.load())) qFatal("settings");
    if (!makeSampleDatabase(sampleFile)) qFatal("sample");
    Connection connection;
    connection.name = QStringLiteral("testdb");
    connection.file = sampleFile;
    const auto created = await(connections.create(connection));
    if (!created) qFatal("connection");
    sample = *created;
  }

  TempDatabase database;
  SystemClock clock;
  QString spoolFolder = database.folder() + QStringLiteral("/spool");
  QString sampleFile = database.folder() + QStringLiteral("/testdb.sqlite");
  Settings settings{*database};
  ConnectionStore connections{*database, clock};
  QueryStore queries{*database, clock};
  TargetStore targets{*database, clock, nullptr, {outboxrows::followTarget, jobrows::followTarget}};
  JobStore jobs{*database, clock, schedulejobs::afterEnd};
  Outbox outbox{*database, clock};
  SessionSecretStore secrets;
  QueryRunner queryRunner{std::map<Engine, std::shared_ptr<QueryEngine>>{
      {Engine::Sqlite, std::make_shared<SqliteEngine>(database.folder() + QStringLiteral("/courier.db"))}}};
  JobRunner jobRunner{jobs, outbox, connections, secrets, queryRunner, spoolFolder, QStringLiteral("tests")};
  ConnectionId sample;
};

}  // namespace courier::testing
