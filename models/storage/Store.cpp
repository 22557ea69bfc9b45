#include "models/storage/Store.h"

namespace courier {

Store::Store(Database& database, const Clock& clock, QObject* parent)
    : QObject(parent), m_database(database), m_clock(clock) {}

Store::~Store() {
  m_database.run([](Session&) -> Expected<void> { return {}; }).waitForFinished();
}

qint64 Store::rowsChanged(Session& session) {
  const auto count = session.row(QStringLiteral("SELECT total_changes()"), {},
                                 [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  return count ? count->value_or(0) : 0;
}

}  // namespace courier
