#include <qt_windows.h>

#include <lmcons.h>

#include <array>

#include "models/base/UserName.h"

namespace courier {

QString userName() {
  std::array<wchar_t, UNLEN + 1> name{};
  auto size = static_cast<DWORD>(name.size());
  return GetUserNameW(name.data(), &size) != 0 ? QString::fromWCharArray(name.data()) : QString();
}

}  // namespace courier
