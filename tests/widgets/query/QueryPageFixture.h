#pragma once

#include <gtest/gtest.h>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <memory>

#include "models/base/Clock.h"
#include "models/files/FilesEngine.h"
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
#include "widgets/query/QueryPage.h"
#include "widgets/query/QueryTabs.h"
#include "widgets/query/SqlEditor.h"

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
  std::shared_ptr<const FileCopies> files = std::make_shared<FileCopies>(database.folder() + QStringLiteral("/files"));
  QueryRunner queryRunner{std::map<Engine, std::shared_ptr<QueryEngine>>{
      {Engine::Sqlite, std::make_shared<SqliteEngine>(database.folder() + QStringLiteral("/courier.db"))},
      {Engine::Files, std::make_shared<FilesEngine>(files, database.folder() + QStringLiteral("/courier.db"))}}};
  JobRunner jobRunner{jobs, outbox, connections, secrets, queryRunner, spoolFolder, QStringLiteral("tests")};
  ConnectionId sample;
};

/// A Query page on real services, with the sample's query in its one tab.
class QueryPageFixture : public ::testing::Test {
 protected:
  QueryPageFixture() { open(); }

  void open() {
    m_page =
        std::make_unique<QueryPage>(m_services.connections, m_services.secrets, m_services.queryRunner,
                                    QueryTabServices{m_services.queries, m_services.jobRunner, m_services.targets,
                                                     m_services.settings, m_services.spoolFolder, m_services.files});
    QSignalSpy restored(m_page.get(), &QueryPage::restored);
    m_page->resize(1192, 772);
    m_page->restore({QStringLiteral("hourly counts"), m_sampleSql, QStringLiteral("testdb")});
    m_page->show();
    if (!QTest::qWaitForWindowActive(m_page.get())) qFatal("no active window");
    if (!waitUntil([&] { return restored.count() == 1; })) qFatal("not restored");
  }
  [[nodiscard]] QueryTab* tab() const { return m_page->tabs()->current(); }
  void write(const QString& sql) {
    tab()->editor()->load(sql, 0);
    tab()->focusEditor();
  }

  const QString m_sampleSql = QStringLiteral(
      "SELECT code, COUNT(1) AS cnt,\n       MAX(NULLIF(referer, '-')) AS referer\nFROM www_access\nGROUP BY code");
  QueryFixture m_services;
  std::unique_ptr<QueryPage> m_page;
};

}  // namespace courier::testing
