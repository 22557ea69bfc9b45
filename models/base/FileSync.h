#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include "models/base/Expected.h"

namespace courier {

/// Puts an open file's bytes on the disk (fsync, F_FULLFSYNC, FlushFileBuffers). Platform code in FileSync_*.cpp.
[[nodiscard]] Expected<void> syncFile(QFile& file);
/// Lets the system begin to write `size` bytes from `offset` on, so that syncFile() has less to wait for; a hint that
/// promises nothing. Does nothing where a system has no such call.
void startWriting(QFile& file, qint64 offset, qint64 size);
/// Puts a folder's entries on the disk; on Windows, where that has no meaning, it does nothing.
[[nodiscard]] Expected<void> syncFolder(const QString& folder);
/// Gives a closed file another name in the same file system, in place of a file that has it. Other than QFile::rename()
/// it never copies where that fails: a copy would not be on the disk.
[[nodiscard]] Expected<void> renameFile(const QString& from, const QString& to);
/// Makes a folder (and what is missing above it) that only its owner can enter; the new entries are on the disk then.
[[nodiscard]] Expected<void> makePrivateFolder(const QString& folder);
/// True when the folder lies on a network file system (NFS, SMB …), where SQLite's locks cannot be trusted.
[[nodiscard]] bool isNetworkFolder(const QString& folder);
/// The same for a file system's name as the platform writes it ("ext4", "nfs4", "fuse.sshfs"). Pure.
[[nodiscard]] bool isNetworkFileSystem(const QByteArray& type);

}  // namespace courier
