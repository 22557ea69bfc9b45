#pragma once

#include <QFuture>
#include <QObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>
#include <memory>
#include <optional>

#include "models/base/Result.h"
#include "models/base/WorkerThread.h"

namespace courier {

/// The connection to courier.db as work on the store thread sees it. Never leaves that thread.
class Session {
 public:
  explicit Session(QSqlDatabase database);

  /// Runs one statement with its positional values. Errors are of kind Storage, in words for people ("The disk is
  /// full …", "courier.db is read-only …"), with SQLite's text as detail.
  [[nodiscard]] Result<QSqlQuery> execute(const QString& sql, const QVariantList& values = {});
  /// Rows changed.
  [[nodiscard]] Result<int> change(const QString& sql, const QVariantList& values = {});
  /// The new row's id.
  [[nodiscard]] Result<qint64> insert(const QString& sql, const QVariantList& values = {});
  /// Every row through `map(const QSqlQuery&)`.
  template <class Map>
  [[nodiscard]] auto rows(const QString& sql, const QVariantList& values, Map map)
      -> Result<QVector<std::invoke_result_t<Map, const QSqlQuery&>>> {
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
      -> Result<std::optional<std::invoke_result_t<Map, const QSqlQuery&>>> {
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
  [[nodiscard]] static Result<void> checkEnd(const QSqlQuery& query);
  QSqlDatabase m_database;
};

/// What opening courier.db came to.
struct OpenReport {
  QString quarantined;  ///< where a corrupt database was moved, "" where none was
  QString backup;       ///< the copy made before a migration, "" where none ran
  int fromVersion = 0;  ///< 0: new
};

/// Whether this process holds the owner lock and so may migrate or set a corrupt file aside.
enum class OwnerLock { Held, NotHeld };

/// Owns courier.db and the store thread, the only thread that touches it. WAL, synchronous=FULL, foreign keys on,
/// busy time limit 10 s, owner-only permissions. Callable from every thread.
class Database final : public QObject {
  Q_OBJECT
 public:
  /// `folder`: the application data folder; courier.db and its backups live in it.
  explicit Database(QString folder, QObject* parent = nullptr);
  /// Waits for queued work, closes.
  ~Database() override;

  /// Makes or opens the file and brings it to the newest version. Busy: it comes from a newer version ("… was
  /// written by a newer Query Courier (schema 7; this one knows 1). Update this program; nothing was changed."), or
  /// needs a migration and the owner lock is not held. A network folder is refused. Before open() finishes well,
  /// run() answers with its error.
  [[nodiscard]] QFuture<Result<OpenReport>> open(OwnerLock lock);

  [[nodiscard]] QString path() const;

  /// Runs `work(Session&)`, which returns a Result<…>, on the store thread.
  template <class Work>
  [[nodiscard]] auto run(Work work) -> QFuture<std::invoke_result_t<Work, Session&>> {
    using Value = std::invoke_result_t<Work, Session&>;
    return m_thread->run([this, work = std::move(work)]() mutable -> Value {
      auto session = openSession();
      if (!session) return session.error();
      return work(**session);
    });
  }
  /// Like run(), in one transaction that begins IMMEDIATE: committed when the work's Result is ok, else rolled back.
  template <class Work>
  [[nodiscard]] auto transaction(Work work) -> QFuture<std::invoke_result_t<Work, Session&>> {
    using Value = std::invoke_result_t<Work, Session&>;
    return run([work = std::move(work)](Session& session) mutable -> Value {
      Transaction guard(session);
      if (auto begun = guard.begin(); !begun) return begun.error();
      Value value = work(session);
      if (!value.ok()) return value;
      if (auto committed = guard.commit(); !committed) return committed.error();
      return value;
    });
  }

  /// A transaction that rolls back unless committed. Store thread.
  class Transaction {
   public:
    explicit Transaction(Session& session) : m_session(session) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> commit();

   private:
    Session& m_session;
    bool m_open = false;
  };

  /// Looks every `intervalMs` whether another process wrote (PRAGMA data_version); 0 stops looking.
  void watch(int intervalMs);

 Q_SIGNALS:
  /// Another process has written. Emitted from the store thread.
  void changedElsewhere();

 private:
  [[nodiscard]] Result<Session*> openSession();
  QString m_folder;
  struct State;
  std::unique_ptr<State> m;  ///< touched on the store thread only
  std::unique_ptr<WorkerThread> m_thread;
};

}  // namespace courier
