#pragma once

#include <QString>

namespace courier {

/// Where the owner of a data folder listens: the same for every process of this user. Platform code in
/// OwnerSocket_*.cpp.
[[nodiscard]] QString ownerSocketName(const QString& dataFolder);

/// A short name for a folder, the same however its path is spelled.
[[nodiscard]] QString folderDigest(const QString& folder);

}  // namespace courier
