#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QTcpSocket>
#include <memory>

namespace courier {

/// A connection without buffers of its own. QTcpSocket closes itself when a write fails, and what the peer said just
/// before is lost with it; here it can still be read, as long as the system keeps it. Never blocks. Lives on any
/// thread with an event loop. Platform code in RawSocket_*.cpp.
class RawSocket final : public QObject {
  Q_OBJECT
 public:
  /// Takes over the connection of `socket`, also one that leads through a proxy, and leaves `socket` unconnected: not
  /// from within its own signals. What it has read already is handed back in `seen`. Nothing where the system gives no
  /// further descriptor.
  [[nodiscard]] static std::unique_ptr<RawSocket> takeOver(QTcpSocket& socket, QByteArray& seen);
  ~RawSocket() override;

  /// Has the system say at once that what came on this socket has come, for now: a sender on this computer holds small
  /// pieces back until it does, for 40 ms and more.
  static void acknowledge(const QTcpSocket& socket);

  /// Adds what has arrived to `to`, until that holds `atMost` bytes.
  void readTo(QByteArray& to, qsizetype atMost);
  /// Bytes that the system took; 0: writable() will say when there is room; -1: it takes no more.
  [[nodiscard]] qint64 write(const QByteArray& bytes);
  /// The peer has closed or reset the connection, and all that it said has been read.
  [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
  /// … and it was reset: the peer had not read all that was written.
  [[nodiscard]] bool wasReset() const { return m_wasReset; }
  /// Whether readable() is wanted.
  void listen(bool wanted) { m_incoming.setEnabled(wanted && !m_hasEnded); }

 Q_SIGNALS:
  void readable();
  void writable();

 private:
  explicit RawSocket(qintptr descriptor);

  static constexpr qint64 wouldBlock = -1;
  static constexpr qint64 reset = -2;
  static constexpr qint64 gone = -3;
  /// Another descriptor of the same connection, which does not block and goes to no child process; -1 for none.
  [[nodiscard]] static qintptr duplicate(qintptr descriptor);
  /// A number of bytes (0: the peer has closed), wouldBlock, reset or gone.
  [[nodiscard]] qint64 receive(char* to, qint64 atMost) const;
  [[nodiscard]] qint64 send(const char* from, qint64 size) const;
  void close() const;

  const qintptr m_descriptor;
  QSocketNotifier m_incoming;
  QSocketNotifier m_outgoing;
  bool m_hasEnded = false;
  bool m_wasReset = false;
};

}  // namespace courier
