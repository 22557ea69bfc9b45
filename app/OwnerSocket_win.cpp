#include "app/OwnerSocket.h"

namespace courier {

// A named pipe, which is no file; QLocalServer lets only this user in.
QString ownerSocketName(const QString& dataFolder) {
  return QStringLiteral("query-courier-") + folderDigest(dataFolder);
}

}  // namespace courier
