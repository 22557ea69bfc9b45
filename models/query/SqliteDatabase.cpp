#include "models/query/SqliteDatabase.h"

#include <QDir>
#include <QFileInfo>
#include <QThread>
#include <QUrl>
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

/// What SQLite and its shell know that loads code or reads and writes any file, wherever it is called: in the text, or
/// by a view or a trigger of a file that somebody else made.
bool isDangerousFunction(const char* function) {
  constexpr const char* kNames[] = {"load_extension", "fts3_tokenizer", "readfile", "writefile", "fsdir", "edit"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [function](const char* name) { return sqlite3_stricmp(function, name) == 0; });
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
  for (const SqliteReadGuard& guard : m_guards) guard.tidy();
}

Expected<void> SqliteDatabase::checkFile() const {
  const QFileInfo info(m_options.file);
  const QString shown = QDir::toNativeSeparators(m_options.file);
  if (!info.exists())
    return Error::notFound(tr("There is no file “%1”. Check the path or choose the file again.").arg(shown));
  if (!info.isFile()) return Error::invalidInput(tr("“%1” is not a file. Choose an SQLite database file.").arg(shown));
  if (isSameFile(m_options.file, m_options.refusedFile))
    return Error::invalidInput(tr("“%1” is Query Courier's own database. Choose another file.").arg(shown));
  if (!info.isReadable()) return Error::invalidInput(tr("You may not read “%1”. Check its permissions.").arg(shown));
  return {};
}

Expected<void> SqliteDatabase::openHandle() {
  if (auto checked = checkFile(); !checked) return checked;
  const QFileInfo info(m_options.file);
  // Absolute, so that SQLite cannot take it for a file: address.
  const QString path = info.absoluteFilePath();
  QByteArray name = path.toUtf8();
  int access = isReadOnly() ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (isReadOnly() || !info.isWritable() || !QFileInfo(info.absolutePath()).isWritable()) {
    const auto way = m_guards.emplace_back(path).way();
    if (way == SqliteReadGuard::Way::Impossible) return SqliteReadGuard::walError(path);
    if (way == SqliteReadGuard::Way::Immutable) {
      name = QUrl::fromLocalFile(path).toEncoded() + "?immutable=1";
      access = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    }
  }
  const int code = sqlite3_open_v2(name.constData(), &m_handle, access | SQLITE_OPEN_NOMUTEX, nullptr);
  if (m_handle == nullptr) return Error::of(ErrorKind::Internal, tr("There is not enough memory."));
  sqlite3_extended_result_codes(m_handle, 1);
  if (code != SQLITE_OK) return lastFailure().error;
  configure();
  if (sqlite3_exec(m_handle, "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr) != SQLITE_OK)
    return lastFailure().error;
  return {};
}

void SqliteDatabase::configure() {
  sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // The file is the person's own: its generated columns, indexes, views and triggers may use every function (without
  // this even JSON and full-text search are refused there). authorizeFunction() keeps out those that are dangerous.
  sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, nullptr);
  // Old files write "text" in their schema, and must not be unreadable where SQLite was built without that.
  sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DQS_DDL, 1, nullptr);
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
}

Expected<void> SqliteDatabase::confirmRead() const {
  if (!m_guards.empty() && m_guards.front().hasChanged()) return SqliteReadGuard::changedError(m_options.file);
  return {};
}

SqliteFailure SqliteDatabase::lastFailure() const {
  if (isCancelled()) return {cancelledQuery()};
  // What is read without locks from under another program's hands can look like anything.
  if (auto confirmed = confirmRead(); !confirmed) return {confirmed.error()};
  const int code = sqlite3_extended_errcode(m_handle);
  if (!m_refusal.isEmpty()) return {Error::of(ErrorKind::Sql, m_refusal)};
  if (code == SQLITE_READONLY && isReadOnly()) return {readOnlyConnection()};
  return sqliteFailure(m_handle, m_options.file);
}

bool SqliteDatabase::isRefusedWrite(sqlite3_stmt* statement) const {
  const bool isTemporary = m_writesTemporary && !m_writesFiles;
  return isReadOnly() && !m_isPragma && !isTemporary && sqlite3_stmt_readonly(statement) == 0 &&
         sqlite3_stmt_isexplain(statement) == 0;
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
  switch (action) {
    case SQLITE_PRAGMA:
      return authorizePragma(first, second);
    case SQLITE_FUNCTION:
      return authorizeFunction(second);
    case SQLITE_ATTACH:
      return authorizeAttach(first);
    default:
      return SQLITE_OK;
  }
}

int SqliteDatabase::authorizePragma(const char* name, const char* value) {
  m_isPragma = true;
  if (value == nullptr || !isProcessWide(name)) return SQLITE_OK;
  m_refusal = tr("PRAGMA %1 would change the whole program, and is not allowed here.").arg(QString::fromUtf8(name));
  return SQLITE_DENY;
}

int SqliteDatabase::authorizeFunction(const char* name) {
  if (!isDangerousFunction(name)) return SQLITE_OK;
  m_refusal = tr("%1() can run programs or touch other files, and is not allowed here.").arg(QString::fromUtf8(name));
  return SQLITE_DENY;
}

int SqliteDatabase::authorizeAttach(const char* name) {
  // Without a name it is an expression, whose value nobody can look at before the file is opened.
  if (name == nullptr) {
    m_refusal = tr("ATTACH needs the file's name written out, between single quotes.");
    return SQLITE_DENY;
  }
  const QString file = QString::fromUtf8(name);
  if (file.startsWith(QLatin1String("file:"), Qt::CaseInsensitive)) {
    m_refusal = tr("ATTACH takes the path of a file here, not a file: address.");
    return SQLITE_DENY;
  }
  if (isSameFile(file, m_options.refusedFile)) {
    m_refusal = tr("“%1” is Query Courier's own database. Choose another file.").arg(QDir::toNativeSeparators(file));
    return SQLITE_DENY;
  }
  const QFileInfo info(file);
  if (!info.isFile() || (!isReadOnly() && info.isWritable())) return SQLITE_OK;
  const auto way = m_guards.emplace_back(info.absoluteFilePath()).way();
  // There is no address in ATTACH that could say immutable.
  if (way == SqliteReadGuard::Way::Plain || way == SqliteReadGuard::Way::Removing) return SQLITE_OK;
  m_refusal = SqliteReadGuard::walError(info.absoluteFilePath()).message;
  return SQLITE_DENY;
}

bool SqliteDatabase::waitForLock(int count) {
  if (count == 0) m_lockDeadline.setRemainingTime(m_options.busyLimitMs);
  if (m_lockDeadline.hasExpired() || isCancelled()) return false;
  QThread::msleep(count < 10 ? 1 : 10);
  return true;
}

}  // namespace courier
