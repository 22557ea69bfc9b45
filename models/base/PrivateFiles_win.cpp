#include "models/base/PrivateFiles.h"

namespace courier {

// A file inherits the access list of its folder, and a profile's folders are their user's alone.
void keepNewFilesPrivate() {}

QFile::Permissions permissionsOfSavedFiles() {
  return QFile::ReadOwner | QFile::WriteOwner;
}

}  // namespace courier
