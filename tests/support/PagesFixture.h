#pragma once

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTest>

#include "models/jobs/JobRows.h"
#include "models/jobs/JobStore.h"
#include "models/outbox/FailureText.h"
#include "models/outbox/Outbox.h"
#include "models/outbox/OutboxRows.h"
#include "models/schedules/ScheduleJobs.h"
#include "models/secrets/SecretStore.h"
#include "models/storage/Settings.h"
#include "models/targets/TargetStore.h"
#include "tests/support/Await.h"
#include "tests/support/Enqueue.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier::testing {

/// The stores that pages live on, in a database of their own, with short ways to make targets, jobs and deliveries.
/// The clock stands at today's 09:00.
class PagesFixture : public ::testing::Test {
 protected:
  PagesFixture() { QDir().mkpath(spoolFolder()); }

  [[nodiscard]] QString spoolFolder() const { return m_database.folder() + QStringLiteral("/spool"); }
  [[nodiscard]] static TargetUrl url(const QString& address) {
    const auto parsed = TargetUrl::parse(address);
    if (!parsed) qFatal("%s", qUtf8Printable(parsed.error().message));
    return parsed->url;
  }

  Target addTarget(const QString& name, const QString& address, const QString& user = {},
                   const QString& password = {}) {
    Target target;
    target.name = name;
    target.to.url = url(address);
    target.to.user = user;
    if (!user.isEmpty()) {
      target.to.secretKey = newSecretKey();
      const auto kept =
          await(m_secrets.write(target.to.secretKey, Secret::ofPassword(password), SecretStore::Fallback::Session));
      if (!kept) qFatal("%s", qUtf8Printable(kept.error().message));
    }
    const auto id = await(m_targets.create(target));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    target.id = *id;
    return target;
  }
  [[nodiscard]] Target stored(TargetId id) { return *await(m_targets.find(id)); }
  [[nodiscard]] QString passwordUnder(const QString& key) {
    const auto secret = await(m_secrets.read(key));
    return secret ? secret->password() : QStringLiteral("(none)");
  }

  JobId addJob(const QString& name, const QString& sql = QStringLiteral("SELECT 1")) {
    Job job;
    job.queryName = name;
    job.sql = sql;
    job.connectionName = QStringLiteral("testdb");
    return *await(m_jobs.create(job, QStringLiteral("test")));
  }
  SpoolFile body(const QString& name, const QByteArray& bytes, qint64 rows, bool truncated = false) const {
    QFile file(spoolFolder() + QLatin1Char('/') + name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("no spool file");
    SpoolFile made;
    made.name = name;
    made.bytes = bytes.size();
    made.sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    made.contentType = QStringLiteral("application/json; charset=utf-8");
    made.rows = rows;
    made.truncated = truncated;
    return made;
  }
  /// A job that succeeded, and its delivery to `target` (with `path` behind), waiting.
  DeliveryId addDelivery(const QString& query, const Target& target, const QString& path, qint64 rows = 3,
                         bool truncated = false) {
    const JobId job = addJob(query);
    const SpoolFile file =
        body(QStringLiteral("job-%1.json").arg(job.value),
             R"({"column_names":["n"],"column_types":["long"],"data":[[1],[2],[3]]})", rows, truncated);
    if (!await(m_jobs.succeed(job, rows, truncated, {}, file))) qFatal("the job did not end");
    DeliveryRequest request;
    request.targetId = target.id;
    request.targetText = path.isEmpty() ? target.name : target.name + QLatin1Char(':') + path;
    request.to.url = path.isEmpty() ? target.to.url : target.to.url.joined(path)->url;
    request.to.user = target.to.user;
    request.to.secretKey = target.to.secretKey;
    const auto id = await(enqueue(m_outbox, request, job, file));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    m_clock.advance(1000);
    return *id;
  }
  /// One attempt, with what the policy and the sentences make of it.
  Delivery attempt(DeliveryId id, const AttemptReport& report) {
    auto begun = await(m_outbox.beginAttempt(id, false));
    if (!begun) qFatal("%s", qUtf8Printable(begun.error().message));
    m_clock.advance(250);
    begun->report = report;
    begun->endedMs = m_clock.nowMs();
    const Delivery delivery = *await(m_outbox.find(id));
    const RetryDecision decision = retrypolicy::decide(report, delivery, false, m_clock.nowMs(), 0.5);
    const QString reason = failureText(report, delivery, decision, m_clock.nowMs());
    const auto after = await(m_outbox.finishAttempt(*begun, decision, reason));
    if (!after) qFatal("%s", qUtf8Printable(after.error().message));
    return *after;
  }
  [[nodiscard]] static AttemptReport answer(int status, const QByteArray& text = {}) {
    AttemptReport report;
    report.outcome = AttemptOutcome::Answered;
    report.status = status;
    report.connectMs = 18;
    report.sendMs = 212;
    report.waitMs = status == 503 ? 1200 : 9;
    report.answerHeaders = QStringLiteral("Content-Type: application/json");
    report.answerBody = text;
    return report;
  }
  [[nodiscard]] DeliveryState state(DeliveryId id) { return await(m_outbox.find(id))->state; }

  /// The child with this object name; the test program ends where there is none.
  template <class Widget>
  [[nodiscard]] static Widget* part(const QObject& root, const char* name) {
    auto* found = root.findChild<Widget*>(QString::fromLatin1(name));
    if (!found) qFatal("no %s", name);
    return found;
  }
  /// The dialog of this kind that is open below `root`, null where none is.
  template <class Dialog>
  [[nodiscard]] static Dialog* openDialog(const QObject& root) {
    for (Dialog* dialog : root.findChildren<Dialog*>()) {
      if (dialog->isVisible()) return dialog;
    }
    return nullptr;
  }
  /// Keys and shortcuts reach only an active window.
  static void activate(QWidget& window) {
    window.activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
  }
  static void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }

  TempDatabase m_database;
  FakeClock m_clock{QDateTime(QDate::currentDate(), QTime(9, 0)).toMSecsSinceEpoch()};
  SessionSecretStore m_secrets{SecretStore::Place::Keychain};
  TargetStore m_targets{*m_database, m_clock, nullptr, {outboxrows::followTarget, jobrows::followTarget}};
  JobStore m_jobs{*m_database, m_clock, schedulejobs::afterEnd};
  Outbox m_outbox{*m_database, m_clock};
  Settings m_settings{*m_database};
};

}  // namespace courier::testing
