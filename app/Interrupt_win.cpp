#include <windows.h>

#include <QCoreApplication>
#include <atomic>

#include "app/Interrupt.h"

namespace courier {

namespace {

std::function<void()>& watched() {
  static std::function<void()> wanted;
  return wanted;
}

std::atomic<bool> wasCalled = false;

// Runs on a thread that Windows makes for it. TRUE: dealt with; FALSE: the process is ended.
BOOL WINAPI onControl(DWORD) {
  if (wasCalled.exchange(true)) return FALSE;
  QMetaObject::invokeMethod(
      QCoreApplication::instance(), [] { watched()(); }, Qt::QueuedConnection);
  return TRUE;
}

}  // namespace

void callOnInterrupt(std::function<void()> wanted) {
  watched() = std::move(wanted);
  SetConsoleCtrlHandler(onControl, TRUE);
}

}  // namespace courier
