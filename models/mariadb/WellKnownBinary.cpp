#include "models/mariadb/WellKnownBinary.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace courier {
namespace {

/// Reads one geometry after another; false at the first byte that does not fit.
class BinaryReader {
 public:
  explicit BinaryReader(std::string_view bytes) : m_bytes(bytes) {}

  bool readGeometry(bool withName) {
    // Collections may hold collections; nobody nests them this deeply.
    constexpr int kDeepest = 32;
    uint8_t order = 0;
    if (++m_depth > kDeepest || !take(order) || order > 1) return false;
    m_isLittle = order == 1;
    uint32_t kind = 0;
    if (!take(kind) || kind < 1 || kind > 7) return false;
    constexpr std::array kNames = {"POINT",           "LINESTRING",   "POLYGON",           "MULTIPOINT",
                                   "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"};
    if (withName) m_text += kNames.at(kind - 1);
    m_text += '(';
    const bool isRead = kind == 1   ? readPoint()
                        : kind == 2 ? readList([this] { return readPoint(); })
                        : kind == 3 ? readRings()
                                    : readList([this, kind] { return readGeometry(kind == 7); });
    m_text += ')';
    --m_depth;
    return isRead;
  }
  [[nodiscard]] bool isAtEnd() const { return m_at == m_bytes.size(); }
  template <class Number>
  bool take(Number& value) {
    std::array<char, sizeof value> raw{};
    if (m_bytes.size() - m_at < raw.size()) return false;
    for (size_t index = 0; index < raw.size(); ++index)
      raw[m_isLittle ? index : raw.size() - 1 - index] = m_bytes[m_at + index];
    // Of the machines that this runs on all are little-endian.
    std::memcpy(&value, raw.data(), raw.size());
    m_at += raw.size();
    return true;
  }
  [[nodiscard]] const std::string& text() const { return m_text; }

 private:
  bool readPoint() {
    double x = 0;
    double y = 0;
    if (!take(x) || !take(y)) return false;
    append(x);
    m_text += ' ';
    append(y);
    return true;
  }
  bool readRings() {
    return readList([this] {
      m_text += '(';
      const bool isRead = readList([this] { return readPoint(); });
      m_text += ')';
      return isRead;
    });
  }
  template <class ReadOne>
  bool readList(ReadOne readOne) {
    uint32_t count = 0;
    if (!take(count)) return false;
    for (uint32_t index = 0; index < count; ++index) {
      if (index > 0) m_text += ',';
      if (!readOne()) return false;
    }
    return true;
  }
  void append(double value) {
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc()) m_text.append(digits.data(), end);
  }

  std::string_view m_bytes;
  size_t m_at = 0;
  int m_depth = 0;
  bool m_isLittle = true;
  std::string m_text;
};

}  // namespace

std::optional<std::string> geometryText(std::string_view bytes) {
  BinaryReader reader(bytes);
  uint32_t srid = 0;
  if (!reader.take(srid) || !reader.readGeometry(true) || !reader.isAtEnd()) return std::nullopt;
  return srid == 0 ? reader.text() : "SRID=" + std::to_string(srid) + ';' + reader.text();
}

}  // namespace courier
