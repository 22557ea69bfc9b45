#pragma once

#include <QtGlobal>

namespace courier::testing {

/// Makes the socket's close send a reset, so that the peer's data in flight is thrown away. Platform code in
/// SocketReset_*.cpp.
void resetOnClose(qintptr socket);

}  // namespace courier::testing
