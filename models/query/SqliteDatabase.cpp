#include "models/query/SqliteDatabase.h"

#include <QDir>
#include <QFileInfo>
#include <QThread>
#include <algorithm>
#include <filesystem>
#include <utility>

#include "models/query/QueryEngine.h"

namespace courier {

namespace {

bool isSameFile(const QString& one, const QString& other) {
  if (one.isEmpty() || other.isEmpty()) return false;
  // Compares device and inode (volume and index on Windows), so symbolic and hard links do not hide a file.
  std::error_code error;
  return std::filesystem::equivalent(QFileInfo(one).filesystemFilePath(), QFileInfo(other).filesystemFilePath(), error);
}

/// Settings of the whole process, other connections included: no statement's business.
bool isProcessWide(const char* pragma) {
  constexpr const char* kNames[] = {"temp_store_directory", "data_store_directory", "soft_heap_limit",
                                    "hard_heap_limit"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [pragma](const char* name) { return sqlite3_stricmp(pragma, name) == 0; });
}

}  // namespace

Expected<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const SqliteOptions& options,
                                                               const CancelToken& cancel) {
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(options, cancel));
  if (auto opened = database->openHandle(); !opened) return opened.error();
  return database;
}

SqliteDatabase::SqliteDatabase(SqliteOptions options, const CancelToken& cancel)
    : m_options(std::move(options)), m_cancel(cancel) {}

SqliteDatabase::~SqliteDatabase() {
  m_interrupt = {};
  sqlite3_close(m_handle);
}

Expected<void> SqliteDatabase::openHandle() {
  const QFileInfo info(m_options.file);
  const QString shown = QDir::toNativeSeparators(m_options.file);
  if (!info.exists())
    return Error::notFound(tr("There is no file “%1”. Check the path or choose the file again.").arg(shown));
  if (!info.isFile()) return Error::invalidInput(tr("“%1” is not a file. Choose an SQLite database file.").arg(shown));
  if (isSameFile(m_options.file, m_options.refusedFile))
    return Error::invalidInput(tr("“%1” is Query Courier's own database. Choose another file.").arg(shown));
  if (!info.isReadable()) return Error::invalidInput(tr("You may not read “%1”. Check its permissions.").arg(shown));

  // Absolute, so that SQLite cannot take it for a file: address.
  const QByteArray path = info.absoluteFilePath().toUtf8();
  const int access = isReadOnly() ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int code = sqlite3_open_v2(path.constData(), &m_handle, access | SQLITE_OPEN_NOMUTEX, nullptr);
  if (m_handle == nullptr) return Error::of(ErrorKind::Internal, tr("There is not enough memory."));
  sqlite3_extended_result_codes(m_handle, 1);
  if (code != SQLITE_OK) return lastFailure().error;

  sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_set_authorizer(
      m_handle,
      [](void* self, int action, const char* first, const char* second, const char* schema, const char*) {
        return static_cast<SqliteDatabase*>(self)->authorize(action, first, second, schema);
      },
      this);
  sqlite3_busy_handler(
      m_handle, [](void* self, int count) { return static_cast<SqliteDatabase*>(self)->waitForLock(count) ? 1 : 0; },
      this);
  // An interrupt that comes just before a step begins is forgotten by SQLite; this one is not.
  sqlite3_progress_handler(
      m_handle, 2000, [](void* self) { return static_cast<SqliteDatabase*>(self)->isCancelled() ? 1 : 0; }, this);
  sqlite3_rollback_hook(
      m_handle, [](void* self) { static_cast<SqliteDatabase*>(self)->m_rolledBack = true; }, this);
  m_interrupt = m_cancel.onCancel([handle = m_handle] { sqlite3_interrupt(handle); });

  if (sqlite3_exec(m_handle, "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr) != SQLITE_OK)
    return lastFailure().error;
  return {};
}

SqliteDatabase::Failure SqliteDatabase::lastFailure() const {
  if (isCancelled()) return {cancelledQuery()};
  const int code = sqlite3_extended_errcode(m_handle);
  const QString detail = QString::fromUtf8(sqlite3_errmsg(m_handle));
  const QString shown = QDir::toNativeSeparators(m_options.file);
  if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY || code == SQLITE_READONLY_CANTINIT)
    return {{ErrorKind::Sql,
             tr("A program stopped in the middle of changing “%1”. Open the file with that program first.").arg(shown),
             detail,
             {}}};
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {{ErrorKind::Busy,
               tr("Another program has locked “%1”. Try again when it has finished.").arg(shown),
               detail,
               {}}};
    case SQLITE_NOTADB:
      return {{ErrorKind::InvalidInput,
               tr("“%1” is not an SQLite database, or it is encrypted. Choose another file.").arg(shown),
               detail,
               {}}};
    case SQLITE_READONLY:
      if (isReadOnly()) return {readOnlyError()};
      return {{ErrorKind::Sql,
               tr("You may not write to “%1”. Check its permissions and those of its folder.").arg(shown),
               detail,
               {}}};
    case SQLITE_AUTH:
      if (!m_refusal.isEmpty()) return {{ErrorKind::Sql, m_refusal, detail, {}}};
      break;
    default:
      break;
  }
  return {{ErrorKind::Sql, detail, detail, {}}, true};
}

bool SqliteDatabase::isRefusedWrite(sqlite3_stmt* statement) const {
  const bool isTemporary = m_writesTemporary && !m_writesFiles;
  return isReadOnly() && !m_isPragma && !isTemporary && sqlite3_stmt_readonly(statement) == 0 &&
         sqlite3_stmt_isexplain(statement) == 0;
}

Error SqliteDatabase::readOnlyError() const {
  return {ErrorKind::Sql, tr("This connection is read-only. To change data, allow this connection to write."), {}, {}};
}

void SqliteDatabase::forgetStatement() {
  m_refusal.clear();
  m_isPragma = false;
  m_writesTemporary = false;
  m_writesFiles = false;
}

bool SqliteDatabase::takeRolledBack() {
  return std::exchange(m_rolledBack, false);
}

void SqliteDatabase::noteWrite(int action, const char* first, const char* schema) {
  switch (action) {
    case SQLITE_READ:
    case SQLITE_SELECT:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_PRAGMA:
      return;
    default:
      break;
  }
  // ALTER TABLE alone names its schema first.
  const char* const written = action == SQLITE_ALTER_TABLE ? first : schema;
  (written != nullptr && sqlite3_stricmp(written, "temp") == 0 ? m_writesTemporary : m_writesFiles) = true;
}

int SqliteDatabase::authorize(int action, const char* first, const char* second, const char* schema) {
  noteWrite(action, first, schema);
  if (action == SQLITE_PRAGMA) {
    m_isPragma = true;
    if (second == nullptr || !isProcessWide(first)) return SQLITE_OK;
    m_refusal = tr("PRAGMA %1 would change the whole program, and is not allowed here.").arg(QString::fromUtf8(first));
    return SQLITE_DENY;
  }
  if (action != SQLITE_ATTACH) return SQLITE_OK;
  // Without a name it is an expression, whose value nobody can look at before the file is opened.
  if (first == nullptr) {
    m_refusal = tr("ATTACH needs the file's name written out, between single quotes.");
    return SQLITE_DENY;
  }
  const QString file = QString::fromUtf8(first);
  if (file.startsWith(QLatin1String("file:"), Qt::CaseInsensitive)) {
    m_refusal = tr("ATTACH takes the path of a file here, not a file: address.");
    return SQLITE_DENY;
  }
  if (!isSameFile(file, m_options.refusedFile)) return SQLITE_OK;
  m_refusal = tr("“%1” is Query Courier's own database. Choose another file.").arg(QDir::toNativeSeparators(file));
  return SQLITE_DENY;
}

bool SqliteDatabase::waitForLock(int count) {
  if (count == 0) m_lockDeadline.setRemainingTime(m_options.busyLimitMs);
  if (m_lockDeadline.hasExpired() || isCancelled()) return false;
  QThread::msleep(count < 10 ? 1 : 10);
  return true;
}

}  // namespace courier
