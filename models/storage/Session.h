#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>
#include <QVector>
#include <memory>
#include <optional>
#include <type_traits>

#include "models/base/Expected.h"

namespace courier {

/// An SQLite failure on courier.db as a sentence for people that names the mend, of kind Storage, with SQLite's text as
/// detail. Pure.
[[nodiscard]] Error storageError(const QSqlError& error, const QString& databasePath);

/// The connection to courier.db as work on the store thread sees it. Never leaves that thread.
class Session {
 public:
  explicit Session(QSqlDatabase database);

  /// Runs one statement with its positional values: a null QString is stored as '', QVariant() as NULL. Errors are of
  /// kind Storage, in words for people ("The disk is full …", "courier.db is read-only …"), with SQLite's text as
  /// detail.
  [[nodiscard]] Expected<QSqlQuery> execute(const QString& sql, const QVariantList& values = {});
  /// Rows changed.
  [[nodiscard]] Expected<int> change(const QString& sql, const QVariantList& values = {});
  /// The new row's id.
  [[nodiscard]] Expected<qint64> insert(const QString& sql, const QVariantList& values = {});
  /// Every row through `map(const QSqlQuery&)`.
  template <class Map>
  [[nodiscard]] auto rows(const QString& sql, const QVariantList& values, Map map)
      -> Expected<QVector<std::invoke_result_t<Map, const QSqlQuery&>>> {
    auto query = execute(sql, values);
    if (!query) return query.error();
    QVector<std::invoke_result_t<Map, const QSqlQuery&>> found;
    while (query->next()) found.append(map(*query));
    if (auto end = checkEnd(*query); !end) return end.error();
    return found;
  }
  /// The first row through `map`, or nothing.
  template <class Map>
  [[nodiscard]] auto row(const QString& sql, const QVariantList& values, Map map)
      -> Expected<std::optional<std::invoke_result_t<Map, const QSqlQuery&>>> {
    auto query = execute(sql, values);
    if (!query) return query.error();
    std::optional<std::invoke_result_t<Map, const QSqlQuery&>> found;
    if (query->next()) {
      found = map(*query);
    } else if (auto end = checkEnd(*query); !end) {
      return end.error();
    }
    return found;
  }
  [[nodiscard]] QSqlDatabase& handle() { return m_database; }

 private:
  [[nodiscard]] Expected<void> checkEnd(const QSqlQuery& query) const;
  QSqlDatabase m_database;
};

/// One open connection to an SQLite file through Qt SQL; closes it and forgets its name at the end. Used and destroyed
/// on the thread that opened it.
class ScopedConnection {
 public:
  enum class Access { ReadOnly, ReadWrite };
  static constexpr int busyLimitMs = 10'000;

  [[nodiscard]] static Expected<std::unique_ptr<ScopedConnection>> open(const QString& path, Access access);
  ~ScopedConnection();
  ScopedConnection(const ScopedConnection&) = delete;
  ScopedConnection& operator=(const ScopedConnection&) = delete;

  [[nodiscard]] Session& session() { return *m_session; }

 private:
  ScopedConnection();
  QString m_name;
  std::optional<Session> m_session;
};

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
