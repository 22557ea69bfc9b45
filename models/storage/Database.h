#pragma once

#include <QFuture>
#include <QObject>
#include <QString>
#include <memory>
#include <type_traits>

#include "models/base/Expected.h"
#include "models/base/WorkerThread.h"
#include "models/storage/Migrations.h"
#include "models/storage/Session.h"

namespace courier {

namespace databasefile {
enum class Condition;
}

/// The outcome of opening courier.db.
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
  /// As above, with other steps than the program's own: for what a coming version will do.
  Database(QString folder, migrations::Steps steps, QObject* parent = nullptr);
  /// Waits for queued work, closes.
  ~Database() override;

  /// Makes or opens the file and brings it to the newest version. With the owner lock an older file is migrated after
  /// a backup copy, and a damaged one (no database, or broken pages where it is small enough to look at them all) is
  /// set aside and a fresh one made. Busy: it comes from a newer version ("… was written by a newer Query Courier
  /// (schema 7; this one knows 1). Update this program; nothing was changed."), or needs a migration and the owner
  /// lock is not held. Unsupported: a network folder. Storage: all else. Before open() finishes well, run() answers
  /// with its error. May be called again after an Error.
  [[nodiscard]] QFuture<Expected<OpenReport>> open(OwnerLock lock);

  [[nodiscard]] QString path() const;

  /// Runs `work(Session&)`, which returns a Expected<…>, on the store thread.
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
    return run([work = std::move(work)](Session& session) mutable { return inTransaction(session, work); });
  }

  /// Looks every `intervalMs` whether another process wrote (PRAGMA data_version); 0 stops looking.
  void watch(int intervalMs);

 Q_SIGNALS:
  /// Another process has written. Emitted from the store thread.
  void changedElsewhere();

 private:
  [[nodiscard]] Expected<Session*> openSession();
  [[nodiscard]] Expected<OpenReport> openFile(OwnerLock lock);
  [[nodiscard]] Expected<void> prepare(OpenReport& report, databasefile::Condition condition);
  void look();
  const QString m_folder;
  const migrations::Steps m_steps;
  struct State;
  std::unique_ptr<State> m;  ///< touched on the store thread only
  std::unique_ptr<WorkerThread> m_thread;
};

}  // namespace courier
