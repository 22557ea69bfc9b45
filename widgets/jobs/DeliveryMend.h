#pragma once

#include <QString>
#include <optional>

#include "models/outbox/Delivery.h"
#include "widgets/targets/TargetPart.h"

namespace courier {

/// Chooses the one button that fixes what keeps a delivery from arriving, by its reason (DESIGN section 6).
struct DeliveryMend {
  enum class Act {
    TryNow,      ///< as soon as what was in the way is put right elsewhere: a network, a locked keychain
    EditTarget,  ///< begins at `part`
    Resume,      ///< the target takes results again
    LetGo,       ///< the person has looked, and it may go
    SendAgain,   ///< the same bytes
    RunAgain     ///< the bytes are gone: the query has to run anew
  };
  Act act = Act::TryNow;
  QString text;  ///< the button's
  TargetPart part = TargetPart::Whole;
};

/// Nothing for a delivery that is on its way, arrived, or was cancelled. Pure.
[[nodiscard]] std::optional<DeliveryMend> mendOf(const Delivery& delivery);

}  // namespace courier
