#pragma once

#include <QString>

#include "models/address/Destination.h"
#include "models/base/Ids.h"

namespace courier {

/// Whether results go to a target.
enum class TargetState {
  Active,
  Paused,   ///< after 401, 403, 407: until a person resumes it or changes its sign-in
  Disabled  ///< after 410: until a person resumes it
};

/// A web address that results are written to, with its options. An address typed in place is one with an empty name,
/// one per address and user. A value; its secrets are in the SecretStore.
struct Target {
  TargetId id;
  QString name;  ///< "" for an address typed in place
  Destination to;
  TargetState state = TargetState::Active;
  QString stateReason;      ///< "401: the server did not accept …"; "" while active
  qint64 stateSinceMs = 0;  ///< UTC milliseconds
  qint64 secretUsedMs = 0;  ///< UTC ms, a minute may be missing: when its present secret was read; 0: never
};

/// Where a result is to go, as it is asked for before there is a delivery: a saved or an unnamed target, its address
/// with the path of this time.
struct DeliveryRequest {
  TargetId targetId;
  QString targetText;  ///< "myweb:path", or the address for people: never a password
  Destination to;
  bool latestWins = false;  ///< it cancels an older scheduled result that waits for the same address
};

}  // namespace courier
