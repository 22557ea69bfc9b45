#pragma once

#include "models/delivery/Delivery.h"
#include "models/targets/Target.h"

namespace courier {

/// What a delivery to a saved target will ask for, `path` behind its address, as far as a preview needs it: nothing of
/// its secrets. InvalidInput where the path cannot stand there. Pure.
[[nodiscard]] Result<DeliveryRequest> requestTo(const Target& target, const QString& path);

}  // namespace courier
