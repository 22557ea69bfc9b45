#pragma once

#include <QFuture>
#include <QObject>
#include <memory>
#include <optional>

#include "models/base/Expected.h"
#include "models/base/FileLock.h"

namespace courier {

/// Who runs schedules and outbox of a data folder: one process at a time, by a lock that death frees. The owner also
/// listens on a local socket (this user only): others ring it when they have queued something, or ask it to hand over.
/// Questions to the owner are answered within two seconds, with no where nobody listens. Main thread.
class Owner final : public QObject {
  Q_OBJECT
 public:
  enum class Role { Window, Agent, Command };
  Owner(QString dataFolder, Role role, QObject* parent = nullptr);
  ~Owner() override;

  /// Takes the lock if it is free: true when this process owns now.
  [[nodiscard]] Expected<bool> tryAcquire();
  [[nodiscard]] bool isOwner() const;
  /// Ends ownership: closes the socket, then frees the lock.
  void release();
  /// Tells the owner that something was queued. False where nobody listens.
  [[nodiscard]] QFuture<bool> ring();
  /// A window asks an agent or a command to hand over; true when it agreed (the lock is free soon after). A window
  /// never hands over.
  [[nodiscard]] QFuture<bool> askToHandOver();
  /// Asks a window that owns to come to the front; true when it will.
  [[nodiscard]] QFuture<bool> askToRaise();
  /// Asks it to open a file as well; `path` is absolute. True when it will try.
  [[nodiscard]] QFuture<bool> askToOpen(const QString& path);
  /// Who owns; nothing where nobody listens.
  struct Identity {
    Role role;
    qint64 process;
  };
  [[nodiscard]] QFuture<std::optional<Identity>> identifyOwner();
  /// "the window (process 4711)"
  [[nodiscard]] static QString describe(const Identity& owner);

 Q_SIGNALS:
  /// Somebody queued something.
  void rung();
  /// A window wants to own: finish what is under way, then release().
  void handOverAsked();
  /// A second window was started: come to the front.
  void raiseAsked();
  /// It was given a file to open.
  void openAsked(const QString& path);

 private:
  [[nodiscard]] QFuture<bool> askForWord(const QByteArray& question, const QByteArray& word);

  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier
