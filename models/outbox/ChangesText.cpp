#include "models/outbox/ChangesText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <cmath>

namespace courier {
namespace {

struct ChangesTextTr {
  Q_DECLARE_TR_FUNCTIONS(ChangesText)
};

QString withSign(bool negative, const QString& digits) {
  return (negative ? QStringLiteral("−") : QStringLiteral("+")) + digits;
}

QString percent(qint64 now, qint64 then) {
  const double share = static_cast<double>(now - then) * 100 / static_cast<double>(then);
  const double size = std::abs(share);
  // What is less than one decimal can say is not called nothing.
  const QString digits = size < 0.05 ? QStringLiteral("<") + QLocale().toString(0.1, 'f', 1)
                                     : QLocale().toString(size, 'f', size < 100 ? 1 : 0);
  return withSign(share < 0, digits);
}

QString rowsText(qint64 now, qint64 then) {
  const QLocale locale;
  if (now == then) return ChangesTextTr::tr("%Ln row(s), as many as now", nullptr, static_cast<int>(now));
  const QString before = ChangesTextTr::tr("%Ln row(s) then", nullptr, static_cast<int>(then));
  if (then == 0) return ChangesTextTr::tr("%1, %2 now").arg(before, locale.toString(now));
  const qint64 difference = now > then ? now - then : then - now;
  return ChangesTextTr::tr("%1, %2 now (%3, %4 %)")
      .arg(before, locale.toString(now), withSign(now < then, locale.toString(difference)), percent(now, then));
}

}  // namespace

QString changesText(const BodyFacts& body, const std::optional<DeliveredBefore>& before) {
  if (!before) return ChangesTextTr::tr("Nothing was delivered to this address yet, as far as this computer knows.");
  const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(before->deliveredMs), QLocale::ShortFormat);
  const bool isSame = body.bytes == before->body.bytes && !body.sha256.isEmpty() && body.sha256 == before->body.sha256;
  if (isSame) return ChangesTextTr::tr("The same body as the last one delivered here, on %1.").arg(when);
  QString text = ChangesTextTr::tr("Last delivered here on %1: %2.").arg(when, rowsText(body.rows, before->body.rows));
  const QString columns = columnsChangedText(body, before->body);
  if (!columns.isEmpty()) return text + QLatin1Char(' ') + ChangesTextTr::tr("Its columns changed: %1.").arg(columns);
  if (before->body.columns.isEmpty()) return text;
  return text + QLatin1Char(' ') + ChangesTextTr::tr("The columns are the same.");
}

}  // namespace courier
