#pragma once

#include <QByteArray>
#include <QSslConfiguration>
#include <QString>
#include <QUrl>
#include <chrono>
#include <memory>
#include <utility>

#include "models/base/CancelToken.h"
#include "models/base/WorkerThread.h"
#include "models/http/Transport.h"
#include "models/http/WebhookSignature.h"

namespace courier {

/// What an engine asks a web server. Every header is given; redirects are never followed.
struct WebRequest {
  QByteArray method = QByteArrayLiteral("GET");
  QUrl url;
  HeaderList headers;
  QByteArray body;  ///< for POST
};

/// Why no whole answer came.
enum class WebFailure {
  None,
  NoServer,     ///< nobody knows the name
  Refused,      ///< nothing listens
  Silent,       ///< no connection, or nothing more, in time
  Certificate,  ///< not to be verified
  Tls,          ///< no secure connection for another reason
  Proxy,        ///< the proxy did not let it through
  ProxySignIn,  ///< the proxy wants a user and a password
  Lost,         ///< the connection ended before the whole answer was there
  TooLarge,     ///< the answer is larger than allowed
  Stopped       ///< by who waited for it
};

struct WebAnswer {
  int status = 0;      ///< 0: none came
  HeaderList headers;  ///< those of one name joined with commas
  QByteArray body;     ///< unpacked; of a stream, what was not taken yet
  WebFailure failure = WebFailure::None;
  QString said;  ///< a failure in a few words, without addresses
  QString tls;   ///< the connection's protocol, "TLSv1.3"; "" where it is not encrypted

  [[nodiscard]] QByteArray header(const QByteArray& name) const;
};

/// How a server is reached: fixed for all requests of a session.
struct WebWay {
  QSslConfiguration ssl;
  bool verifiesServer = true;  ///< else whoever answers is taken for the server
  ProxyWay proxy;
  int connectMs = 10'000;   ///< for name, connection and TLS
  int silenceMs = 60'000;   ///< then between two signs of life
  bool wantsPacked = true;  ///< lets the server compress its answers
  qint64 mostBytes = 0;     ///< of an unpacked answer
};

/// The thread on which requests live, for all sessions of an engine. Its end waits a moment for what was sent off by
/// WebClient::sendOff().
class WebThread {
 public:
  WebThread();
  ~WebThread();
  WebThread(const WebThread&) = delete;
  WebThread& operator=(const WebThread&) = delete;

 private:
  friend class WebClient;
  std::shared_ptr<struct WebSentOff> m_sentOff;
  WorkerThread m_thread;
};

/// One request that is under way; it ends with this. Used on one thread, which its calls block.
class WebCall {
 public:
  ~WebCall();
  WebCall(const WebCall&) = delete;
  WebCall& operator=(const WebCall&) = delete;

  using Until = std::chrono::steady_clock::time_point;
  /// Waits for the whole answer, or until `cancel` or `until`: then Stopped, at once.
  [[nodiscard]] WebAnswer wait(const CancelToken& cancel, Until until = Until::max());
  /// Waits for the head and some bytes of the body, and takes them; none: that was all, and wait() tells how it ended.
  /// From the first call on the server is held back while nobody takes.
  [[nodiscard]] QByteArray take(const CancelToken& cancel);
  /// The answer's, once something of its body was taken; 0 before.
  [[nodiscard]] int status() const;

 private:
  friend class WebClient;
  explicit WebCall(std::shared_ptr<struct WebCallState> state) : m_state(std::move(state)) {}
  std::shared_ptr<struct WebCallState> m_state;
};

/// Asks one web server, for a thread that waits. Requests are begun in order; several may be under way.
class WebClient {
 public:
  WebClient(std::shared_ptr<WebThread> thread, WebWay way);
  ~WebClient();
  WebClient(const WebClient&) = delete;
  WebClient& operator=(const WebClient&) = delete;

  /// Begins it. `streams`: the body is taken piece by piece.
  [[nodiscard]] std::unique_ptr<WebCall> begin(const WebRequest& request, bool streams = false);
  /// Sends it and does not wait; it is given up after `limitMs`, and may outlive this.
  void sendOff(const WebRequest& request, int limitMs);

 private:
  std::shared_ptr<WebThread> m_thread;
  std::shared_ptr<class WebHome> m_home;
};

}  // namespace courier
