#pragma once

#include <QString>
#include <memory>
#include <optional>

#include "models/storage/Session.h"

namespace courier {

/// One open connection to an SQLite file through Qt SQL; closes it and forgets its name at the end. Used and destroyed
/// on the thread that opened it.
class ScopedConnection {
 public:
  enum class Access { ReadOnly, ReadWrite };
  static constexpr int busyLimitMs = 10'000;

  [[nodiscard]] static Expected<std::unique_ptr<ScopedConnection>> open(const QString& path, Access access);
  ~ScopedConnection();
  ScopedConnection(const ScopedConnection&) = delete;
  ScopedConnection& operator=(const ScopedConnection&) = delete;

  [[nodiscard]] Session& session() { return *m_session; }

 private:
  ScopedConnection();
  QString m_name;
  std::optional<Session> m_session;
};

}  // namespace courier
