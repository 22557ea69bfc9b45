#include "tests/widgets/PagesFixture.h"
#include "tests/support/Enqueue.h"

#include "models/outbox/FailureText.h"
#include "models/outbox/RetryPolicy.h"

namespace courier::testing {

Target PagesFixture::addTarget(const QString& name, const QString& address, const QString& user,
                               const QString& password) {
  Target target = targetAt(name, address);
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

QString PagesFixture::passwordUnder(const QString& key) {
  const auto secret = await(m_secrets.read(key));
  return secret ? secret->password() : QStringLiteral("(none)");
}

JobId PagesFixture::addJob(const QString& name, const QString& sql) {
  Job job;
  job.queryName = name;
  job.sql = sql;
  job.connectionName = QStringLiteral("testdb");
  return *await(m_jobs.create(job, QStringLiteral("test")));
}

SpoolFile PagesFixture::body(const QString& name, const QByteArray& bytes, qint64 rows, bool truncated) const {
  SpoolFile made = keptBody(spoolFolder(), name, bytes, rows);
  made.truncated = truncated;
  return made;
}

DeliveryId PagesFixture::addDelivery(const QString& query, const Target& target, const QString& path, qint64 rows,
                                     bool truncated) {
  const JobId job = addJob(query);
  const SpoolFile file =
      body(QStringLiteral("job-%1.json").arg(job.value),
           R"({"column_names":["n"],"column_types":["long"],"data":[[1],[2],[3]]})", rows, truncated);
  if (!await(m_jobs.succeed(job, rows, truncated, {}, file))) qFatal("the job did not end");
  const auto id = await(enqueue(m_outbox, requestTo(target, path), job, file));
  if (!id) qFatal("%s", qUtf8Printable(id.error().message));
  m_clock.advance(1000);
  return *id;
}

Delivery PagesFixture::attempt(DeliveryId id, const AttemptReport& report) {
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

AttemptReport PagesFixture::answer(int status, const QByteArray& text) {
  AttemptReport report = answered(status);
  report.connectMs = 18;
  report.sendMs = 212;
  report.waitMs = status == 503 ? 1200 : 9;
  report.answerHeaders = QStringLiteral("Content-Type: application/json");
  report.answerBody = text;
  return report;
}

}  // namespace courier::testing
