#pragma once

#include <QFuture>
#include <QObject>
#include <functional>
#include <type_traits>

#include "models/base/Clock.h"
#include "models/storage/Database.h"

namespace courier {

/// What the stores of courier.db's tables have in common: work on the store thread, and changed() once a write that
/// changed a row is committed. Thread-safe.
class Store : public QObject {
  Q_OBJECT
 public:
  Store(Database& database, const Clock& clock, QObject* parent);
  /// Waits for what the store thread still does for it.
  ~Store() override;

 Q_SIGNALS:
  /// Something was written by this process. Emitted from the store thread.
  void changed();

 protected:
  /// One transaction; changed(), and after it `told`, once it is committed, if it changed a row.
  template <class Work>
  [[nodiscard]] auto write(Work work, std::function<void()> told = {})
      -> QFuture<std::invoke_result_t<Work&, Session&>> {
    return m_database.run([this, work = std::move(work), told = std::move(told)](Session& session) mutable {
      const qint64 before = rowsChanged(session);
      auto value = inTransaction(session, work);
      if (!value.ok() || rowsChanged(session) == before) return value;
      Q_EMIT changed();
      if (told) told();
      return value;
    });
  }
  /// Several steps, each a transaction of its own, that nobody is told of.
  template <class Work>
  [[nodiscard]] auto steps(Work work) -> QFuture<std::invoke_result_t<Work, Session&>> {
    return m_database.run(std::move(work));
  }
  /// Work that only reads, on one moment's state of the tables.
  template <class Work>
  [[nodiscard]] auto read(Work work) -> QFuture<std::invoke_result_t<Work&, Session&>> {
    return m_database.run([work = std::move(work)](Session& session) mutable { return inSnapshot(session, work); });
  }
  [[nodiscard]] qint64 nowMs() const { return m_clock.nowMs(); }

 private:
  /// Rows this connection ever changed.
  [[nodiscard]] static qint64 rowsChanged(Session& session);

  Database& m_database;
  const Clock& m_clock;
};

}  // namespace courier
