#pragma once

#include <string>
#include <string_view>

namespace courier {

/// What JSON's parser leaves to be read of a value's own text. Pure.

/// Without what stands between the value and the next one.
[[nodiscard]] inline std::string_view trimmedToken(std::string_view token) {
  while (!token.empty() &&
         (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t')) {
    token.remove_suffix(1);
  }
  return token;
}

/// A number as RFC 8259 writes it.
[[nodiscard]] bool isNumberToken(std::string_view token);

/// What a string with its quotes says: a piece of it where nothing is escaped, else of `room`, which keeps its memory.
/// Half a surrogate pair becomes U+FFFD. Its data() is null where it is no string or an escape is wrong.
[[nodiscard]] std::string_view stringOfToken(std::string_view token, std::string& room);

/// The string with its quotes whose first quote is at `quote`. It is known to end.
[[nodiscard]] std::string_view stringTokenAt(const char* quote);

}  // namespace courier
