#pragma once

#include <QString>
#include <QVector>
#include <optional>
#include <utility>

#include "models/base/Expected.h"

namespace courier {

/// How the way to a server is kept from others.
enum class TlsMode {
  Off,
  On,     ///< encrypted; who is at the other end is not verified
  Verify  ///< encrypted, and the server's certificate is verified, its name too
};

/// What a connection to a server has besides its address.
struct ServerOptions {
  std::optional<TlsMode> tls;  ///< none: verified, but for this computer, where it is off
  QString caFile;              ///< PEM file of the authorities to trust; "": the system's
  int connectTimeoutS = 10;
  int timeLimitS = 0;  ///< for one statement; 0: the server's own
  QString startSql;    ///< statements that each session begins with

  [[nodiscard]] TlsMode tlsFor(const QString& host) const;
  /// As courier.db keeps them: a JSON object of what is not at its default.
  [[nodiscard]] QString toJson() const;
  /// What cannot be read is at its default.
  [[nodiscard]] static ServerOptions fromJson(const QString& json);
  /// Takes one option as a URL gives it: tls (off, on, verify), ca, connect_timeout, time_limit (seconds), start_sql;
  /// PostgreSQL's own sslmode and sslrootcert as well. InvalidInput names the option and what it may be.
  [[nodiscard]] Expected<void> set(const QString& name, const QString& value);
  /// Those that are not at their defaults, as set() takes them.
  [[nodiscard]] QVector<std::pair<QString, QString>> toPairs() const;
  bool operator==(const ServerOptions&) const = default;
};

}  // namespace courier
