#pragma once

#include <span>

#include "models/base/DescribedOption.h"
#include "models/query/Connection.h"

namespace courier {

/// The options of a connection, in the order of their description.
enum class ServerOptionId {
  Headers,
  SignIn,
  Tls,
  Authority,
  ClientCertificate,
  ClientKey,
  KeyPassphrase,
  Proxy,
  ConnectTimeout,
  TimeLimit,
  TimeZone,
  StartSql,
  Tinyint1AsBoolean,
  Label,
  Colour
};

/// One option of a connection: its key is that of the JSON and, behind the '?', of the address; its flag that of
/// db:create and db:update. Its default is what ServerOptions says.
struct ServerOption : DescribedOption<ServerOptionId, ServerOptions> {
  unsigned engines = 0;  ///< those that have it, a bit for each

  [[nodiscard]] bool isFor(Engine engine) const { return (engines >> static_cast<unsigned>(engine) & 1U) != 0; }
  /// Whether the address that is written of a connection names it behind its '?': it says how the server is reached and
  /// asked. The others are how the connection is shown, what comes with a secret, and what the scheme says.
  [[nodiscard]] bool isOfAddress() const {
    return id != ServerOptionId::Label && id != ServerOptionId::Colour && id != ServerOptionId::KeyPassphrase &&
           id != ServerOptionId::Headers;
  }
  // As DescribedOption has them, and for the proxy, which is given as one address without a password, and the time
  // zone.
  [[nodiscard]] QString valueName() const;
  [[nodiscard]] QString helpText() const { return words().helpText(text(ServerOptions())); }
  [[nodiscard]] QString text(const ServerOptions& of) const;
  [[nodiscard]] bool setText(ServerOptions& of, const QString& text) const;
  /// What a wrong value is answered with; `name`: how the option was given. The value is not repeated.
  [[nodiscard]] Error refusal(const QString& name) const;
};

/// The value of ServerOptionId::Tls where nothing is chosen: by the host (ServerOptions::tlsFor).
inline constexpr int tlsByHost = -1;

/// All of them, in the order of ServerOptionId.
[[nodiscard]] std::span<const ServerOption> serverOptionTable();
[[nodiscard]] const ServerOption& serverOption(ServerOptionId id);
/// The options with those at their defaults that this engine does not have.
[[nodiscard]] ServerOptions optionsFor(Engine engine, const ServerOptions& options);
/// Null where there is no option of this key.
[[nodiscard]] const ServerOption* serverOption(const QString& key);

}  // namespace courier
