#include <sys/stat.h>

#include <mutex>
#include <optional>
#include <utility>

#include "models/base/PrivateFiles.h"

namespace courier {
namespace {

constexpr mode_t othersAndGroup = S_IRWXG | S_IRWXO;

std::mutex umaskMutex;
/// As the program was started; nothing as long as it is the process's own still.
std::optional<mode_t> startedUmask;

}  // namespace

void keepNewFilesPrivate() {
  const std::scoped_lock lock(umaskMutex);
  const mode_t before = umask(othersAndGroup);
  if (!startedUmask) startedUmask = before;
}

QFile::Permissions permissionsOfSavedFiles() {
  const std::scoped_lock lock(umaskMutex);
  mode_t taken = startedUmask.value_or(0);
  if (!startedUmask) {
    // It can only be read by setting it.
    taken = umask(othersAndGroup);
    umask(taken);
  }
  QFile::Permissions permissions;
  for (const auto& [bit, permission] : {std::pair(S_IRUSR, QFile::ReadOwner), std::pair(S_IWUSR, QFile::WriteOwner),
                                        std::pair(S_IRGRP, QFile::ReadGroup), std::pair(S_IWGRP, QFile::WriteGroup),
                                        std::pair(S_IROTH, QFile::ReadOther), std::pair(S_IWOTH, QFile::WriteOther)}) {
    if ((taken & static_cast<mode_t>(bit)) == 0) permissions |= permission;
  }
  return permissions;
}

}  // namespace courier
