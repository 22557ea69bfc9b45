#pragma once

#include <sqlite3.h>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QString>
#include <memory>
#include <vector>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/query/SqliteFailure.h"
#include "models/query/SqliteReadGuard.h"

namespace courier {

enum class SqliteAccess { ReadOnly, ReadWrite };

struct SqliteOptions {
  QString file;         ///< absolute path; must exist
  QString refusedFile;  ///< never opened or attached, under whatever name; "": none
  SqliteAccess access = SqliteAccess::ReadOnly;
  int busyLimitMs = 5000;  ///< how long another program's lock is waited for
};

/// One connection to an SQLite file, for one thread. Owns the sqlite3 handle. Cancelling the token interrupts whatever
/// runs on it, waiting for a lock included. Turns SQLite's errors into sentences.
class SqliteDatabase {
  Q_DECLARE_TR_FUNCTIONS(SqliteDatabase)
 public:
  /// Opens and reads enough to know that it is a database. Errors: NotFound, InvalidInput (a folder, the refused
  /// file, no database), Busy (locked), Sql.
  [[nodiscard]] static Expected<std::unique_ptr<SqliteDatabase>> open(const SqliteOptions& options,
                                                                      const CancelToken& cancel);
  ~SqliteDatabase();
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  [[nodiscard]] sqlite3* handle() const { return m_handle; }
  [[nodiscard]] bool isReadOnly() const { return m_options.access == SqliteAccess::ReadOnly; }
  [[nodiscard]] bool isCancelled() const { return m_cancel.isCancelled(); }

  /// Asked when all was read: an Error where another program changed the file meanwhile and no lock kept it from that.
  [[nodiscard]] Expected<void> confirmRead() const;
  /// What the last call on the handle failed with.
  [[nodiscard]] SqliteFailure lastFailure() const;
  /// The statement would change data on a read-only connection; what ends with the connection (temporary tables, views
  /// and triggers) is no such data. (SQLite itself lets VACUUM INTO make files then.)
  [[nodiscard]] bool isRefusedWrite(sqlite3_stmt* statement) const;
  /// Called before each prepare, whose authorizer calls belong to that statement.
  void forgetStatement();
  /// True once after a ROLLBACK.
  [[nodiscard]] bool takeRolledBack();

 private:
  SqliteDatabase(SqliteOptions options, const CancelToken& cancel);
  [[nodiscard]] Expected<void> checkFile() const;
  [[nodiscard]] Expected<void> openHandle();
  void configure();
  [[nodiscard]] int authorize(int action, const char* first, const char* second, const char* schema);
  [[nodiscard]] int authorizePragma(const char* name, const char* value);
  [[nodiscard]] int authorizeFunction(const char* name);
  [[nodiscard]] int authorizeAttach(const char* name);
  void noteWrite(int action, const char* first, const char* schema);
  [[nodiscard]] bool waitForLock(int count);

  SqliteOptions m_options;
  CancelToken m_cancel;
  sqlite3* m_handle = nullptr;
  std::vector<SqliteReadGuard> m_guards;  ///< of the file, then of those attached; only for what is read
  QString m_refusal;                      ///< why authorize() said no
  bool m_isPragma = false;
  bool m_writesTemporary = false;  ///< the statement, something of the "temp" schema
  bool m_writesFiles = false;      ///< the statement, something of another schema
  bool m_rolledBack = false;
  QDeadlineTimer m_lockDeadline;
  CancelToken::Registration m_interrupt;
};

}  // namespace courier
