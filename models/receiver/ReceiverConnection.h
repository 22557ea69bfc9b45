#pragma once

#include <QObject>
#include <QTcpSocket>
#include <QTimer>
#include <functional>
#include <optional>

#include "models/receiver/HttpRequestParser.h"
#include "models/receiver/ReceiverRules.h"

namespace courier {

/// One peer's connection to a Receiver: reads requests one after the other and writes each one's answer before it
/// reads on, late where the verdict says so. Owns its socket; lives on the receiver's thread; deletes itself
/// (deleteLater) once it is closed.
class ReceiverConnection final : public QObject {
  Q_OBJECT
 public:
  struct Hooks {
    /// Judges a request whose head has come, once, before its body.
    std::function<ReceiverVerdict(const HttpRequest& head)> judge;
    /// Takes a request that ended; returns the status to answer with. One not admitted may lack its body. Verdict
    /// status 0: its peer is gone, there is nothing to answer.
    std::function<int(const HttpRequest& request, ReceiverVerdict verdict)> take;
    /// That answer has been given to the system, or there is none. May close or delete the connection.
    std::function<void()> answered;
  };

  ReceiverConnection(QTcpSocket* socket, HttpRequestParser::Limits limits, int silenceLimitMs, Hooks hooks,
                     QObject* parent);
  /// Ends the connection once what was answered is out.
  void close();
  /// Answers with that status, reads the peer's rest past for a while, and ends.
  void refuse(int status);

 private:
  void readOn();
  void consume(QByteArrayView bytes);
  void judgeHead();
  void answerComplete();
  void answerLate();
  void answer(const HttpRequest& request, ReceiverVerdict verdict);
  void forgetPeer();
  void refuseRequest(ReceiverVerdict verdict);
  void write(const QByteArray& bytes);
  void endAfterSilence();

  QTcpSocket* m_socket;
  HttpRequestParser m_parser;
  Hooks m_hooks;
  QTimer m_silence;
  QTimer m_delay;  ///< runs while a complete request waits for its answer
  HttpRequest m_waiting;
  QByteArray m_rest;                         ///< what came behind it
  std::optional<ReceiverVerdict> m_verdict;  ///< on the current request, once its head has come
  bool m_isClosing = false;  ///< what still comes is read and thrown away, so that the answer is not lost in a reset
  bool m_isReading = false;
};

}  // namespace courier
