#pragma once

#include <QByteArray>
#include <QNetworkProxy>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <memory>

#include "models/http/RawSocket.h"

namespace courier {

/// Saves an answer that a server gives before it has read the whole body. QtNetwork looks for an answer only once it
/// has written everything, so a server that says 413 and closes resets the connection under it and its words are lost.
/// This relay stands between the two, inside the process: it hands bytes on both ways and, once the server has closed,
/// goes on reading from QtNetwork, throws the rest of the body away, and hands on what the server said once QtNetwork
/// has written all (a TLS connection's end, heard before, would make it give up). It only carries bytes, so TLS stays
/// between QtNetwork and the server; an unencrypted answer is sifted on the way: QtNetwork takes "+200" for a status
/// and an interim answer (1xx) for the last word. It speaks SOCKS 5 (RFC 1928, RFC 1929) on 127.0.0.1, to one
/// connection, with credentials that nobody can guess, and leads to one host and port alone. Lives on the thread of the
/// network manager that uses it and has to outlive its request.
class AnswerRelay final : public QObject {
  Q_OBJECT
 public:
  /// Whether the bytes can be read on the way.
  enum class Kind { Plain, Encrypted };

  /// `onward`: the proxy on the way to the server, or none; not an HTTP proxy that takes whole requests. `bodyBytes`:
  /// of the one request that QtNetwork has to write.
  AnswerRelay(const QString& host, quint16 port, Kind kind, QNetworkProxy onward, qint64 bodyBytes,
              QObject* parent = nullptr);
  ~AnswerRelay() override;

  /// False where this computer gives no port.
  [[nodiscard]] bool listen();
  /// What the network manager has to be given as its proxy.
  [[nodiscard]] QNetworkProxy proxy() const;
  /// Whether the server closed the connection before it took all that QtNetwork had for it.
  [[nodiscard]] bool hasDropped() const { return m_hasDropped; }

 private:
  enum class Stage { Greeting, SignIn, Request, Connecting, Open, ServerGone, Ended };
  void onConnection();
  void readClient();
  [[nodiscard]] bool readGreeting();
  [[nodiscard]] bool readSignIn();
  [[nodiscard]] bool readRequest();
  void onConnected();
  void carryOn();
  void carryToServer();
  /// Takes what the server has said by now.
  void readServer();
  void hearServer();
  void carryToClient();
  /// What the server says while the body is on its way waits until that is written.
  [[nodiscard]] bool holdsAnswer() const;
  void waitForQuiet();
  /// Looks for the end of the request's head in `bytes`, which are the next of it.
  void measureRequest(const QByteArray& bytes);
  /// Takes interim answers out, and marks a status that is none.
  void siftAnswer();
  void onClientQuiet();
  void onUnreachable();
  /// Of a plain request the end is known: nobody has to wait for it.
  void answerForServer();
  /// The server takes nothing more: the rest of the body is thrown away.
  void dropRest();
  void answerRequest(char code);
  void end();

  const QByteArray m_host;
  const quint16 m_port;
  const bool m_isPlain;
  const QNetworkProxy m_onward;
  const qint64 m_bodyBytes;
  const QByteArray m_user;
  const QByteArray m_password;
  QTcpServer m_listener;
  QTcpSocket* m_client = nullptr;       ///< the listener's child
  QTcpSocket m_way;                     ///< connects, then hands its connection to m_server
  std::unique_ptr<RawSocket> m_server;  ///< from Open on
  QByteArray m_underway;                ///< what QtNetwork wrote and the system has not taken yet
  QByteArray m_answer;                  ///< what the server said and QtNetwork has not got
  QTimer m_clientQuiet;                 ///< since QtNetwork last wrote something
  QTimer m_stalled;                     ///< since a server that has said something last took something
  QTimer m_closing;                     ///< since a server that has gone was answered for
  qint64 m_written = 0;                 ///< bytes from QtNetwork
  qint64 m_taken = 0;                   ///< of these, handed to the system
  QByteArray m_head;                    ///< of a plain request, until it is whole
  qint64 m_whole = -1;                  ///< bytes of a plain request; -1: not known yet
  bool m_sifts = false;                 ///< the final answer's status has not come yet
  bool m_hasDropped = false;
  bool m_wasOpen = false;
  Stage m_stage = Stage::Greeting;
};

}  // namespace courier
