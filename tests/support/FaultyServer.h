#pragma once

#include <QByteArray>
#include <QPair>
#include <QSslConfiguration>
#include <QVector>
#include <functional>
#include <memory>
#include <optional>

namespace courier::testing {

/// A request as the server got it, however far it came.
struct SeenRequest {
  int number = 0;  ///< 1, 2, 3 … in the order of the heads
  QByteArray method;
  QByteArray target;  ///< path and query as sent
  QVector<QPair<QByteArray, QByteArray>> headers;
  QByteArray body;  ///< its first bytes, at most FaultyServer::keptBodyBytes
  qint64 bodyBytes = 0;
  QByteArray sha256;      ///< of the whole body, where it is complete
  bool complete = false;  ///< as many bytes as Content-Length promised
  [[nodiscard]] QByteArray header(const QByteArray& name) const;
};

/// What the server does to a request.
struct Reaction {
  enum class When { AfterHead, AfterBody };
  enum class Then { KeepOpen, Close, Reset };
  When when = When::AfterBody;
  qint64 atBodyByte = 0;  ///< with AfterHead: only when so many bytes of the body have come
  QByteArray interim;     ///< sent as soon as the head is there, whatever comes later
  QByteArray bytes;       ///< sent as they are
  QByteArray padding;     ///< sent again and again behind `bytes`, as fast as it is taken
  qint64 paddingBytes = 0;
  QByteArray ending;      ///< sent behind the padding
  qsizetype splitAt = 0;  ///< above 0: `bytes` go out in two parts, a moment apart
  int msPerByte = 0;      ///< above 0: `bytes` go out one by one
  Then then = Then::KeepOpen;

  /// A whole answer with its length, e.g. answer(503, "busy", {{"Retry-After", "7"}}).
  static Reaction answer(int status, const QByteArray& body = {},
                         const QVector<QPair<QByteArray, QByteArray>>& headers = {});
  /// Only these bytes, then `then`.
  static Reaction raw(const QByteArray& bytes, Then then = Then::KeepOpen);
  /// Reads everything, says nothing, closes.
  static Reaction drop();
  /// Reads everything and never says a word.
  static Reaction silence();
  /// Resets the connection once `atBodyByte` bytes of the body have come.
  static Reaction reset(qint64 atBodyByte = 0);
};

/// An HTTP/1.1 server on 127.0.0.1, in a thread of its own, that misbehaves as it is told, and keeps what it got: its
/// log, not the client's word, is the truth about what was on the wire. Speaks TLS where it is given a configuration.
class FaultyServer {
 public:
  static constexpr qint64 keptBodyBytes = 4 << 20;
  using Script = std::function<Reaction(const SeenRequest& head)>;

  explicit FaultyServer(std::optional<QSslConfiguration> tls = {});
  ~FaultyServer();
  FaultyServer(const FaultyServer&) = delete;
  FaultyServer& operator=(const FaultyServer&) = delete;

  [[nodiscard]] quint16 port() const;
  /// "web://127.0.0.1:PORT/path", or webs with TLS (then of host localhost).
  [[nodiscard]] QString address(const QString& path = QStringLiteral("/path")) const;

  /// Reactions to the next requests, in order; once they are used up, the script's; without one 201.
  void next(const Reaction& reaction);
  void setScript(Script script);
  /// Forgets headers and body of a request once it is complete, so that the server's own memory stays small.
  void forgetComplete();
  /// Resets every connection as soon as it is there, before anything is read.
  void resetConnections();
  /// Stops listening: connections are refused.
  void close();

  [[nodiscard]] QVector<SeenRequest> requests() const;
  [[nodiscard]] int requestCount() const;
  /// Requests whose body came whole.
  [[nodiscard]] int completeCount() const;
  [[nodiscard]] int connectionCount() const;
  /// Those on which anything was said at all.
  [[nodiscard]] int spokenConnectionCount() const;

 private:
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier::testing
