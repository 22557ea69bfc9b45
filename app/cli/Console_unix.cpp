#include <termios.h>
#include <unistd.h>

#include "app/cli/Console.h"

namespace courier {

bool Console::inputIsTerminal() {
  return isatty(STDIN_FILENO) == 1;
}

bool Console::errorIsTerminal() {
  return isatty(STDERR_FILENO) == 1;
}

bool Console::setEcho(bool on) {
  termios settings{};
  if (tcgetattr(STDIN_FILENO, &settings) != 0) return on;
  const bool was = (settings.c_lflag & static_cast<tcflag_t>(ECHO)) != 0;
  if (on) {
    settings.c_lflag |= static_cast<tcflag_t>(ECHO);
  } else {
    settings.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  }
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings);
  return was;
}

}  // namespace courier
