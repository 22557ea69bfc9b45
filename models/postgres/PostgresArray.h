#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/postgres/PostgresType.h"

namespace courier {

struct PostgresArray {
  std::string json;     ///< arrays within arrays for each further dimension
  bool isPlain = true;  ///< one dimension, counted from 1
};

/// The text of an array as JSON: {1,2,NULL} → [1,2,null]; members as the body writes such values (bytes in base64, what
/// is no finite number as null). Nothing where the text is no array.
[[nodiscard]] std::optional<PostgresArray> postgresArrayJson(std::string_view text, const PostgresType& type);

/// The bytes of a bytea's text, \x00ff. Nothing where it is none.
[[nodiscard]] std::optional<std::string> postgresBytes(std::string_view text);

}  // namespace courier
