#pragma once

#include <QString>
#include <QTime>

namespace courier {

/// An instant as a list shows it, in the locale's form and this computer's zone: "09:00" for today, "21 Nov 09:00"
/// within the year, else with the year. Both in UTC milliseconds.
[[nodiscard]] QString momentText(qint64 atMs, qint64 nowMs);
/// The time of day alone, "09:00", in the locale's form.
[[nodiscard]] QString timeOfDayText(const QTime& time);
/// With seconds: "08:12:31" for today, else with the date.
[[nodiscard]] QString momentWithSeconds(qint64 atMs, qint64 nowMs);
/// How long something took: "18 ms", "1.2 s", "3 min"; "–" for what was not measured (negative).
[[nodiscard]] QString tookText(qint64 ms);
/// The same of what goes on, with its seconds: "18 ms", "1.2 s", "2 min 5 s".
[[nodiscard]] QString elapsedText(qint64 ms);

}  // namespace courier
