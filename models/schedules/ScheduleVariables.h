#pragma once

#include <QString>
#include <QTimeZone>

#include "models/address/TargetUrl.h"
#include "models/base/Expected.h"
#include "models/base/Ids.h"

namespace courier {

/// What the variables of one run stand for: ${slot} is the slot in ISO 8601 with its offset in the schedule's zone,
/// ${slot_date} its date there, ${slot_unix} its seconds since 1970, ${job_id} the run's number. No value holds
/// anything but digits, 'T', 'Z', ':', '+' and '-'.
struct SlotValues {
  qint64 slotMs = 0;  ///< UTC ms
  QTimeZone zone;
  JobId job;
};

namespace schedulevariables {

/// Pure. Errors are InvalidInput and have the place in the text.

/// In a 'string' the value itself stands for a variable. Outside of one it is a literal of its own, '2026-03-08' or 12,
/// and so one value whatever the statement is: a variable that touches a word or a quoted thing, with nothing but
/// blanks between, is refused. So is one in a quoted name, a comment or a $tag$ string, and one that is not known.
[[nodiscard]] Expected<QString> expandSql(const QString& sql, const SlotValues& values);

/// Variables of an address as TargetUrl keeps it, in its path and query, percent-encoded.
[[nodiscard]] Expected<TargetUrl> expandUrl(const TargetUrl& url, const SlotValues& values);

/// Whether an address or `name:path` that a person typed has variables only where they may be: known ones, and none in
/// the user, the host, the port or a target's name.
[[nodiscard]] Expected<void> checkAddress(const QString& text);

}  // namespace schedulevariables
}  // namespace courier
