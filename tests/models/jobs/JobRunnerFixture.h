#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <atomic>
#include <memory>

#include "models/jobs/JobRunner.h"
#include "models/secrets/SecretStore.h"
#include "models/targets/TargetStore.h"
#include "tests/support/Await.h"
#include "tests/support/Batches.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier::testing {

/// An engine that gives numbered rows: "rows N"; fails on "fail"; fails once and then works on "flaky"; never ends, but
/// for a cancel, on "hang"; gives a column without values on "nulls". A lasting run gets the number 77 and hangs; taken
/// up again it gives three rows.
class ScriptedEngine final : public QueryEngine {
 public:
  Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) override {
    ++runs;
    lastPassword = request.password;
    lastLimit = request.rowLimit;
    if (request.sql == u"fail" || (request.sql == u"flaky" && runs == 1)) {
      return Error::of(ErrorKind::Sql, QStringLiteral("no such column: foo"));
    }
    if (request.lasting && request.lasting->id.isEmpty()) {
      while (keepsAfterStop) QThread::msleep(1);
      if (auto kept = request.lasting->keep(QStringLiteral("77")); !kept) {
        ++stoppedThere;
        return kept.error();
      }
      isKept = true;
    }
    if (request.lasting && cancel.isCancelled()) {
      ++stoppedThere;
      return Error::of(ErrorKind::Cancelled, {});
    }
    if (request.sql == u"hang" && (!request.lasting || request.lasting->id != u"77")) {
      while (!cancel.isCancelled()) QThread::msleep(1);
      return Error::of(ErrorKind::Cancelled, {});
    }
    QuerySummary summary;
    if (request.sql == u"nothing") return summary;
    summary.hasResult = true;
    if (request.sql == u"nulls") return nulls(sink);
    if (auto begun = sink.begin(numberedColumns()); !begun) return begun.error();
    if (request.sql == u"rows and hang") {
      if (auto added = sink.append(numberedBatch(0, 3)); !added) return added.error();
      while (!cancel.isCancelled()) QThread::msleep(1);
      return Error::of(ErrorKind::Cancelled, {});
    }
    qint64 rows = request.sql.startsWith(u"rows ") ? request.sql.mid(5).toLongLong() : 3;
    if (request.rowLimit > 0 && rows > request.rowLimit) {
      rows = request.rowLimit;
      summary.truncated = true;
    }
    if (auto added = sink.append(numberedBatch(0, static_cast<int>(rows))); !added) return added.error();
    summary.rows = rows;
    return summary;
  }
  /// Two rows of an integer and a NULL.
  static Expected<QuerySummary> nulls(BatchSink& sink) {
    QuerySummary summary;
    summary.hasResult = true;
    summary.rows = 2;
    const Columns columns{{.name = QStringLiteral("n"), .databaseType = {}},
                          {.name = QStringLiteral("none"), .databaseType = {}}};
    if (auto begun = sink.begin(columns); !begun) return begun.error();
    ColumnBatchBuilder builder(2);
    for (qint64 row = 0; row < 2; ++row) {
      builder.appendInteger(0, row);
      builder.appendNull(1);
      builder.endRow();
    }
    if (auto added = sink.append(builder.take()); !added) return added.error();
    return summary;
  }
  // Jobs ask for no catalog.
  EngineAbilities abilities() const override {
    EngineAbilities abilities;
    abilities.runsLast = runsLast;
    return abilities;
  }
  Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess&, const CancelToken&) override {
    return QVector<SchemaInfo>();
  }
  Expected<QVector<TableInfo>> tables(const DatabaseAccess&, const QString&, const CancelToken&) override {
    return QVector<TableInfo>();
  }
  Expected<QVector<TableColumn>> columns(const DatabaseAccess&, const TableName&, const CancelToken&) override {
    return QVector<TableColumn>();
  }
  Expected<TableDetails> details(const DatabaseAccess&, const TableName&, const CancelToken&) override {
    return TableDetails();
  }
  ConnectionSteps check(const DatabaseAccess&, const CancelToken&) override { return {}; }

  std::atomic<int> runs = 0;
  std::atomic<bool> runsLast = false;
  std::atomic<bool> isKept = false;
  std::atomic<bool> keepsAfterStop = false;  ///< a lasting run gets its number only once this is false again
  std::atomic<int> stoppedThere = 0;         ///< lasting runs that it was to stop in their database
  QString lastPassword;
  qint64 lastLimit = -1;
};

/// Jobs on a fresh courier.db, run by a ScriptedEngine.
class JobRunnerFixture : public ::testing::Test {
 protected:
  JobRunnerFixture()
      : engine(std::make_shared<ScriptedEngine>()),
        jobs(*database, clock),
        outbox(*database, clock),
        connections(*database, clock),
        targets(*database, clock),
        secrets(SecretStore::Place::Keychain),
        queries({{Engine::Sqlite, engine}}),
        runner(jobs, outbox, connections, secrets, queries, spool.path(), QStringLiteral("runner-1")) {
    connection.name = QStringLiteral("db");
    connection.file = QStringLiteral("/somewhere.db");
    connection.id = *await(connections.create(connection));
  }

  JobRequest request(const QString& sql) const {
    JobRequest made;
    made.sql = sql;
    made.connectionId = connection.id;
    made.connectionName = connection.name;
    return made;
  }
  /// On the fixture's connection.
  QFuture<Expected<JobOutcome>> run(const JobRequest& request, RunOptions options = {},
                                    std::function<void(JobId)> begun = {}) {
    options.connection = connection;
    return runner.run(request, options, std::move(begun));
  }
  DeliveryRequest delivery(qint64 rowCap = 100'000) {
    const QString number = QString::number(++targetCount);
    Target target = targetAt(QStringLiteral("web") + number, QStringLiteral("web://127.0.0.1:1/") + number);
    target.id = *await(targets.create(target));
    DeliveryRequest made = requestTo(target);
    made.to.rowCap = rowCap;
    return made;
  }
  DeliveryRequest delivery(const BodyOptions& form, qint64 rowCap = 100'000) {
    DeliveryRequest made = delivery(rowCap);
    made.to.options.body = form;
    return made;
  }
  [[nodiscard]] int fileCount() const { return static_cast<int>(QDir(spool.path()).entryList(QDir::Files).size()); }
  Job job(JobId id) { return *await(jobs.find(id)); }
  QByteArray body(const QString& name) const {
    QFile file(spool.path() + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  FakeClock clock;
  TempDatabase database;
  QTemporaryDir spool;
  std::shared_ptr<ScriptedEngine> engine;
  JobStore jobs;
  Outbox outbox;
  ConnectionStore connections;
  TargetStore targets;
  SessionSecretStore secrets;
  QueryRunner queries;
  JobRunner runner;
  Connection connection;
  int targetCount = 0;
};

inline const QByteArray threeRows =
    R"({"column_names":["number","text"],"column_types":["long","string"],"data":[[0,"row 0"],[1,"row 1"],[2,"row 2"]]})";
inline const QByteArray threeLines = "number,text\r\n0,row 0\r\n1,row 1\r\n2,row 2\r\n";

}  // namespace courier::testing
