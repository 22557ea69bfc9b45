#include "models/storage/Store.h"

namespace courier {

Store::Store(Database& database, const Clock& clock, QObject* parent)
    : QObject(parent), m_database(database), m_clock(clock) {}

Store::~Store() {
  m_database.run([](Session&) -> Result<void> { return {}; }).waitForFinished();
}

}  // namespace courier
