#pragma once

#include <cstddef>
#include <string_view>

namespace courier {

/// U+FFFD, which stands for bytes that are not UTF-8.
inline constexpr std::string_view replacementCharacter = "\xEF\xBF\xBD";

/// A piece of a text: one well-formed UTF-8 sequence, or one maximal subpart of an ill-formed one, which becomes one
/// U+FFFD (The Unicode Standard, chapter 3, table 3-7 and "U+FFFD Substitution of Maximal Subparts").
struct Utf8Piece {
  size_t length;
  bool valid;
};

/// The piece that begins at `at`, which is before `end`.
[[nodiscard]] inline Utf8Piece utf8Piece(const char* at, const char* end) {
  const auto byte = [at](size_t index) { return static_cast<unsigned char>(at[index]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const size_t wanted = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const auto available = static_cast<size_t>(end - at);
  // The second byte alone decides on overlong forms, surrogates and what lies beyond U+10FFFF.
  const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (available < 2 || byte(1) < lowest || byte(1) > highest) return {1, false};
  for (size_t index = 2; index < wanted; ++index) {
    if (index >= available || (byte(index) & 0xC0) != 0x80) return {index, false};
  }
  return {wanted, true};
}

}  // namespace courier
