#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>
#include <QTime>
#include <QTimeZone>

namespace courier {

/// The words for names, times, durations and sizes that people read everywhere. Pure but for the locale; any thread.

/// Line breaks, tabs, NUL and other control characters, which no name may hold.
[[nodiscard]] bool hasControlCharacters(QStringView text);
/// "a, b, c", in the order given; at most `limit` of them, then "…". "" for none.
[[nodiscard]] QString listedNames(const QStringList& names, int limit = 5);

/// An instant as a list shows it, in the locale's form and this computer's zone: "09:00" for today, "21 Nov 09:00"
/// within the year, else with the year. Both in UTC milliseconds.
[[nodiscard]] QString momentText(qint64 atMs, qint64 nowMs);
/// With seconds: "08:12:31" for today, else with the date.
[[nodiscard]] QString momentWithSeconds(qint64 atMs, qint64 nowMs);
/// The time of day alone, "09:00", in the locale's form.
[[nodiscard]] QString timeOfDayText(const QTime& time);
/// "today 10:00", "tomorrow 07:30", "Mon 30 Nov 07:30": an instant (UTC ms) in a zone, seen from `nowMs`.
[[nodiscard]] QString zonedMoment(qint64 atMs, qint64 nowMs, const QTimeZone& zone);
/// "Mon 23 Nov 2026 07:30 −05:00": an instant (UTC ms) in a zone's local time, with its offset, so that the two passes
/// of an autumn hour read differently.
[[nodiscard]] QString slotText(qint64 atMs, const QTimeZone& zone);
/// "+09:00", "−05:00": an offset from UTC in seconds, with a true minus sign.
[[nodiscard]] QString offsetText(int offsetSeconds);

/// A time yet to pass, or a limit, rounded: "5 s", "4 min", "2 h", "3 days".
[[nodiscard]] QString durationText(qint64 ms);
/// How long something took, exactly: "12 ms", "1.2 s", "2 min 5 s".
[[nodiscard]] QString elapsedText(qint64 ms);
/// The same for a narrow column: "18 ms", "1.2 s", "3 min"; "–" for what was not measured (negative).
[[nodiscard]] QString tookText(qint64 ms);

/// A number of bytes: "1.2 kB", "3 MB" where there are to be no `decimals`.
[[nodiscard]] QString sizeText(qint64 bytes, int decimals = 1);

}  // namespace courier
