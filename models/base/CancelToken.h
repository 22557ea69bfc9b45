#pragma once

#include <functional>
#include <memory>

namespace courier {

/// A request to stop, shared by whoever may ask and whoever has to obey. Copies are the same request. Thread-safe.
/// A worker polls isCancelled(), or registers what to call (sqlite3_interrupt, PQcancel) with onCancel().
class CancelToken {
 public:
  /// Keeps a callback registered; once it is gone, the callback is not running and never will.
  class Registration {
   public:
    Registration() = default;
    ~Registration();
    Registration(Registration&&) noexcept = default;
    Registration& operator=(Registration&&) noexcept;
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

   private:
    friend class CancelToken;
    void release();
    std::shared_ptr<struct CancelState> m_state;
    int m_key = 0;
  };

  CancelToken();

  /// Asks to stop; runs the registered callbacks on the calling thread. Later calls do nothing.
  void cancel() const;
  [[nodiscard]] bool isCancelled() const;
  /// Runs `callback` at cancel(), on the canceller's thread; at once if it was cancelled before.
  [[nodiscard]] Registration onCancel(std::function<void()> callback) const;

 private:
  std::shared_ptr<struct CancelState> m_state;
};

}  // namespace courier
