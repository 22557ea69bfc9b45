#pragma once

#include <type_traits>

#include "models/storage/Session.h"

namespace courier {

/// A transaction that rolls back unless committed. Store thread.
class Transaction {
 public:
  enum class For {
    Writing,  ///< begins IMMEDIATE: waits its turn among the writers now, so that nothing inside fails for want of it
    Reading   ///< every statement sees the same moment; nobody waits
  };
  explicit Transaction(Session& session) : m_session(session) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  [[nodiscard]] Expected<void> begin(For purpose = For::Writing);
  /// After an Error the transaction is still open, and the destructor undoes it.
  [[nodiscard]] Expected<void> commit();

 private:
  Session& m_session;
  bool m_open = false;
};

/// Runs `work(Session&)`, which returns a Expected<…>, in a transaction: committed when that is ok, else rolled back.
template <class Work>
[[nodiscard]] auto inTransaction(Session& session, Work& work) -> std::invoke_result_t<Work&, Session&> {
  Transaction guard(session);
  if (auto begun = guard.begin(); !begun) return begun.error();
  auto value = work(session);
  if (!value.ok()) return value;
  if (auto committed = guard.commit(); !committed) return committed.error();
  return value;
}

/// Runs `work(Session&)`, which returns a Expected<…> and only reads, on one moment's state of the tables.
template <class Work>
[[nodiscard]] auto inSnapshot(Session& session, Work& work) -> std::invoke_result_t<Work&, Session&> {
  Transaction guard(session);
  if (auto begun = guard.begin(Transaction::For::Reading); !begun) return begun.error();
  return work(session);
}

}  // namespace courier
