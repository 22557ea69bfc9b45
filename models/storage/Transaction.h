#pragma once

#include "models/storage/Session.h"

namespace courier {

/// A transaction that rolls back unless committed. Store thread.
class Transaction {
 public:
  explicit Transaction(Session& session) : m_session(session) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  /// Begins IMMEDIATE: waits its turn among the writers now, so that nothing inside fails for want of it.
  [[nodiscard]] Result<void> begin();
  /// After an Error the transaction is still open, and the destructor undoes it.
  [[nodiscard]] Result<void> commit();

 private:
  Session& m_session;
  bool m_open = false;
};

}  // namespace courier
