#pragma once

#include <QPair>
#include <QString>
#include <QVector>

#include "models/targets/Target.h"

namespace courier {

/// What result:show says of a target, "Name", "value", in order: all that differs from a plain target, and nothing
/// secret. Pure.
[[nodiscard]] QVector<QPair<QString, QString>> targetLines(const Target& target);

/// "active", "paused", "disabled".
[[nodiscard]] QString targetStateText(TargetState state);

}  // namespace courier
