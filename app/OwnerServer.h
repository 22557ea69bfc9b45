#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>

#include "app/Owner.h"
#include "models/base/Expected.h"

class QLocalSocket;

namespace courier {

/// The owner's ear: a local socket for this user only, one line asked and one answered on each connection.
///   ring → ok      hand-over → yes | no      who → window 4711      raise → ok | no      anything else → what?
/// What is too long or too slow is cut off. Main thread.
class OwnerServer final : public QObject {
  Q_OBJECT
 public:
  explicit OwnerServer(Owner::Role role, QObject* parent = nullptr);
  /// Listens there; what a dead owner left behind is removed first, so the caller must hold the lock.
  [[nodiscard]] Expected<void> listen(const QString& socketName);
  void close() { m_server.close(); }

 Q_SIGNALS:
  void rung();
  void handOverAsked();
  void raiseAsked();

 private:
  void accept();
  void read(QLocalSocket* connection);
  QByteArray answerTo(const QByteArray& question);

  Owner::Role m_role;
  QLocalServer m_server;
};

}  // namespace courier
