#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace courier {

/// A geometry in MariaDB's form, four bytes of SRID and WKB (OGC 06-103r4, section 8), as text: "POINT(1 2)", with
/// "SRID=4326;" before it where that is not 0. Nothing where the bytes are none.
[[nodiscard]] std::optional<std::string> geometryText(std::string_view bytes);

}  // namespace courier
