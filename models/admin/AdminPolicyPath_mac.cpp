#include "models/admin/AdminPolicyFile.h"

namespace courier {

QString adminPolicyPath() {
  return QStringLiteral("/Library/Application Support/Query Courier/policy.json");
}

}  // namespace courier
