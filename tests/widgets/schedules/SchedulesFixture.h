#pragma once

#include "models/query/ConnectionStore.h"
#include "models/schedules/ScheduleStore.h"
#include "tests/widgets/PagesFixture.h"
#include "widgets/schedules/ScheduleDialog.h"

namespace courier::testing {

/// Schedules on a database of their own, in a zone that changes its clocks.
class SchedulesFixture : public PagesFixture {
 protected:
  SchedulesFixture() {
    Connection connection;
    connection.name = QStringLiteral("testdb");
    connection.file = QStringLiteral("/data/testdb.sqlite");
    m_connection = *await(m_connections.create(connection));
  }

  [[nodiscard]] ScheduleDialog::Parts parts() { return {m_schedules, m_connections, m_targets, m_secrets, m_clock}; }
  [[nodiscard]] Schedule made(const QString& name, const QString& cron) const {
    Schedule schedule;
    schedule.name = name;
    schedule.cron = *CronExpression::parse(cron);
    schedule.zone = QStringLiteral("America/New_York");
    schedule.sql = QStringLiteral("SELECT count(*) FROM www_access");
    schedule.connectionId = m_connection;
    return schedule;
  }
  Schedule add(Schedule schedule) {
    const auto id = await(m_schedules.create(schedule));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    schedule.id = *id;
    return schedule;
  }
  [[nodiscard]] DeliveryRequest planFor(const Target& target, const QString& path) const {
    return requestTo(target, path);
  }
  [[nodiscard]] QVector<Schedule> stored() { return *await(m_schedules.all()); }

  ConnectionStore m_connections{*m_database, m_clock};
  ScheduleStore m_schedules{*m_database, m_clock};
  ConnectionId m_connection;
};

}  // namespace courier::testing
