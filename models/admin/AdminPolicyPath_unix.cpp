#include "models/admin/AdminPolicyFile.h"

namespace courier {

QString adminPolicyPath() {
  return QStringLiteral("/etc/query-courier/policy.json");
}

}  // namespace courier
