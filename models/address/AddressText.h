#pragma once

#include <QString>
#include <QStringView>
#include <optional>

#include "models/base/Expected.h"

namespace courier {

enum class HttpMethod;

/// The pieces of a web address's grammar that know nothing of the whole (RFC 3986). Pure. Errors are InvalidInput and
/// never repeat any part of a user name or password.

enum class AddressPart { User, Password, Path, Query };

/// Characters that no part of an address may contain: line breaks and other control characters, spaces, invisible and
/// broken characters, '\' and '#'.
[[nodiscard]] Expected<void> checkAddressCharacters(QStringView text);

/// A path or query as it is sent: every byte as typed, but for characters that cannot stand there, which are
/// percent-encoded as UTF-8. Refuses broken percent sequences and encoded CR, LF and NUL.
[[nodiscard]] Expected<QString> wirePart(AddressPart part, QStringView text);

/// A user name or password, percent-decoded. Refuses broken percent sequences, what is not UTF-8, and control
/// characters, which Basic authentication cannot carry (RFC 7617).
[[nodiscard]] Expected<QString> decodedUserInfo(AddressPart part, QStringView text);

/// The one spelling of a wirePart() that means the same to a server (RFC 3986, 6.2.2): %7e becomes ~, %2f becomes %2F.
/// For looking at it; it is never sent.
[[nodiscard]] QString normalizedPart(const QString& part);

/// A normalized path without its "." and ".." segments (RFC 3986, 5.2.4).
[[nodiscard]] QString withoutDotSegments(const QString& path);

/// A query as typed, split into the method it chooses and the rest; the rest keeps every byte and its order.
struct QueryWithMethod {
  QString rest;
  bool hasRest = false;  ///< also a query without any character, unless method=… was all of it
  std::optional<HttpMethod> method;
};
[[nodiscard]] Expected<QueryWithMethod> takeMethod(QStringView query);

}  // namespace courier
