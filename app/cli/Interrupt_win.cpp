#include <windows.h>

#include "app/cli/Interrupt.h"

namespace courier {

namespace {

CancelToken& watched() {
  static CancelToken token;
  return token;
}

// Runs on a thread that Windows makes for it. TRUE: dealt with; FALSE: the process is ended.
BOOL WINAPI onControl(DWORD) {
  if (watched().isCancelled()) return FALSE;
  watched().cancel();
  return TRUE;
}

}  // namespace

void cancelOnInterrupt(const CancelToken& token) {
  watched() = token;
  SetConsoleCtrlHandler(onControl, TRUE);
}

}  // namespace courier
