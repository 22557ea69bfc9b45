#pragma once

#include <QString>
#include <optional>

#include "models/address/TargetUrl.h"
#include "models/base/Expected.h"

namespace courier {

/// What `--result` and "Send to" accept: `name`, `name:path`, or an address typed in place. A value; pure.
struct TargetReference {
  QString name;                              ///< of a saved target, or "" for an address
  QString tail;                              ///< after the colon; "" without one; joined() accepts it
  std::optional<TargetUrl::Parsed> address;  ///< for an address

  [[nodiscard]] static Expected<TargetReference> parse(const QString& text);
};

/// Ok if `name` can be a target's name, else what is wrong with it: empty, "web" or "webs", a character other than
/// letters, digits, '_', '-', '.'; longer than 64.
[[nodiscard]] Expected<void> checkTargetName(const QString& name);

}  // namespace courier
