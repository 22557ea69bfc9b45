#include <pwd.h>
#include <unistd.h>

#include <QFile>
#include <array>

#include "models/base/UserName.h"

namespace courier {

QString userName() {
  const uid_t id = ::geteuid();
  std::array<char, 16384> space{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(id, &entry, space.data(), space.size(), &found) == 0 && found != nullptr)
    return QFile::decodeName(found->pw_name);
  return QString::number(id);
}

}  // namespace courier
