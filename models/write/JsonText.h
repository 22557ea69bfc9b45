#pragma once

#include <string_view>

#include "models/base/ByteCursor.h"

namespace courier {

/// Appends `text` as a JSON string (RFC 8259): `"`, `\` and what lies below U+0020 escaped, in the short form where
/// there is one, everything else raw; U+FFFD for each maximal subpart that is not UTF-8, and then the answer is true.
bool appendJsonString(ByteCursor& out, std::string_view text);

}  // namespace courier
