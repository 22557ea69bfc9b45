#pragma once

#include <QString>
#include <QStringList>
#include <QTimeZone>
#include <optional>

#include "models/base/Expected.h"

namespace courier {

/// Time zones by their names in the system's tzdata, letter for letter. QTimeZone takes more than these: of a word that
/// it does not know it makes UTC (a rule of POSIX), and a report would come hours late for ever.

/// Every name there is, aliases such as "US/Pacific" included, sorted. Read once.
[[nodiscard]] const QStringList& zoneNames();

/// The zone of this name. InvalidInput for any other text, with what was probably meant: "Did you mean Europe/Berlin?"
[[nodiscard]] Expected<QTimeZone> zoneNamed(const QString& name);

/// This computer's own zone by its name; "UTC" where it has none.
[[nodiscard]] QString systemZoneName();

/// The name that somebody who wrote `text` probably meant: another case, blanks around it, the city alone, a usual
/// abbreviation, an offset, a slip of the pen. "" where nothing comes near. Pure, but for zoneNames().
[[nodiscard]] QString zoneMeantBy(const QString& text);

/// Platform code: the names of the system's own list, in any order.
[[nodiscard]] QStringList systemZoneNames();
/// Platform code: whether a name is among them, without reading them all; nothing where only the list can tell.
[[nodiscard]] std::optional<bool> isSystemZoneName(const QString& name);

}  // namespace courier
