#pragma once

#include <gtest/gtest.h>

#include <QDateTime>
#include <QDir>
#include <QTest>

#include "models/jobs/JobRows.h"
#include "models/jobs/JobStore.h"
#include "models/outbox/Outbox.h"
#include "models/outbox/OutboxRows.h"
#include "models/schedules/ScheduleJobs.h"
#include "models/secrets/SecretStore.h"
#include "models/storage/Settings.h"
#include "models/targets/TargetStore.h"
#include "tests/support/Await.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier::testing {

/// The stores that pages live on, in a database of their own, with short ways to make targets, jobs and deliveries.
/// The clock stands at today's 09:00.
class PagesFixture : public ::testing::Test {
 protected:
  PagesFixture() { QDir().mkpath(spoolFolder()); }

  [[nodiscard]] QString spoolFolder() const { return m_database.folder() + QStringLiteral("/spool"); }
  [[nodiscard]] static TargetUrl url(const QString& address) { return urlOf(address); }

  Target addTarget(const QString& name, const QString& address, const QString& user = {}, const QString& password = {});
  [[nodiscard]] Target stored(TargetId id) { return *await(m_targets.find(id)); }
  [[nodiscard]] QString passwordUnder(const QString& key);

  JobId addJob(const QString& name, const QString& sql = QStringLiteral("SELECT 1"));
  SpoolFile body(const QString& name, const QByteArray& bytes, qint64 rows, bool truncated = false) const;
  /// A job that succeeded, and its delivery to `target` (with `path` behind), waiting.
  DeliveryId addDelivery(const QString& query, const Target& target, const QString& path, qint64 rows = 3,
                         bool truncated = false);
  /// One attempt, with what the policy and the sentences make of it.
  Delivery attempt(DeliveryId id, const AttemptReport& report);
  [[nodiscard]] static AttemptReport answer(int status, const QByteArray& text = {});
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
