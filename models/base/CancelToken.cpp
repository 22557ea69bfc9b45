#include "models/base/CancelToken.h"

#include <atomic>
#include <map>
#include <mutex>

namespace courier {

/// The callbacks run under the lock, so that a Registration that was released knows its callback is over. A callback
/// must therefore not release its own registration.
struct CancelState {
  std::atomic<bool> cancelled = false;
  std::mutex mutex;
  int nextKey = 1;
  std::map<int, std::function<void()>> callbacks;
};

CancelToken::Registration::~Registration() {
  release();
}

CancelToken::Registration& CancelToken::Registration::operator=(Registration&& other) noexcept {
  if (this != &other) {
    release();
    m_state = std::move(other.m_state);
    m_key = other.m_key;
  }
  return *this;
}

void CancelToken::Registration::release() {
  if (!m_state) return;
  const std::scoped_lock lock(m_state->mutex);
  m_state->callbacks.erase(m_key);
}

CancelToken::CancelToken() : m_state(std::make_shared<CancelState>()) {}

void CancelToken::cancel() const {
  const std::scoped_lock lock(m_state->mutex);
  if (m_state->cancelled.exchange(true)) return;
  for (const auto& [key, callback] : m_state->callbacks) callback();
}

bool CancelToken::isCancelled() const {
  return m_state->cancelled.load(std::memory_order_relaxed);
}

CancelToken::Registration CancelToken::onCancel(std::function<void()> callback) const {
  const std::scoped_lock lock(m_state->mutex);
  if (m_state->cancelled.load()) {
    callback();
    return {};
  }
  Registration registration;
  registration.m_state = m_state;
  registration.m_key = m_state->nextKey++;
  m_state->callbacks.emplace(registration.m_key, std::move(callback));
  return registration;
}

}  // namespace courier
