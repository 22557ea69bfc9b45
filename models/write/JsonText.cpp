#include "models/write/JsonText.h"

#include <QtGlobal>
#include <bit>

#include "models/base/Utf8.h"

namespace courier {
namespace {

/// A byte that cannot simply be copied: an escape, or the beginning of what may not be UTF-8.
bool isSpecial(unsigned char byte) {
  return byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x80;
}

/// The high bit of every byte of `word` that is special. A byte above the lowest such one may be marked wrongly (a
/// borrow), so only the lowest mark counts.
quint64 specialMarks(quint64 word) {
  constexpr quint64 ones = 0x0101'0101'0101'0101U;
  constexpr quint64 highs = ones * 0x80;
  const quint64 quote = word ^ (ones * '"');
  const quint64 backslash = word ^ (ones * '\\');
  const quint64 low = (word - ones * 0x20) & ~word;
  return (low | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | word) & highs;
}

/// Copies up to the first special byte or the end, eight at a time: there is room for 8 bytes more than the text has.
void copyRun(ByteCursor& out, const char*& in, const char* end) {
  char* to = out.at();
  if constexpr (std::endian::native == std::endian::little) {
    while (end - in >= 8) {
      quint64 word = 0;
      std::memcpy(&word, in, sizeof word);
      std::memcpy(to, &word, sizeof word);
      if (const quint64 marks = specialMarks(word)) {
        const int clean = std::countr_zero(marks) / 8;
        in += clean;
        out.advanceTo(to + clean);
        return;
      }
      in += 8;
      to += 8;
    }
  }
  while (in < end && !isSpecial(static_cast<unsigned char>(*in))) *to++ = *in++;
  out.advanceTo(to);
}

void putEscape(ByteCursor& out, unsigned char byte) {
  static constexpr char shortForms[] = "\0\0\0\0\0\0\0\0btn\0fr";  // U+0008 … U+000D
  static constexpr char digits[] = "0123456789abcdef";
  out.put('\\');
  if (byte == '"' || byte == '\\') {
    out.put(static_cast<char>(byte));
  } else if (byte <= '\r' && shortForms[byte] != '\0') {
    out.put(shortForms[byte]);
  } else {
    out.put("u00");
    out.put(digits[byte >> 4]);
    out.put(digits[byte & 0x0F]);
  }
}

}  // namespace

bool appendJsonString(ByteCursor& out, std::string_view text) {
  constexpr size_t slack = 16;  // the longest escape, the closing quote and what copyRun() writes too much
  bool repaired = false;
  const char* in = text.data();
  const char* const end = in + text.size();
  out.room(text.size() + slack);
  out.put('"');
  for (;;) {
    copyRun(out, in, end);
    if (in == end) break;
    if (static_cast<unsigned char>(*in) < 0x80) {
      putEscape(out, static_cast<unsigned char>(*in++));
    } else {
      // Text in other scripts comes in runs.
      while (in < end && static_cast<unsigned char>(*in) >= 0x80) {
        const Utf8Piece piece = utf8Piece(in, end);
        if (piece.valid) {
          out.put({in, piece.length});
        } else {
          out.room(static_cast<size_t>(end - in) + slack);
          out.put(replacementCharacter);
          repaired = true;
        }
        in += piece.length;
      }
    }
    out.room(static_cast<size_t>(end - in) + slack);
  }
  out.put('"');
  return repaired;
}

}  // namespace courier
