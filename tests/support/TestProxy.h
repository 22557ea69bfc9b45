#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>
#include <memory>

#include "models/address/TargetOptions.h"

namespace courier::testing {

/// A proxy of the tests' own on 127.0.0.1, in a thread of its own: HTTP (requests with a whole address, and CONNECT) or
/// SOCKS5, with a user name and password. Whatever host is asked for, it connects to one port of this computer, so that
/// names which exist nowhere can be sent to. Keeps what it was asked.
class TestProxy {
 public:
  TestProxy(ProxyKind kind, quint16 upstreamPort);
  ~TestProxy();
  TestProxy(const TestProxy&) = delete;
  TestProxy& operator=(const TestProxy&) = delete;

  static constexpr auto user = "prox";
  static constexpr auto password = "pr0xy-w0rd";

  /// Options that lead through it.
  [[nodiscard]] ProxyOptions options() const;
  [[nodiscard]] quint16 port() const;
  /// HTTP: each connection's first head; SOCKS5: "CONNECT host:port" once signed in, "DENIED" for a wrong password.
  [[nodiscard]] QVector<QByteArray> asked() const;

 private:
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier::testing
