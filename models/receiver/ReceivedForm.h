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
/// Whether the Content-Encoding says gzip (or x-gzip, its old name).
[[nodiscard]] bool isSaidGzip(const ReceivedRequest& request);

}  // namespace courier
