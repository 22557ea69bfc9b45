#pragma once

#include <QByteArray>

#include "models/receiver/Receiver.h"

namespace courier {

/// A received body as people look at it.
struct ShownBody {
  QByteArray bytes;
  bool isGzip = false;      ///< its Content-Encoding said so
  bool isUnpacked = false;  ///< `bytes` are what was packed; else they are as they arrived
  bool isCut = false;       ///< there is more, or it is damaged from there on
};

/// At most `limit` bytes of it, however large it would unpack. Pure.
[[nodiscard]] ShownBody shownBody(const ReceivedRequest& request, qint64 limit);
/// What is to be said of a body that is not shown as it arrived, without its cut: "gzip, 1.2 kB: shown unpacked"; ""
/// else.
[[nodiscard]] QString packingText(const ReceivedRequest& request, const ShownBody& body);

}  // namespace courier
