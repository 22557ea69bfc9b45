#include "widgets/common/FocusPlace.h"

#include <QApplication>

namespace courier {

void FocusPlace::remember(const QWidget* parent) {
  m_window = QApplication::activeWindow();
  if (!m_window && parent) m_window = parent->window();
  m_place = m_window ? m_window->focusWidget() : nullptr;
}

void FocusPlace::giveBack() const {
  if (!m_window) return;
  QMetaObject::invokeMethod(
      m_window,
      [window = m_window, place = m_place] {
        if (place && place->isVisible() && place->isEnabled()) place->setFocus(Qt::OtherFocusReason);
        const QWidget* modal = QApplication::activeModalWidget();
        if (window->isVisible() && (!modal || modal == window)) window->activateWindow();
      },
      Qt::QueuedConnection);
}

}  // namespace courier
