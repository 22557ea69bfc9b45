#pragma once

#include <QByteArray>
#include <QString>
#include <mutex>
#include <optional>

#include "models/admin/AdminPolicy.h"

namespace courier {

/// The administrator's policy as its file says at this moment: the file, which is small, is read at every call, so
/// that a change is obeyed at once whatever its times say. No file, no policy; one that cannot be read or understood
/// refuses all. Never written. Thread-safe; reading blocks.
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
