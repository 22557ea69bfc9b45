#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>

#include "app/cli/Console.h"

namespace courier {

void Console::holdStandardStreams() {
  std::signal(SIGPIPE, SIG_IGN);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest free number is given: this one. Standard output is opened so that writing to it fails.
    (void)::open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY);
  }
}

bool Console::readerIsGone() {
  pollfd look{STDOUT_FILENO, POLLOUT, 0};
  return poll(&look, 1, 0) == 1 && (look.revents & (POLLERR | POLLHUP)) != 0;
}

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
