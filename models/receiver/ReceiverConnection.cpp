#include "models/receiver/ReceiverConnection.h"

#include <QPointer>
#include <utility>

namespace courier {

namespace {

constexpr qint64 pieceBytes = 64 * 1024;
/// A peer that sends requests and reads no answers is not read from any more.
constexpr qint64 maxUnreadAnswerBytes = 256 * 1024;
/// After a refusal the peer's rest is read for so long, that it sees the answer rather than a reset.
constexpr int lingerMs = 5'000;

}  // namespace

ReceiverConnection::ReceiverConnection(QTcpSocket* socket, HttpRequestParser::Limits limits, int silenceLimitMs,
                                       Hooks hooks, QObject* parent)
    : QObject(parent), m_socket(socket), m_parser(limits), m_hooks(std::move(hooks)) {
  m_socket->setParent(this);
  m_socket->setReadBufferSize(4 * pieceBytes);
  m_silence.setSingleShot(true);
  m_silence.setInterval(silenceLimitMs);
  connect(&m_silence, &QTimer::timeout, this, &ReceiverConnection::endAfterSilence);
  connect(m_socket, &QTcpSocket::readyRead, this, &ReceiverConnection::readOn);
  connect(m_socket, &QTcpSocket::bytesWritten, this, &ReceiverConnection::readOn);
  connect(m_socket, &QTcpSocket::disconnected, this, &ReceiverConnection::forgetPeer);
  m_delay.setSingleShot(true);
  // Never early.
  m_delay.setTimerType(Qt::PreciseTimer);
  connect(&m_delay, &QTimer::timeout, this, &ReceiverConnection::answerLate);
  m_silence.start();
  // What came before the signals were connected.
  QMetaObject::invokeMethod(this, &ReceiverConnection::readOn, Qt::QueuedConnection);
}

void ReceiverConnection::readOn() {
  // Told listeners may run events, or close this connection.
  if (m_isReading || m_delay.isActive()) return;
  m_isReading = true;
  const QPointer<ReceiverConnection> self(this);
  while (self && !m_delay.isActive() && m_socket->bytesToWrite() <= maxUnreadAnswerBytes) {
    const QByteArray bytes = m_socket->read(pieceBytes);
    if (bytes.isEmpty()) break;
    if (m_isClosing) continue;
    m_silence.start();
    consume(bytes);
  }
  if (self) m_isReading = false;
}

void ReceiverConnection::consume(QByteArrayView bytes) {
  const QPointer<ReceiverConnection> self(this);
  while (!bytes.isEmpty() && !m_isClosing) {
    bytes = bytes.sliced(m_parser.consume(bytes));
    if (m_parser.stage() == HttpRequestParser::Stage::Failed) {
      // Too large is what its sender wants to hear of; anything else that fails is no request.
      return m_parser.failureStatus() == 413 ? refuseRequest({413, false}) : refuse(m_parser.failureStatus());
    }
    if (m_parser.stage() == HttpRequestParser::Stage::Body && !m_verdict) judgeHead();
    if (m_parser.stage() == HttpRequestParser::Stage::Complete && !m_isClosing) answerComplete();
    if (!self) return;
    if (m_delay.isActive()) {
      m_rest = bytes.toByteArray();
      return;
    }
  }
}

void ReceiverConnection::judgeHead() {
  m_verdict = m_hooks.judge(m_parser.request());
  if (!m_parser.expectsContinue()) return;
  // A peer that waits for leave is spared the body; one that does not wait is heard out, so that it can be told.
  m_verdict->isAdmitted ? write("HTTP/1.1 100 Continue\r\n\r\n") : refuseRequest(*m_verdict);
}

void ReceiverConnection::answerComplete() {
  const HttpRequest request = m_parser.takeRequest();
  const ReceiverVerdict verdict = m_verdict ? *m_verdict : m_hooks.judge(request);
  if (verdict.delayMs <= 0) return answer(request, verdict);
  m_verdict = verdict;
  m_waiting = request;
  m_silence.stop();
  m_delay.start(verdict.delayMs);
}

void ReceiverConnection::answerLate() {
  const QPointer<ReceiverConnection> self(this);
  // What came behind it is read before what the socket holds.
  m_isReading = true;
  m_silence.start();
  answer(std::exchange(m_waiting, {}), *m_verdict);
  if (self && !m_isClosing) consume(std::exchange(m_rest, {}));
  if (!self) return;
  m_isReading = false;
  readOn();
}

void ReceiverConnection::answer(const HttpRequest& request, ReceiverVerdict verdict) {
  m_verdict.reset();
  const int status = m_hooks.take(request, verdict);
  const int retryAfterS = status == verdict.status ? verdict.retryAfterS : 0;
  write(httpAnswer(status, request.method, request.keepsAlive(), retryAfterS));
  if (!request.keepsAlive()) close();
  m_hooks.answered();
}

void ReceiverConnection::forgetPeer() {
  deleteLater();
  if (!m_delay.isActive()) return;
  m_delay.stop();
  ReceiverVerdict verdict = *m_verdict;
  verdict.status = 0;
  m_verdict.reset();
  (void)m_hooks.take(std::exchange(m_waiting, {}), verdict);
  m_hooks.answered();
}

void ReceiverConnection::refuseRequest(ReceiverVerdict verdict) {
  refuse(m_hooks.take(m_parser.request(), verdict));
  m_hooks.answered();
}

void ReceiverConnection::refuse(int status) {
  write(httpAnswer(status, m_parser.request().method, false));
  m_isClosing = true;
  m_silence.start(lingerMs);
}

void ReceiverConnection::write(const QByteArray& bytes) {
  m_socket->write(bytes);
  m_socket->flush();
}

void ReceiverConnection::close() {
  m_isClosing = true;
  m_silence.start(lingerMs);
  m_socket->disconnectFromHost();
}

void ReceiverConnection::endAfterSilence() {
  if (m_isClosing) {
    m_socket->abort();
    deleteLater();
    return;
  }
  m_parser.isIdle() ? close() : refuse(408);
}

}  // namespace courier
