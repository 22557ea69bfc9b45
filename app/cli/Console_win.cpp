#include <io.h>
#include <windows.h>

#include "app/cli/Console.h"

namespace courier {

bool Console::inputIsTerminal() {
  return _isatty(0) != 0;
}

bool Console::errorIsTerminal() {
  return _isatty(2) != 0;
}

bool Console::setEcho(bool on) {
  const HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
  DWORD mode = 0;
  if (!GetConsoleMode(input, &mode)) return on;
  const bool was = (mode & ENABLE_ECHO_INPUT) != 0;
  SetConsoleMode(input, on ? mode | ENABLE_ECHO_INPUT : mode & ~static_cast<DWORD>(ENABLE_ECHO_INPUT));
  return was;
}

}  // namespace courier
