#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <optional>

#include "models/address/TargetOptions.h"
#include "models/address/TargetUrl.h"
#include "models/base/Expected.h"

namespace courier {

/// What this computer's administrator allows. A value; pure. Without any rule, as it is made by default, it allows
/// everything. An address of this computer (loopback) is always allowed, encrypted or not: what goes there, to the
/// built-in receiver for one, does not leave the computer.
class AdminPolicy {
 public:
  AdminPolicy() = default;
  /// Reads {"allowed_hosts": ["*.example.org"], "https_only": true, "schedules": false, "longest_retention_days": 30};
  /// each key may be left out, others are not looked at. InvalidInput, naming `fileName`, the key and the mend, where
  /// it is no such object.
  [[nodiscard]] static Expected<AdminPolicy> parse(const QByteArray& json, const QString& fileName);
  /// Of a file that cannot be understood: no address but this computer's own and no schedule, for the reason that
  /// `error` gives.
  [[nodiscard]] static AdminPolicy refusingAll(const Error& error);

  /// Whether something may be sent there, through that proxy: one that a target names hears all that web:// sends, and
  /// so has to be allowed too; the system's is the administrator's own. InvalidInput: "Your administrator allows only
  /// *.example.org."
  [[nodiscard]] Expected<void> check(const TargetUrl& url, const ProxyOptions& proxy = {}) const;
  [[nodiscard]] bool areSchedulesAllowed() const { return m_schedules && !m_error; }
  /// No body is kept for more days than these after its delivery became final; nothing: the targets alone decide.
  [[nodiscard]] std::optional<int> longestRetentionDays() const { return m_longestRetentionDays; }

 private:
  [[nodiscard]] bool allowsHost(const QString& host) const;
  [[nodiscard]] QString allowedText() const;

  std::optional<QStringList> m_allowedHosts;  ///< canonical; "*." before those whose subdomains are meant
  bool m_httpsOnly = false;
  bool m_schedules = true;
  std::optional<int> m_longestRetentionDays;
  std::optional<Error> m_error;
};

}  // namespace courier
