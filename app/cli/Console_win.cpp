#include <io.h>
#include <windows.h>

#include "app/cli/Console.h"

namespace courier {

// The runtime gives no file the number of a stream that is not there.
void Console::holdStandardStreams() {}

bool Console::readerIsGone() {
  const HANDLE output = GetStdHandle(STD_OUTPUT_HANDLE);
  DWORD written = 0;
  return GetFileType(output) == FILE_TYPE_PIPE && !WriteFile(output, "", 0, &written, nullptr) &&
         (GetLastError() == ERROR_NO_DATA || GetLastError() == ERROR_BROKEN_PIPE);
}

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
