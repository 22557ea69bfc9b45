#pragma once

#include <QString>

#include "models/base/Ids.h"
#include "models/targets/TargetOptions.h"
#include "models/targets/TargetUrl.h"

namespace courier {

/// Whether results go to a target.
enum class TargetState {
  Active,
  Paused,   ///< after 401, 403, 407: until a person resumes it or changes its sign-in
  Disabled  ///< after 410: until result:resume
};

/// A web address that results are written to, with its options. An address typed in place is one with an empty name,
/// one per address and user. A value; its secrets are in the SecretStore under `secretKey`.
struct Target {
  TargetId id;
  QString name;  ///< "" for an address typed in place
  TargetUrl url;
  QString user;
  QString secretKey;  ///< "" where there is nothing secret, and so no authentication
  HttpMethod method = HttpMethod::Put;
  TargetOptions options;
  qint64 rowCap = 100'000;  ///< 0: none
  TargetState state = TargetState::Active;
  QString stateReason;      ///< "401: the server did not accept …"; "" while active
  qint64 stateSinceMs = 0;  ///< UTC milliseconds
  qint64 secretUsedMs = 0;  ///< UTC ms, a minute may be missing: when its present secret was read; 0: never
};

}  // namespace courier
