#pragma once

#include <atomic>

#include "models/delivery/NetworkWatch.h"

namespace courier::testing {

/// A network that comes and goes as it is told.
class FakeNetwork final : public NetworkWatch {
 public:
  [[nodiscard]] State state() const override { return m_state; }
  void set(State state) {
    m_state = state;
    Q_EMIT changed(state);
  }

 private:
  std::atomic<State> m_state = State::Unknown;
};

}  // namespace courier::testing
