#pragma once

#include <QTimer>
#include <chrono>
#include <functional>
#include <utility>

namespace courier {

/// Does something a moment after it was first asked to, once, however often it is asked meanwhile. Belongs to the
/// thread that made it.
class Soon {
 public:
  Soon(std::chrono::milliseconds moment, std::function<void()> work) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(moment);
    m_timer.callOnTimeout([work = std::move(work)] { work(); });
  }
  void ask() {
    if (!m_timer.isActive()) m_timer.start();
  }
  /// From the next ask() on.
  void setMoment(std::chrono::milliseconds moment) { m_timer.setInterval(moment); }

 private:
  QTimer m_timer;
};

}  // namespace courier
