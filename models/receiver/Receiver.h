#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QVector>
#include <memory>

#include "models/base/Result.h"

namespace courier {

/// A request as it arrived, secrets masked ("Authorization: Basic •••").
struct ReceivedRequest {
  int number = 0;  ///< 1, 2, 3 …
  qint64 atMs = 0;
  QString method;
  QString target;  ///< path and query, as sent
  QVector<QPair<QByteArray, QByteArray>> headers;
  QByteArray body;  ///< as it arrived, at most ReceiverOptions::maxBodyBytes
  int answeredStatus = 0;
};

struct ReceiverOptions {
  quint16 port = 0;  ///< 0: a free one
  QString user;      ///< with a user, Basic authentication is demanded
  QString password;
  QString saveFolder;  ///< bodies are also written there, "" for nowhere
  int status = 201;    ///< the answer
  qint64 maxBodyBytes = qint64{256} << 20;
};

/// A small HTTP/1.1 server on 127.0.0.1 that accepts PUT and POST and shows what arrives: for trying a delivery
/// without a web server. Lives on the thread that made it; never listens on another address.
class Receiver final : public QObject {
  Q_OBJECT
 public:
  explicit Receiver(ReceiverOptions options, QObject* parent = nullptr);
  ~Receiver() override;
  /// Busy: the port is taken.
  [[nodiscard]] Result<void> start();
  void stop();
  [[nodiscard]] bool isRunning() const;
  [[nodiscard]] quint16 port() const;
  /// "web://127.0.0.1:PORT/"
  [[nodiscard]] QString address() const;

 Q_SIGNALS:
  void received(const courier::ReceivedRequest& request);

 private:
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier
