#include "widgets/common/ElapsedText.h"

#include <QCoreApplication>
#include <QLocale>

namespace courier {

QString elapsedText(qint64 ms) {
  const QLocale locale;
  if (ms < 1000) return QCoreApplication::translate("ElapsedText", "%1 ms").arg(locale.toString(ms));
  if (ms < 60'000) {
    return QCoreApplication::translate("ElapsedText", "%1 s")
        .arg(locale.toString(static_cast<double>(ms) / 1000, 'f', 1));
  }
  return QCoreApplication::translate("ElapsedText", "%1 min %2 s")
      .arg(locale.toString(ms / 60'000), locale.toString(ms % 60'000 / 1000));
}

}  // namespace courier
