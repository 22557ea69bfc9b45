#include <unistd.h>

#include <QCoreApplication>
#include <QSocketNotifier>
#include <csignal>

#include "app/Interrupt.h"

namespace courier {

namespace {

// A handler may only do what is safe at any instant: it writes one byte, and the event loop does the rest.
int wakePipe[2] = {-1, -1};

void onSignal(int signal) {
  const char byte = signal == SIGINT ? 'i' : 't';
  [[maybe_unused]] const auto written = write(wakePipe[1], &byte, 1);
}

}  // namespace

void callOnInterrupt(std::function<void(Interrupt)> wanted) {
  if (pipe(wakePipe) != 0) return;
  auto* notifier = new QSocketNotifier(wakePipe[0], QSocketNotifier::Read, QCoreApplication::instance());
  QObject::connect(notifier, &QSocketNotifier::activated, notifier, [wanted = std::move(wanted)] {
    char byte = 0;
    [[maybe_unused]] const auto got = read(wakePipe[0], &byte, 1);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    wanted(byte == 'i' ? Interrupt::Person : Interrupt::System);
  });
  std::signal(SIGINT, onSignal);
  std::signal(SIGTERM, onSignal);
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace courier
