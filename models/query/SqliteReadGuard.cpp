#include "models/query/SqliteReadGuard.h"

#include <sqlite3.h>

#include <QDir>
#include <QFileInfo>
#include <utility>

namespace courier {
namespace {

/// Opens and closes by SQLite alone: a descriptor of ours would, when closed, take away the locks that this process
/// holds on the file.
class BriefConnection {
 public:
  BriefConnection(const QString& file, int access) {
    sqlite3_open_v2(file.toUtf8().constData(), &m_handle, access | SQLITE_OPEN_NOMUTEX, nullptr);
  }
  ~BriefConnection() { sqlite3_close(m_handle); }
  BriefConnection(const BriefConnection&) = delete;
  BriefConnection& operator=(const BriefConnection&) = delete;
  [[nodiscard]] sqlite3* handle() const { return m_handle; }

 private:
  sqlite3* m_handle = nullptr;
};

bool isInWalMode(const QString& file) {
  const BriefConnection connection(file, SQLITE_OPEN_READONLY);
  sqlite3_file* opened = nullptr;
  if (sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &opened) != SQLITE_OK ||
      opened == nullptr || opened->pMethods == nullptr)
    return false;
  // The file format's versions for writing and reading: 2 is WAL.
  constexpr sqlite3_int64 kVersionsAt = 18;
  unsigned char versions[2] = {};
  return opened->pMethods->xRead(opened, versions, sizeof versions, kVersionsAt) == SQLITE_OK && versions[1] == 2;
}

}  // namespace

SqliteReadGuard::SqliteReadGuard(QString file) : m_file(std::move(file)) {
  if (!isInWalMode(m_file)) return;
  const QFileInfo database(m_file);
  const QFileInfo wal(m_file + QStringLiteral("-wal"));
  const bool hasIndex = QFileInfo::exists(m_file + QStringLiteral("-shm"));
  if (wal.exists() && hasIndex) return;
  if (database.isWritable() && QFileInfo(database.absolutePath()).isWritable()) {
    m_way = wal.exists() || hasIndex ? Way::Plain : Way::Removing;
    return;
  }
  m_way = wal.exists() && wal.size() > 0 ? Way::Impossible : Way::Immutable;
  m_first = stamp();
}

bool SqliteReadGuard::hasChanged() const {
  return m_way == Way::Immutable && stamp() != m_first;
}

void SqliteReadGuard::tidy() const {
  if (m_way != Way::Removing) return;
  // The last connection that may write removes them as it closes.
  const BriefConnection connection(m_file, SQLITE_OPEN_READWRITE);
  sqlite3_exec(connection.handle(), "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr);
}

Error SqliteReadGuard::walError(const QString& file) {
  const QFileInfo info(file);
  return Error::invalidInput(
      tr("“%1” is in WAL mode: to read it, SQLite needs the files “%2-wal” and “%2-shm” beside "
         "it, and you may not read or make them in the folder “%3”. Copy “%2” and, if it is "
         "there, “%2-wal” into a folder of your own, and open the copy.")
          .arg(QDir::toNativeSeparators(file), info.fileName(), QDir::toNativeSeparators(info.absolutePath())));
}

Error SqliteReadGuard::changedError(const QString& file) {
  return Error::of(ErrorKind::Busy, tr("Another program changed “%1” while it was being read. Run the query again.")
                                        .arg(QDir::toNativeSeparators(file)));
}

std::optional<SqliteReadGuard::Stamp> SqliteReadGuard::stamp() const {
  const std::filesystem::path path = QFileInfo(m_file).filesystemFilePath();
  std::error_code error;
  Stamp stamp;
  stamp.bytes = std::filesystem::file_size(path, error);
  if (!error) stamp.written = std::filesystem::last_write_time(path, error);
  if (error) return std::nullopt;
  return stamp;
}

}  // namespace courier
