#include <windows.h>

#include <QCoreApplication>
#include <atomic>

#include "app/Interrupt.h"

namespace courier {

namespace {

std::function<void(Interrupt)>& watched() {
  static std::function<void(Interrupt)> wanted;
  return wanted;
}

std::atomic<bool> wasCalled = false;

// Runs on a thread that Windows makes for it. TRUE: dealt with; FALSE: the process is ended.
BOOL WINAPI onControl(DWORD type) {
  if (wasCalled.exchange(true)) return FALSE;
  const bool isPerson = type == CTRL_C_EVENT || type == CTRL_BREAK_EVENT;
  const Interrupt who = isPerson ? Interrupt::Person : Interrupt::System;
  QMetaObject::invokeMethod(
      QCoreApplication::instance(), [who] { watched()(who); }, Qt::QueuedConnection);
  return TRUE;
}

}  // namespace

void callOnInterrupt(std::function<void(Interrupt)> wanted) {
  watched() = std::move(wanted);
  SetConsoleCtrlHandler(onControl, TRUE);
}

}  // namespace courier
