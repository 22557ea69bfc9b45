#include "models/storage/Transaction.h"

namespace courier {

Transaction::~Transaction() {
  // SQLite has undone it already where the failure was grave (full disk, I/O); then this has nothing left to do.
  if (m_open) (void)m_session.execute(QStringLiteral("ROLLBACK"));
}

Expected<void> Transaction::begin(For purpose) {
  auto begun =
      m_session.execute(purpose == For::Writing ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN DEFERRED"));
  if (!begun) return begun.error();
  m_open = true;
  return {};
}

Expected<void> Transaction::commit() {
  auto committed = m_session.execute(QStringLiteral("COMMIT"));
  if (!committed) return committed.error();
  m_open = false;
  return {};
}

}  // namespace courier
