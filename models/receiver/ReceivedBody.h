#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include "models/address/BodyOptions.h"
#include "models/base/Expected.h"
#include "models/receiver/Receiver.h"

namespace courier {

/// In which form a received body is, as its Content-Type and Content-Encoding say; of JSON, as its first character
/// tells ('[': objects). InvalidInput, one sentence for people: it is none that holds rows. Pure; unpacks a few bytes.
[[nodiscard]] Expected<BodyOptions> receivedForm(const ReceivedRequest& request);
/// Whether a media type, in lower case and without parameters, is one of those that JSON lines go by.
[[nodiscard]] bool isJsonLinesType(QByteArrayView type);
/// A received body, prepared for reading.
struct ShownBody {
  QByteArray bytes;
  bool isGzip = false;      ///< its Content-Encoding said so
  bool isUnpacked = false;  ///< `bytes` are what was packed; else they are as they arrived
  bool isCut = false;       ///< there is more, or it is damaged from there on
};

/// At most `limit` bytes of it, however large it would unpack. Pure.
[[nodiscard]] ShownBody shownBody(const ReceivedRequest& request, qint64 limit);
/// The remark on a body that is not shown as it arrived (not on where it is cut): "gzip, 1.2 kB: shown unpacked"; ""
/// else.
[[nodiscard]] QString packingText(const ReceivedRequest& request, const ShownBody& body);

}  // namespace courier
