#pragma once

#include <QFile>

namespace courier {

/// Owner-only: what everything gets that this program keeps for itself.
inline constexpr QFile::Permissions ownerOnlyFile = QFile::ReadOwner | QFile::WriteOwner;

/// From now on whatever this process makes, its database, locks, sockets and temporary files, is its user's alone from
/// its first instant. The first call of main(): the umask is the whole process's.
void keepNewFilesPrivate();
/// What the umask that the program was started with gives a file that a person saves for themselves.
[[nodiscard]] QFile::Permissions permissionsOfSavedFiles();

}  // namespace courier
