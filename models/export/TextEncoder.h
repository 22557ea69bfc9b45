#pragma once

#include <string>
#include <string_view>

#include "models/export/ExportOptions.h"

namespace courier {

/// Turns text that is UTF-8 into an encoding, piece by piece. What does not exist there becomes "?", and is counted.
class TextEncoder {
 public:
  explicit TextEncoder(TextEncoding encoding) : m_encoding(encoding) {}

  /// Whether text goes through as it is, once the mark stands.
  [[nodiscard]] bool isPlain() const {
    return m_encoding == TextEncoding::Utf8 || m_encoding == TextEncoding::Utf8Mark;
  }
  /// What a file begins with; "" for most.
  [[nodiscard]] std::string_view mark() const;
  /// Appends `text`, which ends between characters.
  void encode(std::string_view text, std::string& out);
  [[nodiscard]] qint64 lostCharacters() const { return m_lost; }

 private:
  [[nodiscard]] int byteOf(char32_t code) const;
  TextEncoding m_encoding;
  qint64 m_lost = 0;
};

}  // namespace courier
