#pragma once

#include <QObject>
#include <QString>
#include <memory>

namespace courier {

/// Tells a person something outside the window, by the desktop's own means. Of one key there is one message: a later
/// one takes its place. Main thread; never waits. Where the desktop has no such means nothing is shown: the window
/// says the same. Platform code in DesktopNotifier_*.cpp.
class DesktopNotifier : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  /// Plain text, both.
  virtual void tell(const QString& key, const QString& title, const QString& text) = 0;
  /// Takes the message back: somebody looked at what it is about.
  virtual void withdraw(const QString& key) = 0;

 Q_SIGNALS:
  /// The person clicked the message of this key.
  void clicked(const QString& key);
};

/// This desktop's.
[[nodiscard]] std::unique_ptr<DesktopNotifier> makeDesktopNotifier();

}  // namespace courier
