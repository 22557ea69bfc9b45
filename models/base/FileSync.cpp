#include "models/base/FileSync.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <filesystem>
#include <system_error>

namespace courier {

namespace {

struct FileSyncTr {
  Q_DECLARE_TR_FUNCTIONS(FileSync)
};

constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
constexpr QFile::Permissions others =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

Error folderError(const QString& text, const QString& folder) {
  return Error::of(ErrorKind::Storage, text.arg(QDir::toNativeSeparators(folder)));
}

Expected<void> makeMissing(const QString& folder) {
  const QFileInfo info(folder);
  if (info.isDir()) return {};
  if (info.exists()) {
    return folderError(FileSyncTr::tr("%1 is a file where a folder is needed. Move it away."), folder);
  }
  if (const QString parent = info.absolutePath(); parent != info.absoluteFilePath()) {
    if (auto made = makeMissing(parent); !made) return made;
  }
  // Another process may have made it meanwhile. What is kept in it is only as safe as its own entry.
  if (QDir().mkdir(folder, ownerOnly) || QFileInfo(folder).isDir()) return syncFolder(info.absolutePath());
  return folderError(FileSyncTr::tr("The folder %1 cannot be created. Check the permissions of the folder above it."),
                     folder);
}

}  // namespace

Expected<void> renameFile(const QString& from, const QString& to) {
  std::error_code failure;
  std::filesystem::rename(QFileInfo(from).filesystemFilePath(), QFileInfo(to).filesystemFilePath(), failure);
  if (!failure) return {};
  return Error::of(ErrorKind::Storage,
                   FileSyncTr::tr("%1 cannot be renamed. Check the disk and the permissions of the folder.")
                       .arg(QDir::toNativeSeparators(from)),
                   QString::fromLocal8Bit(failure.message().c_str()));
}

Expected<void> makePrivateFolder(const QString& folder) {
  const QString path = QFileInfo(QDir::cleanPath(folder)).absoluteFilePath();
  if (auto made = makeMissing(path); !made) return made;
  if ((QFile::permissions(path) & others) != QFile::Permissions{} && !QFile::setPermissions(path, ownerOnly)) {
    return folderError(
        FileSyncTr::tr("Other people can open the folder %1, and Query Courier cannot change that. Check who owns it."),
        path);
  }
  return {};
}

bool isNetworkFileSystem(const QByteArray& type) {
  static const QList<QByteArray> network = {"afpfs", "afs",  "ceph", "cifs",  "coda",   "glusterfs", "lustre", "ncpfs",
                                            "nfs",   "nfs4", "smb3", "smbfs", "webdav", "davfs",     "davfs2"};
  static const QList<QByteArray> networkFuse = {"ceph", "davfs",  "davfs2", "gcsfuse", "glusterfs", "gvfsd-fuse",
                                                "mfs",  "rclone", "s3fs",   "sshfs",   "curlftpfs"};
  const QByteArray name = type.toLower();
  if (name.startsWith("fuse.")) return networkFuse.contains(name.mid(5));
  return network.contains(name);
}

}  // namespace courier
