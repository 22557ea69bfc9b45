// pseudo_locale TEMPLATE.ts OUTPUT.ts

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>
#include <cstdio>

#include "translations/tools/PseudoLocale.h"

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.size() != 3) {
    std::fputs("usage: pseudo_locale TEMPLATE.ts OUTPUT.ts\n", stderr);
    return 2;
  }
  QFile input(arguments[1]);
  QSaveFile output(arguments[2]);
  if (!input.open(QIODevice::ReadOnly) || !output.open(QIODevice::WriteOnly)) {
    std::fprintf(stderr, "pseudo_locale: %s\n",
                 qPrintable(input.isOpen() ? output.errorString() : input.errorString()));
    return 1;
  }
  if (const auto written = courier::writePseudoLocale(input, output); !written) {
    std::fprintf(stderr, "pseudo_locale: %s\n", qPrintable(written.error().message));
    return 1;
  }
  return output.commit() ? 0 : 1;
}
