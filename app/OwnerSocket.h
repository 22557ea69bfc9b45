#pragma once

#include <QByteArray>
#include <QFuture>
#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QPromise>
#include <QString>

#include "app/Owner.h"
#include "models/base/Expected.h"

namespace courier {

/// Where the owner of a data folder listens: the same for every process of this user. Platform code in
/// OwnerSocket_*.cpp.
[[nodiscard]] QString ownerSocketName(const QString& dataFolder);

/// A short name for a folder, the same however its path is spelled.
[[nodiscard]] QString folderDigest(const QString& folder);

/// The owner's ear: a local socket for this user only, one line asked and one answered on each connection.
///   ring → ok      hand-over → yes | no      who → window 4711      raise → ok | no      open %2Fa%20path → ok | no
///   anything else → what?
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
  void openAsked(const QString& path);

 private:
  void accept();
  void read(QLocalSocket* connection);
  QByteArray answerTo(const QByteArray& question);

  Owner::Role m_role;
  QLocalServer m_server;
};

/// One question to the owner of a data folder: connects, asks, and answers its future exactly once: with the owner's
/// line, or with nothing where nobody listens, answers in time, or this object goes first. Deletes itself. Main thread.
class OwnerCall final : public QObject {
  Q_OBJECT
 public:
  OwnerCall(const QString& socketName, const QByteArray& question, QObject* parent);
  ~OwnerCall() override;
  [[nodiscard]] QFuture<QByteArray> answer() const { return m_promise.future(); }

 private:
  void read();
  void finish(const QByteArray& answer);

  QPromise<QByteArray> m_promise;
  QLocalSocket m_socket;
  bool m_isFinished = false;
};

}  // namespace courier
