#include <qt_windows.h>

#include <objbase.h>
#include <shlobj.h>

#include "models/admin/AdminPolicyFile.h"

namespace courier {

/// The system's own word: the variable %ProgramData% is the user's to set.
QString adminPolicyPath() {
  QString folder = QStringLiteral("C:/ProgramData");
  PWSTR found = nullptr;
  if (SUCCEEDED(SHGetKnownFolderPath(FOLDERID_ProgramData, KF_FLAG_DEFAULT, nullptr, &found)))
    folder = QString::fromWCharArray(found);
  CoTaskMemFree(found);
  return folder + QStringLiteral("/Query Courier/policy.json");
}

}  // namespace courier
