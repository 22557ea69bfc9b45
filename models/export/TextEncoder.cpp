#include "models/export/TextEncoder.h"

#include <algorithm>
#include <array>

#include "models/base/Utf8.h"

namespace courier {
namespace {

/// 0x80 … 0x9F of Windows-1252; 0 where it has none.
constexpr std::array<char16_t, 32> windowsBytes = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

char32_t codeOf(std::string_view piece) {
  const auto byte = [piece](size_t index) { return static_cast<char32_t>(static_cast<unsigned char>(piece[index])); };
  const auto rest = [&byte](size_t index) { return byte(index) & 0x3FU; };
  switch (piece.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1FU) << 6 | rest(1);
    case 3:
      return (byte(0) & 0x0FU) << 12 | rest(1) << 6 | rest(2);
    default:
      return (byte(0) & 0x07U) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3);
  }
}

void appendUnit(std::string& out, char32_t unit) {
  out += static_cast<char>(unit & 0xFFU);
  out += static_cast<char>(unit >> 8 & 0xFFU);
}

void appendUtf16(std::string& out, char32_t code) {
  if (code < 0x10000) return appendUnit(out, code);
  appendUnit(out, 0xD800U + ((code - 0x10000U) >> 10));
  appendUnit(out, 0xDC00U + ((code - 0x10000U) & 0x3FFU));
}

}  // namespace

std::string_view TextEncoder::mark() const {
  if (m_encoding == TextEncoding::Utf8Mark) return "\xEF\xBB\xBF";
  return m_encoding == TextEncoding::Utf16 ? "\xFF\xFE" : std::string_view();
}

void TextEncoder::encode(std::string_view text, std::string& out) {
  if (isPlain()) {
    out += text;
    return;
  }
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const Utf8Piece piece = utf8Piece(at, end);
    const char32_t code = codeOf({at, piece.length});
    at += piece.length;
    if (m_encoding == TextEncoding::Utf16) {
      appendUtf16(out, code);
      continue;
    }
    const int byte = byteOf(code);
    if (byte < 0) ++m_lost;
    out += byte < 0 ? '?' : static_cast<char>(byte);
  }
}

int TextEncoder::byteOf(char32_t code) const {
  constexpr char32_t firstHigh = 0x80;
  constexpr char32_t firstCommon = 0xA0;
  if (code < firstHigh || (code >= firstCommon && code <= 0xFF)) return static_cast<int>(code);
  if (m_encoding == TextEncoding::Latin1) return code < firstCommon ? static_cast<int>(code) : -1;
  const auto found = std::find(windowsBytes.begin(), windowsBytes.end(), static_cast<char16_t>(code));
  // Five bytes of Windows-1252 stand for the controls of the same number, as all readers have it.
  if (code < firstCommon) return windowsBytes[code - firstHigh] == 0 ? static_cast<int>(code) : -1;
  if (code > 0xFFFF || found == windowsBytes.end()) return -1;
  return static_cast<int>(firstHigh) + static_cast<int>(found - windowsBytes.begin());
}

}  // namespace courier
