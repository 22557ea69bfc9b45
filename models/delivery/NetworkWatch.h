#pragma once

#include <QObject>
#include <QString>

namespace courier {

/// Whether this computer has a network at all, as far as the system tells. Only Disconnected counts as offline. Made
/// and asked on the main thread; changed() comes from there.
class NetworkWatch : public QObject {
  Q_OBJECT
 public:
  enum class State { Unknown, Connected, Disconnected };
  Q_ENUM(State)

  using QObject::QObject;
  [[nodiscard]] virtual State state() const = 0;

 Q_SIGNALS:
  void changed(courier::NetworkWatch::State state);
};

/// What QNetworkInformation knows; Unknown where the system has no source for it.
class SystemNetworkWatch final : public NetworkWatch {
  Q_OBJECT
 public:
  explicit SystemNetworkWatch(QObject* parent = nullptr);
  [[nodiscard]] State state() const override { return m_state; }

 private:
  State m_state = State::Unknown;
};

}  // namespace courier
