#pragma once

#include <gtest/gtest.h>

#include "models/jobs/JobStore.h"
#include "models/targets/TargetStore.h"
#include "tests/support/Await.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier::testing {

/// Jobs on a fresh courier.db with one target.
class JobStoreFixture : public ::testing::Test {
 protected:
  JobStoreFixture() { m_target.id = *await(TargetStore(*m_database, m_clock).create(m_target)); }
  Job job(const QString& sql = QStringLiteral("SELECT 1")) {
    Job one;
    one.sql = sql;
    return one;
  }
  Job jobToTarget(const QString& tail = QStringLiteral("a")) {
    Job one = job();
    one.sendTo = requestTo(m_target, tail);
    return one;
  }
  static SpoolFile body(const QString& name = QStringLiteral("s1")) {
    SpoolFile file = bodyFile(name, QByteArray(12, 'x'));
    file.repairedTexts = 2;
    return file;
  }
  JobId create(const Job& one) {
    const auto id = await(m_store.create(one, QStringLiteral("me")));
    if (!id) ADD_FAILURE() << qUtf8Printable(id.error().message);
    return id ? *id : JobId{};
  }
  QVector<JobLine> lines(JobFilter::Group group = JobFilter::Group::All, const QString& text = {}, int limit = 500,
                         qint64 before = 0) {
    const auto found = await(m_store.lines({group, text, limit, before}));
    if (!found) ADD_FAILURE() << qUtf8Printable(found.error().detail);
    return found ? *found : QVector<JobLine>();
  }
  /// "3/2:waiting 1": job and delivery of each line.
  static QString shape(const QVector<JobLine>& lines) {
    QStringList words;
    for (const JobLine& line : lines) {
      QString word = QString::number(line.job.id.value);
      if (line.delivery)
        word += QStringLiteral("/%1:%2").arg(line.delivery->id.value).arg(deliveryStateKey(line.delivery->state));
      words.append(word);
    }
    return words.join(QLatin1Char(' '));
  }

  TempDatabase m_database;
  FakeClock m_clock;
  JobStore m_store{*m_database, m_clock};
  Target m_target = targetAt(QStringLiteral("myweb"), QStringLiteral("webs://h.example/in"));
};

}  // namespace courier::testing
