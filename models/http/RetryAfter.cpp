#include "models/http/RetryAfter.h"

#include <QDateTime>
#include <QLocale>
#include <QString>
#include <QTimeZone>
#include <algorithm>
#include <optional>

namespace courier {
namespace {

constexpr qint64 longestMs = qint64{24} * 3600 * 1000;
constexpr qint64 longestSeconds = longestMs / 1000;

/// The three forms of RFC 9110, 5.6.7, all of them UTC.
std::optional<qint64> httpDateMs(const QByteArray& text) {
  const QString date = QString::fromLatin1(text).simplified();
  const QLocale english = QLocale::c();
  QDateTime found = english.toDateTime(date, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
  if (!found.isValid()) {
    found = english.toDateTime(date, QStringLiteral("dddd, dd-MMM-yy HH:mm:ss 'GMT'"));
    if (found.isValid() && found.date().year() < 1970) found = found.addYears(100);
  }
  if (!found.isValid()) found = english.toDateTime(date, QStringLiteral("ddd MMM d HH:mm:ss yyyy"));
  if (!found.isValid()) return std::nullopt;
  return QDateTime(found.date(), found.time(), QTimeZone::utc()).toMSecsSinceEpoch();
}

}  // namespace

qint64 retryAfterMs(const QByteArray& retryAfter, const QByteArray& date, qint64 nowMs) {
  const QByteArray text = retryAfter.trimmed();
  if (text.isEmpty()) return -1;
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    bool fits = false;
    const qint64 seconds = text.toLongLong(&fits);
    return (fits ? std::min(seconds, longestSeconds) : longestSeconds) * 1000;
  }
  const auto until = httpDateMs(text);
  if (!until) return -1;
  return std::clamp<qint64>(*until - httpDateMs(date).value_or(nowMs), 0, longestMs);
}

}  // namespace courier
