#pragma once

#include <QByteArray>
#include <QString>
#include <mutex>
#include <optional>

#include "models/admin/AdminPolicy.h"

namespace courier {

/// Reads the administrator's policy from its file, which is small, at every call, so that a change takes effect at once
/// whatever the file's times are. Without a file there is no policy; a file that cannot be read or understood forbids
/// everything. Never writes the file. Thread-safe; reading blocks.
class AdminPolicyFile {
 public:
  /// `path`: adminPolicyPath(); tests have their own.
  explicit AdminPolicyFile(QString path);

  [[nodiscard]] AdminPolicy current() const;
  /// As AdminPolicy::check().
  [[nodiscard]] Expected<void> check(const TargetUrl& url, const ProxyOptions& proxy = {}) const {
    return current().check(url, proxy);
  }

 private:
  const QString m_path;
  mutable std::mutex m_mutex;
  mutable std::optional<QByteArray> m_parsed;  ///< the bytes that m_policy was made of
  mutable AdminPolicy m_policy;
};

/// Where an administrator puts the policy, for all users of this computer: a place that only an administrator can
/// write, and that no setting or variable of a user can move. Platform code in AdminPolicyPath_*.cpp.
[[nodiscard]] QString adminPolicyPath();

}  // namespace courier
