#pragma once

#include <QFuture>

namespace courier {

/// What the operating system says of its keychain without touching an item.
enum class KeychainState {
  Absent,    ///< no keychain answers
  Locked,    ///< the collection new items go to is locked
  Unlocked,  ///< … or has not been made yet
  Unknown    ///< it did not say, or this platform does not tell
};

/// Asks, never prompts. QtKeychain tells neither "locked" nor "no service" from other failures on Linux: the Secret
/// Service itself does. Main thread; answered within the time limit. Platform code in KeychainState_*.cpp.
[[nodiscard]] QFuture<KeychainState> keychainState(int timeLimitMs);

}  // namespace courier
