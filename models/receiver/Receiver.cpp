#include "models/receiver/Receiver.h"

#include <QDateTime>
#include <QHostAddress>
#include <QPointer>
#include <QTcpServer>

#include "models/receiver/BodyFolder.h"
#include "models/receiver/ReceiverConnection.h"
#include "models/receiver/ReceiverRules.h"

namespace courier {

namespace {

constexpr int maxConnections = 64;

Error cannotListen(const QTcpServer& server, quint16 port) {
  switch (server.serverError()) {
    case QAbstractSocket::AddressInUseError:
      return {ErrorKind::Busy,
              Receiver::tr("Port %1 is taken by another program. Choose another port, or 0 for a free one.").arg(port),
              server.errorString(), std::nullopt};
    case QAbstractSocket::SocketAccessError:
      return {ErrorKind::InvalidInput,
              Receiver::tr("Port %1 is reserved for the system. Choose one above 1023, or 0 for a free one.").arg(port),
              server.errorString(), std::nullopt};
    default:
      return {ErrorKind::Network, Receiver::tr("This computer does not let the receiver listen on 127.0.0.1."),
              server.errorString(), std::nullopt};
  }
}

}  // namespace

struct Receiver::State {
  ReceiverOptions options;
  QTcpServer server;
  /// Parent of the connections: they end with it.
  std::unique_ptr<QObject> connections = std::make_unique<QObject>();
  int count = 0;

  [[nodiscard]] ReceivedRequest record(const HttpRequest& request, ReceiverVerdict verdict) {
    ReceivedRequest received;
    received.number = ++count;
    received.atMs = QDateTime::currentMSecsSinceEpoch();
    received.method = QString::fromUtf8(request.method);
    const SecretMask secrets = secretsOf(request, options);
    received.target = maskedRequestTarget(request, secrets);
    received.headers = maskedHeaders(request, secrets);
    received.body = request.body;
    received.answeredStatus = verdict.status;
    if (verdict.isAdmitted && !options.saveFolder.isEmpty()) {
      const auto saved = BodyFolder(options.saveFolder).save(received.number, request);
      if (saved) {
        received.savedAs = *saved;
      } else {
        received.saveError = saved.error().message;
        if (verdict.status != 0) received.answeredStatus = 507;
      }
    }
    return received;
  }
};

Receiver::Receiver(ReceiverOptions options, QObject* parent) : QObject(parent), m(std::make_unique<State>()) {
  m->options = std::move(options);
  m->server.setMaxPendingConnections(maxConnections);
  connect(&m->server, &QTcpServer::newConnection, this, [this] {
    while (QTcpSocket* socket = m->server.nextPendingConnection()) {
      const auto pending = std::make_shared<ReceivedRequest>();
      ReceiverConnection::Hooks hooks;
      hooks.judge = [this](const HttpRequest& head) { return receiverVerdict(head, m->options); };
      hooks.take = [this, pending](const HttpRequest& request, ReceiverVerdict verdict) {
        *pending = m->record(request, verdict);
        return pending->answeredStatus;
      };
      hooks.answered = [this, pending] { Q_EMIT received(std::exchange(*pending, {})); };
      const bool isFull = m->connections->children().size() >= maxConnections;
      auto* connection =
          new ReceiverConnection(socket, {HttpRequestParser::Limits().maxHeadBytes, m->options.maxBodyBytes},
                                 m->options.silenceLimitMs, std::move(hooks), m->connections.get());
      if (isFull) connection->refuse(503);
    }
  });
}

Receiver::~Receiver() = default;

void Receiver::setOptions(ReceiverOptions options) {
  m->options = std::move(options);
}

const ReceiverOptions& Receiver::options() const {
  return m->options;
}

Expected<void> Receiver::start() {
  if (isRunning()) return {};
  if (!m->server.listen(QHostAddress::LocalHost, m->options.port)) return cannotListen(m->server, m->options.port);
  return {};
}

void Receiver::stop() {
  m->server.close();
  const auto open = m->connections->findChildren<ReceiverConnection*>(QString(), Qt::FindDirectChildrenOnly);
  for (ReceiverConnection* connection : open) connection->close();
}

bool Receiver::isRunning() const {
  return m->server.isListening();
}

quint16 Receiver::port() const {
  return isRunning() ? m->server.serverPort() : quint16{0};
}

QString Receiver::address() const {
  return isRunning() ? QStringLiteral("web://127.0.0.1:%1/").arg(port()) : QString();
}

}  // namespace courier
