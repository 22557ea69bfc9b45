#pragma once

#include <QString>
#include <QTimeZone>

namespace courier {

/// "+09:00", "−05:00": an offset from UTC in seconds, with a true minus sign. Pure.
[[nodiscard]] QString offsetText(int offsetSeconds);
/// "Mon 23 Nov 2026 07:30 −05:00": an instant (UTC ms) in a zone's local time, with its offset, so that the two passes
/// of an autumn hour read differently. Pure but for the locale.
[[nodiscard]] QString slotText(qint64 atMs, const QTimeZone& zone);

}  // namespace courier
