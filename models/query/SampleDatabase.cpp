#include "models/query/SampleDatabase.h"

#include <sqlite3.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>
#include <memory>

#include "models/base/FileSync.h"

// Qt wants this outside every namespace: the resource is linked from a static library, which would drop it otherwise.
static void initSampleResource() {
  Q_INIT_RESOURCE(sample);
}

namespace courier {

namespace {

struct SampleDatabaseTr {
  Q_DECLARE_TR_FUNCTIONS(SampleDatabase)
};

Error cannotMake(const QString& file, const QString& why) {
  return {ErrorKind::Storage,
          SampleDatabaseTr::tr("The sample database “%1” could not be created (%2). Check the folder's permissions and "
                               "the free space on its disk.")
              .arg(QDir::toNativeSeparators(file), why),
          why,
          {}};
}

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};

/// "" or what SQLite says.
QString build(const QString& path, const QByteArray& script) {
  sqlite3* handle = nullptr;
  sqlite3_open_v2(path.toUtf8().constData(), &handle, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, Close> database(handle);
  if (sqlite3_exec(handle, script.constData(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return QString::fromUtf8(sqlite3_errmsg(handle));
}

}  // namespace

Expected<void> makeSampleDatabase(const QString& file) {
  if (QFile::exists(file)) return {};
  initSampleResource();
  QFile script(QStringLiteral(":/sample/www_access.sql"));
  if (!script.open(QIODevice::ReadOnly)) return cannotMake(file, script.errorString());

  QTemporaryFile part(file + QStringLiteral(".XXXXXX.part"));
  if (!part.open()) return cannotMake(file, part.errorString());
  const QString partName = part.fileName();
  part.close();
  if (const QString failure = build(partName, script.readAll()); !failure.isEmpty()) return cannotMake(file, failure);

  // Replaces what another process may have put there meanwhile: the same rows.
  if (auto renamed = renameFile(partName, file); !renamed) return cannotMake(file, renamed.error().detail);
  part.setAutoRemove(false);
  // That it was made is written down next.
  return syncFolder(QFileInfo(file).absolutePath());
}

}  // namespace courier
