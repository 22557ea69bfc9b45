#include <QCoreApplication>

#include "app/cli/CommandLine.h"

namespace courier {

// What other programs see is a copy that the system keeps; main()'s own words have lost what is not of its code page.
CommandLine::CommandLine(int, char**) {}

QStringList CommandLine::words() const {
  return QCoreApplication::arguments().mid(1);
}

}  // namespace courier
