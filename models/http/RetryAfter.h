#pragma once

#include <QByteArray>
#include <QtGlobal>

namespace courier {

/// What a Retry-After header asks for (RFC 9110, 10.2.3): milliseconds from the answer on, seconds or an HTTP date,
/// at most 24 h; -1 where there is none or it cannot be read. A date is taken relative to the answer's own Date
/// header where that can be read, so that a wrong clock on either side does no harm. Pure.
[[nodiscard]] qint64 retryAfterMs(const QByteArray& retryAfter, const QByteArray& date, qint64 nowMs);

}  // namespace courier
