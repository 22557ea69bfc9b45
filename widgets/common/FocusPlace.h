#pragma once

#include <QPointer>
#include <QWidget>

namespace courier {

/// Where the focus is before a window opens, so that it is there again when that closes. A value; main thread.
class FocusPlace {
 public:
  /// `parent`: of the window that opens; where its window last had the focus counts while no window is active.
  void remember(const QWidget* parent);
  /// Once what is going on now is done: the place may be disabled until then. Where it is no longer to be seen, the
  /// focus stays where its window has it.
  void giveBack() const;

 private:
  QPointer<QWidget> m_place;
  QPointer<QWidget> m_window;
};

}  // namespace courier
