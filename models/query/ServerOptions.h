#pragma once

#include <QString>
#include <QVector>
#include <optional>
#include <utility>

#include "models/address/ProxyOptions.h"
#include "models/base/Expected.h"

namespace courier {

/// How the way to a server is kept from others.
enum class TlsMode {
  Off,
  On,     ///< encrypted; who is at the other end is not verified
  Verify  ///< encrypted, and the server's certificate is verified, its name too
};

/// The colour that a person marks a connection with.
enum class MarkColour { None, Red, Orange, Yellow, Green, Blue, Purple, Grey };

/// How the headers of Trino's protocol begin.
enum class TrinoHeaders {
  Trino,  ///< X-Trino-…
  Presto  ///< X-Presto-…
};

/// Who a person is to a Trino server.
enum class TrinoSignIn {
  Password,  ///< the user's name, and the password where there is one
  Token      ///< a JWT; the secret is the token
};

/// What a connection has besides its address. ServerOptionTable describes each, and which engines it is for.
struct ServerOptions {
  std::optional<TlsMode> tls;     ///< none: verified, but for this computer, where it is off
  QString caFile;                 ///< PEM file of the authorities to trust; "": the system's
  QString clientCertificateFile;  ///< PEM, with its chain; "" none
  QString clientKeyFile;          ///< PEM; "" where it is in the certificate's file
  bool keyHasPassphrase = false;  ///< it is among the connection's secrets
  ProxyOptions proxy;             ///< with a user its password is among the connection's secrets
  int connectTimeoutS = 10;
  int timeLimitS = 0;  ///< for one statement; 0: the server's own
  QString startSql;    ///< statements that each session begins with
  TrinoHeaders headers = TrinoHeaders::Trino;
  TrinoSignIn signIn = TrinoSignIn::Password;
  QString timeZone;                ///< of a Trino session: "Asia/Tokyo", "+09:00"; "": the cluster's
  bool tinyint1IsBoolean = false;  ///< MariaDB: TINYINT(1) is boolean while all its values are 0 or 1
  QString label;                   ///< a word that is shown wherever something runs on it: "production"; "" for none
  MarkColour colour = MarkColour::None;

  [[nodiscard]] TlsMode tlsFor(const QString& host) const;
  /// As courier.db keeps them: a JSON object of what is not at its default.
  [[nodiscard]] QString toJson() const;
  /// What cannot be read is at its default.
  [[nodiscard]] static ServerOptions fromJson(const QString& json);
  /// Takes one option as a URL gives it, by its key in ServerOptionTable; PostgreSQL's own sslmode and sslrootcert as
  /// well. InvalidInput names the option and what it may be, and never repeats the value: a password may stand there by
  /// mistake.
  [[nodiscard]] Expected<void> set(const QString& name, const QString& value);
  /// Those that are not at their defaults, as set() takes them.
  [[nodiscard]] QVector<std::pair<QString, QString>> toPairs() const;
  bool operator==(const ServerOptions&) const = default;
};

/// What does not go together in them. InvalidInput names the part and the mend; looks into no file.
[[nodiscard]] Expected<void> checkServerOptions(const ServerOptions& options);

/// Whether this host is the computer that the program runs on: by a loopback address, a socket's path, or no name.
[[nodiscard]] bool isThisComputer(const QString& host);

}  // namespace courier
