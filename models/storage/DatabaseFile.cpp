#include "models/storage/DatabaseFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>
#include <QtEndian>

#include "models/base/FileSync.h"
#include "models/base/PrivateFiles.h"
#include "models/storage/Session.h"

namespace courier::databasefile {

namespace {

struct DatabaseFileTr {
  Q_DECLARE_TR_FUNCTIONS(DatabaseFile)
};

QStringList companions() {
  return {QStringLiteral("-wal"), QStringLiteral("-shm"), QStringLiteral("-journal")};
}

/// The version that the file's own header names (sqlite.org/fileformat.html, offset 60), or nothing.
std::optional<qint32> versionInHeader(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
  const QByteArray header = file.read(100);
  if (header.size() < 100 || !header.startsWith(QByteArray("SQLite format 3\0", 16))) return std::nullopt;
  return qFromBigEndian<qint32>(header.constData() + 60);
}

bool isDamage(const QSqlError& error) {
  constexpr int corrupt = 11;
  constexpr int notADatabase = 26;
  const int code = error.nativeErrorCode().toInt() & 0xff;
  return code == corrupt || code == notADatabase;
}

/// Reads one connection's view of the file step by step; the first failure decides.
class Look {
 public:
  explicit Look(Session& session) : m_session(session) {}

  Expected<Finding> take(int newestVersion, Check check) {
    // One transaction, and so one moment: another process may be making the tables right now.
    run(QStringLiteral("BEGIN"));
    if (m_failure) return *m_failure;
    const QVariant version = ask(QStringLiteral("PRAGMA user_version"));
    if (m_failure) return *m_failure;
    if (version.toInt() > newestVersion) return Finding{Condition::Newer, version.toInt(), {}};
    const QVariant tables = ask(QStringLiteral("SELECT COUNT(*) FROM sqlite_master"));
    if (m_failure) return *m_failure;
    if (check == Check::Whole) {
      const QString verdict = ask(QStringLiteral("PRAGMA quick_check(1)")).toString();
      if (m_failure) return *m_failure;
      if (verdict != QLatin1String("ok")) return Finding{Condition::Damaged, version.toInt(), verdict};
    }
    const bool isNew = version.toInt() == 0 && tables.toInt() == 0;
    return Finding{isNew ? Condition::New : Condition::Usable, version.toInt(), {}};
  }

 private:
  void run(const QString& sql) {
    QSqlQuery query(m_session.handle());
    if (!query.exec(sql)) fail(query.lastError());
  }

  QVariant ask(const QString& sql) {
    QSqlQuery query(m_session.handle());
    query.setForwardOnly(true);
    if (query.exec(sql) && query.next()) return query.value(0);
    fail(query.lastError());
    return {};
  }

  void fail(const QSqlError& error) {
    if (isDamage(error)) {
      m_failure = Finding{Condition::Damaged, 0, error.databaseText()};
    } else {
      m_failure = storageError(error, m_session.handle().databaseName());
    }
  }

  Session& m_session;
  std::optional<Expected<Finding>> m_failure;
};

Expected<Finding> lookThrough(const QString& path, ScopedConnection::Access access, int newestVersion, Check check) {
  auto connection = ScopedConnection::open(path, access);
  if (!connection) return connection.error();
  return Look((*connection)->session()).take(newestVersion, check);
}

/// "courier-v1-2026-11-22.db", or with "-2", "-3" … where that is taken.
QString freeName(const QDir& folder, const QString& stem) {
  QString name = stem + QStringLiteral(".db");
  for (int number = 2; folder.exists(name); ++number) name = QStringLiteral("%1-%2.db").arg(stem).arg(number);
  return folder.filePath(name);
}

Error fileError(const QString& text, const QString& path, const QString& detail) {
  return Error::of(ErrorKind::Storage, text.arg(QDir::toNativeSeparators(path)), detail);
}

}  // namespace

Expected<Finding> examine(const QString& path, int newestVersion, Check check) {
  const QFileInfo file(path);
  if (!file.exists() || (file.isFile() && file.size() == 0)) return Finding{};
  // Without a -wal the header is the whole truth, and no connection of this process is open whose POSIX locks closing
  // the file here would drop.
  if (!QFileInfo::exists(path + QStringLiteral("-wal"))) {
    if (const auto version = versionInHeader(path); version && *version > newestVersion) {
      return Finding{Condition::Newer, *version, {}};
    }
  }
  // A read-only connection neither checkpoints nor deletes a -wal. It cannot roll back a journal that a crash has
  // left; then the ordinary one has to.
  auto finding = lookThrough(path, ScopedConnection::Access::ReadOnly, newestVersion, check);
  if (finding) return finding;
  return lookThrough(path, ScopedConnection::Access::ReadWrite, newestVersion, check);
}

Expected<void> makePrivate(const QString& path) {
  if (QFile file(path); !file.exists()) {
    // Another process may make it at this moment: that is as good.
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnlyFile) && !file.exists()) {
      return fileError(DatabaseFileTr::tr("%1 cannot be created. Check the folder's permissions."), path,
                       file.errorString());
    }
  }
  if (!QFileInfo(path).isWritable()) {
    return fileError(DatabaseFileTr::tr("%1 is read-only. Allow writing to it and try again."), path, {});
  }
  if (QFile file(path); !file.setPermissions(ownerOnlyFile)) {
    return fileError(
        DatabaseFileTr::tr("Other people can open %1, and Query Courier cannot change that. Check who owns it."), path,
        file.errorString());
  }
  for (const QString& companion : companions()) {
    // They come and go with other processes; SQLite gives new ones the database's own permissions.
    if (QFileInfo::exists(path + companion)) QFile::setPermissions(path + companion, ownerOnlyFile);
  }
  return {};
}

Expected<QString> backUp(Session& session, int version, QDate date) {
  const QDir folder = QFileInfo(session.handle().databaseName()).absoluteDir();
  const QString copy =
      freeName(folder, QStringLiteral("courier-v%1-%2").arg(QString::number(version), date.toString(Qt::ISODate)));
  // Under another name until it is whole.
  const QString unfinished = copy + QStringLiteral(".part");
  QFile::remove(unfinished);
  QFile file(unfinished);
  const auto failed = [&](const QString& detail) {
    QFile::remove(unfinished);
    return fileError(
        DatabaseFileTr::tr(
            "The backup copy %1 could not be created, so courier.db was left as it is. Check that the disk has room."),
        copy, detail);
  };
  if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnlyFile)) return failed(file.errorString());
  file.close();
  if (auto copied = session.execute(QStringLiteral("VACUUM INTO ?"), {unfinished}); !copied) {
    return failed(copied.error().detail);
  }
  if (!file.open(QIODevice::ReadWrite)) return failed(file.errorString());
  if (auto synced = syncFile(file); !synced) return failed(synced.error().detail);
  file.close();
  if (auto renamed = renameFile(unfinished, copy); !renamed) return failed(renamed.error().detail);
  if (auto synced = syncFolder(folder.path()); !synced) return synced.error();
  return copy;
}

Expected<QString> setAside(const QString& path, QDate date) {
  const QDir folder = QFileInfo(path).absoluteDir();
  const QString aside = freeName(folder, QStringLiteral("courier-damaged-%1").arg(date.toString(Qt::ISODate)));
  const auto move = [&](const QString& suffix) -> Expected<void> {
    if (!QFile::exists(path + suffix)) return {};
    const auto renamed = renameFile(path + suffix, aside + suffix);
    if (renamed) return {};
    return fileError(DatabaseFileTr::tr("%1 is damaged and could not be set aside. Close other programs that "
                                        "use it and try again."),
                     path + suffix, renamed.error().detail);
  };
  // The database last: as long as it is there, what was begun here is begun again at the next start.
  for (const QString& companion : companions()) {
    if (auto moved = move(companion); !moved) return moved.error();
  }
  if (auto moved = move(QString()); !moved) return moved.error();
  QFile::setPermissions(aside, ownerOnlyFile);
  if (auto synced = syncFolder(folder.path()); !synced) return synced.error();
  return aside;
}

}  // namespace courier::databasefile
