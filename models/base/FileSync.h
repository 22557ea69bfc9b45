#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include "models/base/Expected.h"

namespace courier {

/// Puts an open file's bytes on the disk (fsync, F_FULLFSYNC, FlushFileBuffers). Platform code in FileSync_*.cpp.
[[nodiscard]] Expected<void> syncFile(QFile& file);
/// Asks the system to begin writing `size` bytes from `offset` on, so that syncFile() waits less. Only a hint: it does
/// nothing where a system has no such call.
void startWriting(QFile& file, qint64 offset, qint64 size);
/// Puts a folder's entries on the disk; on Windows, where that has no meaning, it does nothing.
[[nodiscard]] Expected<void> syncFolder(const QString& folder);
/// Renames a closed file within its file system and replaces a file that has the new name. Unlike QFile::rename() it
/// never falls back to copying: a copy would not be synced to the disk.
[[nodiscard]] Expected<void> renameFile(const QString& from, const QString& to);
/// Makes a folder (and what is missing above it) that only its owner can enter; the new entries are on the disk then.
[[nodiscard]] Expected<void> makePrivateFolder(const QString& folder);
/// True when the folder lies on a network file system (NFS, SMB …), where SQLite's locks cannot be trusted.
[[nodiscard]] bool isNetworkFolder(const QString& folder);
/// The same for a file system's name as the platform writes it ("ext4", "nfs4", "fuse.sshfs"). Pure.
[[nodiscard]] bool isNetworkFileSystem(const QByteArray& type);

}  // namespace courier
