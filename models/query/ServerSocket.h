#pragma once

#include <QtGlobal>

namespace courier::serversocket {

// What a database's library leaves to its caller, on the socket of its connection. Platform code in ServerSocket_*.cpp.

enum Ready { Nothing = 0, ToRead = 1, ToWrite = 2 };

/// Waits until one of `wanted` (of Ready) is possible, at most `limitMs`; what is. A broken connection is ready for
/// all.
[[nodiscard]] int wait(qintptr socket, int wanted, int limitMs);
/// Cuts the line both ways: whoever waits for it wakes, and nothing that was sent is read any more.
void cut(qintptr socket);
/// Notices within about a minute that the other side is gone, where the system lets it be set.
void keepAlive(qintptr socket);

}  // namespace courier::serversocket
