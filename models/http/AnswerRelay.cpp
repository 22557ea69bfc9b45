#include "models/http/AnswerRelay.h"

#include <QHostAddress>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QtEndian>
#include <array>
#include <utility>

namespace courier {
namespace {

constexpr char socksVersion = 5;
constexpr char byPassword = 2;
constexpr char noMethod = '\xFF';
constexpr char signInVersion = 1;
constexpr char connectCommand = 1;
constexpr char succeeded = 0;
constexpr char notAllowed = 2;
constexpr char hostUnreachable = 4;
constexpr char refusedByServer = 5;
constexpr qsizetype waitingAtMost = 256 * 1024;  ///< bytes in the relay's hands, each way
constexpr qint64 atOnce = 16 * 1024;             ///< bytes written before the server is listened to again
constexpr qint64 handshakeAtMost = 4 * 1024;     ///< bytes from QtNetwork before a body can be under way
constexpr int clientQuietMs = 300;
constexpr int bodyQuietMs = 2'000;  ///< while some of the body is still to come
constexpr int stalledMs = 5'000;
constexpr int closingMs = 1'000;

/// Where a head ends, its empty line included (RFC 9112, 2.2: a line may end without CR); -1 where it does not yet.
qsizetype headEnd(const QByteArray& bytes) {
  for (qsizetype at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) {
    const QByteArrayView behind = QByteArrayView(bytes).sliced(at + 1);
    if (behind.startsWith("\n")) return at + 2;
    if (behind.startsWith("\r\n")) return at + 3;
  }
  return -1;
}

QByteArray unguessable() {
  std::array<quint32, 8> words;
  QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
  return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof(words)).toHex();
}

}  // namespace

AnswerRelay::AnswerRelay(const QString& host, quint16 port, Kind kind, QNetworkProxy onward, qint64 bodyBytes,
                         QObject* parent)
    : QObject(parent),
      m_host(host.toUtf8()),
      m_port(port),
      m_isPlain(kind == Kind::Plain),
      m_onward(std::move(onward)),
      m_bodyBytes(bodyBytes),
      m_user(unguessable()),
      m_password(unguessable()),
      m_sifts(m_isPlain) {
  m_listener.setProxy(QNetworkProxy::NoProxy);
  m_listener.setMaxPendingConnections(1);
  connect(&m_listener, &QTcpServer::newConnection, this, &AnswerRelay::onConnection);
  const auto set = [this](QTimer& timer, int ms, auto then) {
    timer.setSingleShot(true);
    timer.setInterval(ms);
    connect(&timer, &QTimer::timeout, this, then);
  };
  set(m_clientQuiet, bodyQuietMs, [this] { onClientQuiet(); });
  set(m_stalled, stalledMs, [this] { dropRest(); });
  // An answer without a length ends with the connection.
  set(m_closing, closingMs, [this] { m_client->disconnectFromHost(); });
}

AnswerRelay::~AnswerRelay() {
  m_way.disconnect(this);
  if (m_client) m_client->disconnect(this);
}

bool AnswerRelay::listen() {
  return m_listener.listen(QHostAddress::LocalHost);
}

QNetworkProxy AnswerRelay::proxy() const {
  return {QNetworkProxy::Socks5Proxy, QHostAddress(QHostAddress::LocalHost).toString(), m_listener.serverPort(),
          QString::fromLatin1(m_user), QString::fromLatin1(m_password)};
}

void AnswerRelay::onConnection() {
  QTcpSocket* client = m_listener.nextPendingConnection();
  if (!client) return;
  if (m_wasOpen || m_stage == Stage::Connecting) {
    client->abort();
    client->deleteLater();
    return;
  }
  // QtNetwork tries once more where the first connection led to nothing.
  if (m_client) m_client->disconnect(this);
  m_way.disconnect(this);
  m_way.abort();
  m_stage = Stage::Greeting;
  m_client = client;
  m_client->setReadBufferSize(waitingAtMost);
  connect(m_client, &QTcpSocket::readyRead, this, &AnswerRelay::readClient);
  connect(m_client, &QTcpSocket::bytesWritten, this, [this] {
    if (m_server) hearServer();
  });
  connect(m_client, &QTcpSocket::disconnected, this, &AnswerRelay::end);
  readClient();
}

void AnswerRelay::readClient() {
  bool goesOn = true;
  while (goesOn) {
    switch (m_stage) {
      case Stage::Greeting:
        goesOn = readGreeting();
        break;
      case Stage::SignIn:
        goesOn = readSignIn();
        break;
      case Stage::Request:
        goesOn = readRequest();
        break;
      case Stage::Connecting:
      case Stage::Ended:
        return;
      case Stage::Open:
        return carryOn();
      case Stage::ServerGone: {
        const QByteArray dropped = m_client->readAll();
        if (dropped.isEmpty()) return;
        // What comes later is QtNetwork's answer to what was handed on, as TLS has one.
        m_hasDropped = m_hasDropped || m_clientQuiet.isActive();
        measureRequest(dropped);
        waitForQuiet();
        return answerForServer();
      }
    }
  }
}

bool AnswerRelay::readGreeting() {
  const QByteArray seen = m_client->peek(2 + 255);
  if (seen.size() < 2 || seen.size() < 2 + static_cast<uchar>(seen[1])) return false;
  const QByteArray methods = m_client->read(2 + static_cast<uchar>(seen[1])).sliced(2);
  const bool fits = seen[0] == socksVersion && methods.contains(byPassword);
  m_client->write(QByteArray().append(socksVersion).append(fits ? byPassword : noMethod));
  if (!fits) {
    m_client->disconnectFromHost();
    return false;
  }
  m_stage = Stage::SignIn;
  return true;
}

bool AnswerRelay::readSignIn() {
  const QByteArray seen = m_client->peek(3 + 2 * 255);
  if (seen.size() < 2) return false;
  const qsizetype userSize = static_cast<uchar>(seen[1]);
  if (seen.size() < 3 + userSize) return false;
  const qsizetype passwordSize = static_cast<uchar>(seen[2 + userSize]);
  if (seen.size() < 3 + userSize + passwordSize) return false;
  m_client->skip(3 + userSize + passwordSize);
  const bool fits = seen.mid(2, userSize) == m_user && seen.mid(3 + userSize, passwordSize) == m_password;
  m_client->write(QByteArray().append(signInVersion).append(fits ? succeeded : notAllowed));
  if (!fits) {
    m_client->disconnectFromHost();
    return false;
  }
  m_stage = Stage::Request;
  return true;
}

bool AnswerRelay::readRequest() {
  const QByteArray seen = m_client->peek(4 + 1 + 255 + 2);
  if (seen.size() < 5) return false;
  const char kind = seen[3];
  const qsizetype hostAt = kind == 3 ? 5 : 4;
  const qsizetype hostSize = kind == 1 ? 4 : kind == 4 ? 16 : static_cast<uchar>(seen[4]);
  if (seen.size() < hostAt + hostSize + 2) return false;
  m_client->skip(hostAt + hostSize + 2);
  const QByteArray host = seen.mid(hostAt, hostSize);
  const QHostAddress wanted(QString::fromUtf8(m_host));
  bool fits = seen[0] == socksVersion && seen[1] == connectCommand;
  if (kind == 1) {
    fits = fits && wanted == QHostAddress(qFromBigEndian<quint32>(host.constData()));
  } else if (kind == 4) {
    fits = fits && wanted == QHostAddress(reinterpret_cast<const quint8*>(host.constData()));
  } else {
    fits = fits && host.toLower() == m_host.toLower();
  }
  fits = fits && qFromBigEndian<quint16>(seen.constData() + hostAt + hostSize) == m_port;
  if (!fits) {
    answerRequest(notAllowed);
    m_client->disconnectFromHost();
    return false;
  }
  m_stage = Stage::Connecting;
  m_way.setProxy(m_onward);
  // The connection cannot be taken away within the socket's own signal.
  connect(&m_way, &QTcpSocket::connected, this, &AnswerRelay::onConnected, Qt::QueuedConnection);
  connect(&m_way, &QTcpSocket::errorOccurred, this, &AnswerRelay::onUnreachable);
  m_way.connectToHost(QString::fromUtf8(m_host), m_port);
  return false;
}

void AnswerRelay::onConnected() {
  if (m_stage != Stage::Connecting) return;
  m_way.disconnect(this);
  m_way.setSocketOption(QAbstractSocket::LowDelayOption, 1);
  m_server = RawSocket::takeOver(m_way, m_answer);
  if (!m_server) return onUnreachable();
  m_stage = Stage::Open;
  m_wasOpen = true;
  connect(m_server.get(), &RawSocket::readable, this, &AnswerRelay::hearServer);
  connect(m_server.get(), &RawSocket::writable, this, &AnswerRelay::carryOn);
  answerRequest(succeeded);
  readClient();
}

void AnswerRelay::answerRequest(char code) {
  // The address that is bound means nothing here: 0.0.0.0:0.
  QByteArray answer(10, '\0');
  answer[0] = socksVersion;
  answer[1] = code;
  answer[3] = 1;
  m_client->write(answer);
}

void AnswerRelay::carryOn() {
  carryToServer();
  // An answer that waited for the end of a plain request need wait no longer.
  if (m_isPlain) carryToClient();
}

void AnswerRelay::carryToServer() {
  while (m_stage == Stage::Open) {
    if (m_underway.isEmpty()) {
      m_underway = m_client->read(atOnce);
      RawSocket::acknowledge(*m_client);
      if (m_underway.isEmpty()) return;
      measureRequest(m_underway);
      waitForQuiet();
    }
    // A system may forget what the server said once its reset has come: what is there is taken before each write.
    readServer();
    const qint64 taken = m_server->hasEnded() ? -1 : m_server->write(m_underway);
    if (taken < 0) {
      readServer();
      return dropRest();
    }
    if (taken == 0) return;
    m_taken += taken;
    m_underway.remove(0, static_cast<qsizetype>(taken));
    if (m_stalled.isActive()) m_stalled.start();
  }
}

void AnswerRelay::measureRequest(const QByteArray& bytes) {
  m_written += bytes.size();
  if (!m_isPlain || m_whole >= 0) return;
  m_head += bytes;
  const qsizetype end = headEnd(m_head);
  if (end < 0) return;
  m_whole = end + m_bodyBytes;
  m_head.clear();
}

void AnswerRelay::siftAnswer() {
  static const QRegularExpression statusLine(QStringLiteral("^HTTP/[0-9]\\.[0-9] ([0-9]{3})(?: .*)?$"));
  while (m_sifts) {
    const bool isFull = m_answer.size() >= waitingAtMost;
    const qsizetype lineEnd = m_answer.indexOf('\n');
    // What never becomes a line, or a head, is QtNetwork's to refuse.
    if (lineEnd < 0) {
      m_sifts = !isFull;
      return;
    }
    const auto match = statusLine.match(QString::fromLatin1(m_answer.constData(), lineEnd).remove(u'\r'));
    if (!match.hasMatch()) {
      m_answer.replace(0, lineEnd, "HTTP/1.1 9999 -\r");
      m_sifts = false;
      return;
    }
    // 101 ends what HTTP has to say.
    if (!match.capturedView(1).startsWith(u'1') || match.capturedView(1) == u"101") m_sifts = false;
    if (!m_sifts) return;
    const qsizetype end = headEnd(m_answer);
    if (end < 0) {
      m_sifts = !isFull;
      return;
    }
    m_answer.remove(0, end);
  }
}

bool AnswerRelay::holdsAnswer() const {
  if (m_isPlain) return m_whole < 0 || m_written < m_whole || (m_stage == Stage::Open && !m_underway.isEmpty());
  if (m_written < handshakeAtMost) return false;
  return m_clientQuiet.isActive() || (m_stage == Stage::Open && !m_underway.isEmpty());
}

void AnswerRelay::waitForQuiet() {
  m_clientQuiet.start(m_written > m_bodyBytes ? clientQuietMs : bodyQuietMs);
}

void AnswerRelay::readServer() {
  m_server->readTo(m_answer, waitingAtMost);
  siftAnswer();
  m_server->listen(m_answer.size() < waitingAtMost);
}

void AnswerRelay::hearServer() {
  readServer();
  carryToClient();
  if (m_server->hasEnded()) dropRest();
}

void AnswerRelay::carryToClient() {
  if (m_stage != Stage::Open && m_stage != Stage::ServerGone) return;
  if (holdsAnswer()) {
    if (m_stage == Stage::Open && !m_answer.isEmpty() && !m_stalled.isActive()) m_stalled.start();
    return;
  }
  m_stalled.stop();
  if (m_sifts && !m_server->hasEnded()) return;
  while (!m_answer.isEmpty() && m_client->bytesToWrite() < waitingAtMost) {
    if (m_closing.isActive()) m_closing.start();
    m_client->write(std::exchange(m_answer, {}));
    readServer();
  }
}

void AnswerRelay::onClientQuiet() {
  carryToClient();
  if (m_stage == Stage::ServerGone) m_closing.start();
}

void AnswerRelay::answerForServer() {
  if (!m_isPlain || holdsAnswer()) return;
  carryToClient();
  if (m_answer.isEmpty()) m_client->disconnectFromHost();
}

void AnswerRelay::onUnreachable() {
  const bool isRefused = m_way.error() == QAbstractSocket::ConnectionRefusedError;
  answerRequest(isRefused ? refusedByServer : hostUnreachable);
  m_client->disconnectFromHost();
  m_stage = Stage::Ended;
}

void AnswerRelay::dropRest() {
  if (m_stage != Stage::Open) return;
  m_stage = Stage::ServerGone;
  m_hasDropped = m_written > m_taken || m_server->wasReset();
  m_underway.clear();
  m_stalled.stop();
  waitForQuiet();
  readClient();
  answerForServer();
}

void AnswerRelay::end() {
  m_stage = Stage::Ended;
  for (QTimer* timer : {&m_clientQuiet, &m_stalled, &m_closing}) timer->stop();
  m_way.abort();
  m_server.reset();
}

}  // namespace courier
