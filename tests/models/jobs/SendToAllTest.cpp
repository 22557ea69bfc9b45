#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <algorithm>

#include "models/base/Gzip.h"
#include "models/data/ResultStore.h"
#include "models/delivery/DeliveryLoop.h"
#include "models/jobs/JobRunner.h"
#include "models/jobs/JobSpool.h"
#include "models/receiver/Receiver.h"
#include "models/secrets/SecretStore.h"
#include "models/targets/TargetStore.h"
#include "models/write/BodyWriter.h"
#include "tests/models/jobs/JobRunnerFixture.h"
#include "tests/support/Batches.h"
#include "tests/support/Deliveries.h"
#include "tests/support/Enqueue.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;
using testing::threeLines;
using testing::threeRows;

/// A shown result of three rows, sent to several targets.
class SendToAllTest : public ::testing::Test {
 protected:
  SendToAllTest() {
    m_shown = std::make_shared<ResultStore>(m_spool.path());
    if (!m_shown->begin(testing::numberedColumns())) qFatal("no result");
    if (!m_shown->append(testing::numberedBatch(0, 3))) qFatal("no rows");
    Job made;
    made.sql = QStringLiteral("rows 3");
    m_job = *await(m_jobs.create(made, QStringLiteral("runner-1")));
    if (!await(m_jobs.succeed(m_job, 3, false, {}, {}))) qFatal("no job");
  }
  DeliveryRequest request(const QString& name, const BodyOptions& form = {}, qint64 rowCap = 100'000) {
    Target target = testing::targetAt(name, QStringLiteral("web://127.0.0.1:1/") + name);
    target.id = *await(m_targets.create(target));
    DeliveryRequest made = testing::requestTo(target);
    made.to.options.body = form;
    made.to.rowCap = rowCap;
    return made;
  }
  Expected<QVector<DeliveryId>> send(const QVector<DeliveryRequest>& requests, bool moreRowsExist = false) {
    return await(m_runner.sendShownToAll(m_job, m_shown, requests, moreRowsExist));
  }
  QVector<Delivery> sent(const QVector<DeliveryRequest>& requests) {
    const auto ids = send(requests);
    if (!ids) qFatal("%s", qUtf8Printable(ids.error().message));
    QVector<Delivery> deliveries;
    for (const DeliveryId id : *ids) deliveries.append(*await(m_outbox.find(id)));
    return deliveries;
  }
  [[nodiscard]] QByteArray body(const Delivery& delivery) const {
    QFile file(m_spool.path() + u'/' + delivery.spoolName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  [[nodiscard]] int fileCount() const { return static_cast<int>(QDir(m_spool.path()).entryList(QDir::Files).size()); }

  testing::FakeClock m_clock;
  testing::TempDatabase m_database;
  QTemporaryDir m_spool;
  JobStore m_jobs{*m_database, m_clock};
  Outbox m_outbox{*m_database, m_clock};
  ConnectionStore m_connections{*m_database, m_clock};
  TargetStore m_targets{*m_database, m_clock};
  SessionSecretStore m_secrets{SecretStore::Place::Keychain};
  QueryRunner m_queries{{}};
  JobRunner m_runner{m_jobs, m_outbox, m_connections, m_secrets, m_queries, m_spool.path(), QStringLiteral("runner-1")};
  std::shared_ptr<ResultStore> m_shown;
  JobId m_job;
};

TEST_F(SendToAllTest, OneResultIsOneFileAndADeliveryForEachTarget) {
  DeliveryRequest second = request(QStringLiteral("b"), {}, 0);
  second.to.method = HttpMethod::Post;
  second.to.options.headers = {{QStringLiteral("X-Note"), QStringLiteral("b")}};
  const auto deliveries = sent({request(QStringLiteral("a")), second, request(QStringLiteral("c"), {}, 3)});
  ASSERT_EQ(deliveries.size(), 3);
  for (const Delivery& delivery : deliveries) {
    EXPECT_EQ(delivery.jobId, m_job);
    EXPECT_EQ(delivery.state, DeliveryState::Waiting);
    EXPECT_EQ(delivery.spoolName, deliveries.constFirst().spoolName);
    EXPECT_FALSE(delivery.truncated);
  }
  EXPECT_EQ(body(deliveries.constFirst()), threeRows);
  EXPECT_EQ(fileCount(), 1) << "caps that cut nothing make no difference";
  EXPECT_EQ(deliveries[0].targetText, QStringLiteral("a"));
  EXPECT_EQ(deliveries[0].to.method, HttpMethod::Put);
  EXPECT_EQ(deliveries[1].to.method, HttpMethod::Post);
  EXPECT_EQ(deliveries[1].to.options.headers, second.to.options.headers);
  EXPECT_NE(deliveries[0].idempotencyKey, deliveries[1].idempotencyKey);
  EXPECT_EQ(await(m_jobs.totals())->jobs, 1);
}

TEST_F(SendToAllTest, EachFormAndEachCutHasItsOwnFile) {
  const BodyOptions csv = {.format = BodyFormat::Csv, .gzip = true};
  const auto deliveries =
      sent({request(QStringLiteral("a")), request(QStringLiteral("b"), csv), request(QStringLiteral("c")),
            request(QStringLiteral("d"), csv), request(QStringLiteral("e"), {.format = BodyFormat::Csv}, 2)});
  ASSERT_EQ(deliveries.size(), 5);
  EXPECT_EQ(fileCount(), 3);
  EXPECT_EQ(body(deliveries[0]), threeRows);
  EXPECT_EQ(deliveries[2].spoolName, deliveries[0].spoolName);
  EXPECT_EQ(gunzipBeginning(body(deliveries[1]), 1000)->bytes, threeLines);
  EXPECT_EQ(deliveries[1].contentType, QStringLiteral("text/csv; charset=utf-8; header=present"));
  EXPECT_EQ(deliveries[3].spoolName, deliveries[1].spoolName);
  EXPECT_EQ(body(deliveries[4]), QByteArray("number,text\r\n0,row 0\r\n1,row 1\r\n"));
  EXPECT_TRUE(deliveries[4].truncated);
  EXPECT_FALSE(deliveries[3].truncated);
}

TEST_F(SendToAllTest, AllAreQueuedOrNone) {
  DeliveryRequest nowhere = request(QStringLiteral("b"));
  nowhere.targetId = TargetId{4711};
  QSignalSpy queued(&m_outbox, &Outbox::queued);
  const auto ids = send({request(QStringLiteral("a")), nowhere});
  ASSERT_FALSE(ids.ok());
  EXPECT_TRUE(await(m_outbox.newest(10))->isEmpty());
  EXPECT_EQ(queued.count(), 0);
}

TEST_F(SendToAllTest, NoFileIsLeftWhereOneCannotBeMade) {
  const QVector<DeliveryRequest> requests = {request(QStringLiteral("a")),
                                             request(QStringLiteral("b"), {.format = BodyFormat::Csv})};
  const auto made = bodiesOfShown(*m_shown, requests, false, m_spool.path());
  ASSERT_TRUE(made.ok());
  ASSERT_EQ(fileCount(), 2);
  EXPECT_EQ(made->at(0).body.form, BodyOptions());
  EXPECT_EQ(made->at(1).body.form.format, BodyFormat::Csv);
  EXPECT_FALSE(bodiesOfShown(*m_shown, requests, false, m_spool.path() + QStringLiteral("/nowhere")).ok());
  EXPECT_EQ(fileCount(), 2);
}

TEST_F(SendToAllTest, AGuardAndAPauseHoldTheirOwnDeliveryAlone) {
  DeliveryRequest guarded = request(QStringLiteral("guarded"));
  guarded.to.options.guards.holdRowChangePercent = 50;
  SpoolFile earlier;
  earlier.name = QStringLiteral("earlier");
  earlier.rows = 700;
  earlier.sha256 = QByteArray(32, 'x');
  earlier.contentType = bodyContentType(earlier.form);
  const auto first = await(testing::enqueue(m_outbox, guarded, m_job, earlier));
  ASSERT_TRUE(first.ok()) << qPrintable(first.error().message + first.error().detail);
  m_database.change(QStringLiteral("UPDATE delivery SET state = 'delivered', finished_at = 1"));
  const DeliveryRequest paused = request(QStringLiteral("paused"));
  m_database.change(QStringLiteral("UPDATE target SET state = 'paused', state_reason = '401' WHERE name = 'paused'"));
  const auto deliveries = sent({guarded, request(QStringLiteral("plain")), paused});
  EXPECT_EQ(deliveries[0].state, DeliveryState::Held);
  EXPECT_EQ(deliveries[0].reasonKind, ReasonKind::Guard);
  EXPECT_EQ(deliveries[1].state, DeliveryState::Waiting);
  EXPECT_EQ(deliveries[2].state, DeliveryState::Held);
  EXPECT_EQ(deliveries[2].reasonKind, ReasonKind::TargetPaused);
}

TEST_F(SendToAllTest, ASharedFileStaysUntilItsLastDeliveryLetsItGo) {
  DeliveryRequest brief = request(QStringLiteral("brief"));
  brief.to.options.retention = Retention::UntilDelivered;
  const auto deliveries = sent({brief, request(QStringLiteral("long"))});
  m_database.change(QStringLiteral("UPDATE delivery SET state = 'delivered', finished_at = ? WHERE id = ?"),
                    {m_clock.nowMs(), deliveries[0].id.value});
  RetentionRule everything;
  everything.everything = true;
  EXPECT_TRUE(await(m_jobs.releaseBodies(everything))->names.isEmpty()) << "the other one still waits";
  EXPECT_EQ(await(m_outbox.find(deliveries[0].id))->spoolName, deliveries[0].spoolName);
  m_database.change(QStringLiteral("UPDATE delivery SET state = 'expired', finished_at = ? WHERE id = ?"),
                    {m_clock.nowMs(), deliveries[1].id.value});
  EXPECT_TRUE(await(m_jobs.releaseBodies({}))->names.isEmpty()) << "kept 90 days for the expired one";
  m_clock.advance(qint64{91} * 24 * 3600 * 1000);
  EXPECT_EQ(await(m_jobs.releaseBodies({}))->names, QVector<QString>{deliveries[0].spoolName});
}

TEST_F(SendToAllTest, EachArrivesInItsOwnFormAndOneRefusalStopsNoOther) {
  Receiver open({});
  ReceiverOptions demanding;
  demanding.user = QStringLiteral("alice");
  demanding.password = QStringLiteral("pw");
  Receiver closed(demanding);
  ASSERT_TRUE(open.start() && closed.start());
  QVector<ReceivedRequest> arrived;
  QObject::connect(&open, &Receiver::received, [&](const ReceivedRequest& request) { arrived.append(request); });
  const auto at = [this](const Receiver& receiver, const QString& name, const BodyOptions& form) {
    DeliveryRequest made = request(name, form);
    made.to.url = testing::urlOf(receiver.address() + name);
    return made;
  };
  DeliveryRequest posted = at(open, QStringLiteral("csv"), {.format = BodyFormat::Csv});
  posted.to.method = HttpMethod::Post;
  posted.to.options.headers = {{QStringLiteral("X-Note"), QStringLiteral("mine")}};
  const auto ids = send({at(open, QStringLiteral("plain"), {}), posted, at(closed, QStringLiteral("closed"), {})});
  ASSERT_TRUE(ids.ok()) << qPrintable(ids.error().message);
  DeliveryLoopOptions options;
  options.spoolFolder = m_spool.path();
  DeliveryLoop loop(m_outbox, m_secrets, m_clock, options);
  loop.start();
  const auto state = [&](int number) { return await(m_outbox.find(ids->at(number)))->state; };
  ASSERT_TRUE(testing::waitUntil([&] {
    return state(0) == DeliveryState::Delivered && state(1) == DeliveryState::Delivered &&
           state(2) == DeliveryState::Held;
  }));
  ASSERT_EQ(arrived.size(), 2);
  std::sort(arrived.begin(), arrived.end(), [](const auto& a, const auto& b) { return a.target > b.target; });
  EXPECT_EQ(arrived[0].target, QStringLiteral("/plain"));
  EXPECT_EQ(arrived[0].method, QStringLiteral("PUT"));
  EXPECT_EQ(arrived[0].body, threeRows);
  EXPECT_EQ(arrived[1].target, QStringLiteral("/csv"));
  EXPECT_EQ(arrived[1].method, QStringLiteral("POST"));
  EXPECT_EQ(arrived[1].body, threeLines);
  const auto has = [](const ReceivedRequest& request) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [](const auto& header) { return header.first.toLower() == "x-note"; });
  };
  EXPECT_FALSE(has(arrived[0]));
  EXPECT_TRUE(has(arrived[1]));
  EXPECT_EQ(await(m_outbox.find(ids->at(2)))->reasonKind, ReasonKind::SignIn);
}

}  // namespace
}  // namespace courier
