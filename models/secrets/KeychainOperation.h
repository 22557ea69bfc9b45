#pragma once

#include <qt6keychain/keychain.h>

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>
#include <functional>

#include "models/base/Expected.h"
#include "models/secrets/KeychainState.h"

namespace courier {

/// The operations of the keychain.
struct KeychainRequest {
  enum class Kind { Read, Write, Remove };
  Kind kind = Kind::Read;
  QString key;
  QByteArray bytes;  ///< for Write
  QString service{};
  int timeLimitMs = 0;
};

/// One call of the keychain, from its start to its answer: the steps of QtKeychain it takes, the reading back, the
/// time limit, and what a failure means. Lives on its parent's thread; answers its future exactly once, with Cancelled
/// if it goes before. It gives up by itself, started or not, once the time limit has passed.
class KeychainOperation final : public QObject {
  Q_OBJECT
 public:
  explicit KeychainOperation(KeychainRequest request);
  ~KeychainOperation() override;

  /// The item's bytes after Read, else nothing.
  [[nodiscard]] QFuture<Expected<QByteArray>> answer() const { return m_promise.future(); }
  /// Begins to count the time limit. On the object's thread.
  void startTimeLimit();
  void start();

 Q_SIGNALS:
  /// Answered, and the keychain is free for the next call: after a time limit that is once the step which hung has come
  /// back, for until then QtKeychain starts nothing else, and a call given up must not take effect later.
  void finished();

 private:
  /// What QtKeychain made of one step.
  struct Outcome {
    QKeychain::Error code = QKeychain::NoError;
    QString detail;
    QByteArray bytes;
  };
  using Next = std::function<void(const Outcome&)>;

  void readItem(Next next);
  void run(QKeychain::Job* job, Next next);
  void afterRead(const Outcome& read);
  void afterWrite(const Outcome& written);
  void afterRemove(const Outcome& removed);
  void askState(std::function<void(KeychainState)> next);
  void fail(const Outcome& outcome);
  void finish(Expected<QByteArray> answer);

  KeychainRequest m_request;
  QPromise<Expected<QByteArray>> m_promise;
  QTimer m_limit;
  bool m_isAnswered = false;
  bool m_isStepRunning = false;
};

}  // namespace courier
