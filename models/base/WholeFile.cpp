#include "models/base/WholeFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUuid>
#include <utility>

#include "models/base/FileSync.h"
#include "models/base/PrivateFiles.h"

namespace courier {

namespace {

struct WholeFileTr {
  Q_DECLARE_TR_FUNCTIONS(WholeFile)
};

/// Where a path leads; a link may point at a file that is not there yet.
QString behindLinks(const QString& path) {
  const QFileInfo info(path);
  if (info.exists()) return info.canonicalFilePath();
  return info.isSymLink() ? info.symLinkTarget() : info.absoluteFilePath();
}

}  // namespace

WholeFile::WholeFile(QString path) : m_path(std::move(path)) {}

WholeFile::~WholeFile() {
  if (m_file.isOpen() && !m_isWrittenThrough) m_file.remove();
}

Expected<void> WholeFile::open() {
  const QFileInfo info(m_path);
  if (info.isDir()) return failure(WholeFileTr::tr("it is a folder"));
  m_isWrittenThrough = info.exists() && !info.isFile();
  if (m_isWrittenThrough) {
    // Its own name: that of a pipe behind /dev/fd cannot be opened.
    m_file.setFileName(m_path);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) return failure(m_file.errorString());
    return {};
  }
  m_target = behindLinks(m_path);
  if (info.exists() && !info.isWritable()) return failure(WholeFileTr::tr("it may not be changed"));
  m_file.setFileName(QStringLiteral("%1/.%2.part")
                         .arg(QFileInfo(m_target).absolutePath(), QUuid::createUuid().toString(QUuid::WithoutBraces)));
  m_permissions = info.exists() ? info.permissions() : permissionsOfSavedFiles();
  if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered, ownerOnlyFile))
    return failure(m_file.errorString());
  return {};
}

Expected<void> WholeFile::write(const QByteArray& bytes) {
  if (m_file.write(bytes) != bytes.size()) return failure(m_file.errorString());
  return {};
}

Expected<void> WholeFile::commit() {
  if (m_isWrittenThrough) {
    m_file.close();
    if (m_file.error() != QFileDevice::NoError) return failure(m_file.errorString());
    return {};
  }
  // Some disks know no permissions: a new file does without.
  if (!m_file.setPermissions(m_permissions) && QFileInfo::exists(m_target)) return failure(m_file.errorString());
  if (auto synced = syncFile(m_file); !synced) return failure(synced.error().detail);
  m_file.close();
  if (auto renamed = renameFile(m_file.fileName(), m_target); !renamed) {
    m_file.remove();
    return failure(renamed.error().detail);
  }
  if (auto synced = syncFolder(QFileInfo(m_target).absolutePath()); !synced) return failure(synced.error().detail);
  return {};
}

Error WholeFile::failure(const QString& reason) const {
  return Error::of(ErrorKind::Storage,
                   WholeFileTr::tr("%1 could not be saved: %2. Make sure that the folder exists, that you may write "
                                   "there and that the disk has room, or choose another place.")
                       .arg(QDir::toNativeSeparators(m_path), reason),
                   reason);
}

Expected<void> writeWholeFile(const QString& path, const QByteArray& bytes) {
  WholeFile file(path);
  if (auto opened = file.open(); !opened) return opened;
  if (auto written = file.write(bytes); !written) return written;
  return file.commit();
}

}  // namespace courier
