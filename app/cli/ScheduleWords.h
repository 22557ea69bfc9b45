#pragma once

#include <QTimeZone>

#include "app/cli/Command.h"

namespace courier {

/// "2026-03-08T10:30:00Z", of UTC ms.
[[nodiscard]] QString utcText(qint64 ms);
/// "2026-03-08T06:30:00-04:00": with the offset that the zone has then.
[[nodiscard]] QString localText(qint64 ms, const QTimeZone& zone);
/// The zone of -t, else `fallback`, an IANA name. InvalidInput where there is none of that name.
[[nodiscard]] Expected<QTimeZone> zoneOption(const Arguments& arguments, const QString& fallback);

/// sched:create, sched:update and sched:run.
[[nodiscard]] QVector<Command> scheduleChangeCommands();

}  // namespace courier
