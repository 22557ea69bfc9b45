#include "widgets/common/ElapsedText.h"

#include <QCoreApplication>
#include <QLocale>

namespace courier {

namespace {

struct ElapsedTextTr {
  Q_DECLARE_TR_FUNCTIONS(ElapsedText)
};

}  // namespace

QString elapsedText(qint64 ms) {
  const QLocale locale;
  if (ms < 1000) return ElapsedTextTr::tr("%1 ms").arg(locale.toString(ms));
  if (ms < 60'000) {
    return ElapsedTextTr::tr("%1 s").arg(locale.toString(static_cast<double>(ms) / 1000, 'f', 1));
  }
  return ElapsedTextTr::tr("%1 min %2 s").arg(locale.toString(ms / 60'000), locale.toString(ms % 60'000 / 1000));
}

}  // namespace courier
