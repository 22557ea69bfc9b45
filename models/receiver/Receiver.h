#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QVector>
#include <memory>

#include "models/base/Expected.h"

namespace courier {

/// A request as it arrived, secrets masked ("Authorization: Basic •••").
struct ReceivedRequest {
  int number = 0;  ///< 1, 2, 3 …
  qint64 atMs = 0;
  QString method;
  QString target;  ///< path and query, as sent
  QVector<QPair<QByteArray, QByteArray>> headers;
  QByteArray body;         ///< as it arrived, at most ReceiverOptions::maxBodyBytes
  int answeredStatus = 0;  ///< 0: the peer did not wait for its answer
  QString savedAs;         ///< the file its body was written to, "" where it was not saved
  QString saveError;       ///< why it was not, where it should have been (it was answered 507 then)
};

struct ReceiverOptions {
  quint16 port = 0;  ///< 0: a free one
  QString user;      ///< with a user, Basic authentication is demanded
  QString password;
  QString saveFolder;   ///< bodies are also written there, "" for nowhere
  int status = 201;     ///< the answer
  int retryAfterS = 0;  ///< sent with that status; 0: not at all
  int delayMs = 0;      ///< so long a complete request waits for its answer
  qint64 maxBodyBytes = qint64{256} << 20;
  int silenceLimitMs = 60'000;  ///< a connection that says nothing for so long is closed
};

/// A small HTTP/1.1 server on 127.0.0.1 that accepts PUT and POST and shows what arrives: for trying a delivery
/// without a web server. Owns its socket and connections; lives on the thread that made it; never listens on another
/// address. A request is answered first and told second, each exactly once, refused ones (401, 405, 413, 507) too, and
/// those whose peer is gone before a late answer; what is no HTTP request at all (400 …) is answered and not told.
/// Bodies are on the disk before they are answered.
class Receiver final : public QObject {
  Q_OBJECT
 public:
  explicit Receiver(ReceiverOptions options, QObject* parent = nullptr);
  ~Receiver() override;
  /// Holds for every request whose head has not come yet; the port, from the next start() on, and what is said of
  /// connections, from the next connection on.
  void setOptions(ReceiverOptions options);
  [[nodiscard]] const ReceiverOptions& options() const;
  /// Busy: the port is taken. InvalidInput: this user may not use it. Does nothing when it runs already.
  [[nodiscard]] Expected<void> start();
  /// Closes the port and every connection; answers already written still go out. May be called from `received`.
  void stop();
  [[nodiscard]] bool isRunning() const;
  /// 0 while it does not run.
  [[nodiscard]] quint16 port() const;
  /// "web://127.0.0.1:PORT/"; "" while it does not run.
  [[nodiscard]] QString address() const;

 Q_SIGNALS:
  void received(const courier::ReceivedRequest& request);

 private:
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier
