#pragma once

#include <QByteArray>
#include <QFuture>
#include <QLocalSocket>
#include <QObject>
#include <QPromise>
#include <QString>

namespace courier {

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
