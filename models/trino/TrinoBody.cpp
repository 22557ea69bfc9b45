#include "models/trino/TrinoBody.h"

#include <array>
#include <cstdint>

namespace courier {
namespace {

enum class ByteKind : std::uint8_t { Other, Quote, Open, Close };

constexpr std::array<ByteKind, 256> makeByteKinds() {
  std::array<ByteKind, 256> kinds{};
  kinds['"'] = ByteKind::Quote;
  kinds['['] = kinds['{'] = ByteKind::Open;
  kinds[']'] = kinds['}'] = ByteKind::Close;
  return kinds;
}

constexpr std::array<ByteKind, 256> kByteKinds = makeByteKinds();

/// Goes over a JSON text by its strings and brackets.
class JsonWalk {
 public:
  explicit JsonWalk(std::string_view json) : m_json(json) {}

  [[nodiscard]] size_t at() const { return m_at; }
  [[nodiscard]] bool isAt(char c) const { return m_at < m_json.size() && m_json[m_at] == c; }
  [[nodiscard]] bool isAtEnd() const { return m_at >= m_json.size(); }
  void skipBlanks() {
    while (isAt(' ') || isAt('\n') || isAt('\r') || isAt('\t')) ++m_at;
  }
  bool take(char c) {
    skipBlanks();
    if (!isAt(c)) return false;
    ++m_at;
    return true;
  }
  /// False where it does not end.
  bool skipString() {
    do {
      m_at = m_json.find('"', m_at + 1);
      if (m_at == std::string_view::npos) return false;
    } while (isEscaped());
    ++m_at;
    return true;
  }
  bool skipValue() {
    skipBlanks();
    if (isAt('"')) return skipString();
    if (isAt('[') || isAt('{')) return skipNested();
    const size_t end = m_json.find_first_of(",]} \n\r\t", m_at);
    const bool isSome = end != std::string_view::npos && end > m_at;
    if (isSome) m_at = end;
    return isSome;
  }

 private:
  [[nodiscard]] bool isEscaped() const {
    size_t before = m_at;
    while (m_json[before - 1] == '\\') --before;
    return (m_at - before) % 2 == 1;
  }
  bool skipNested() {
    for (int depth = 0; m_at < m_json.size();) {
      switch (kByteKinds[static_cast<unsigned char>(m_json[m_at])]) {
        case ByteKind::Quote:
          if (!skipString()) return false;
          continue;
        case ByteKind::Open:
          ++depth;
          break;
        case ByteKind::Close:
          --depth;
          break;
        case ByteKind::Other:
          break;
      }
      ++m_at;
      if (depth == 0) return true;
    }
    return false;
  }

  std::string_view m_json;
  size_t m_at = 0;
};

/// The rows from behind the bracket on; false where they break off.
bool cutRows(JsonWalk& walk, size_t pieceBytes, std::vector<TrinoBody::Span>& rows) {
  walk.skipBlanks();
  for (size_t from = walk.at(); !walk.isAt(']');) {
    if (!walk.skipValue()) return false;
    const size_t to = walk.at();
    walk.skipBlanks();
    const bool isLast = walk.isAt(']');
    if (!isLast && !walk.take(',')) return false;
    walk.skipBlanks();
    if (!isLast && walk.isAt(']')) return false;
    if (!isLast && to - from < pieceBytes) continue;
    rows.emplace_back(from, to);
    from = walk.at();
  }
  return walk.take(']');
}

}  // namespace

std::optional<TrinoBody> cutTrinoBody(std::string_view body, size_t pieceBytes) {
  TrinoBody cut;
  JsonWalk walk(body);
  if (!walk.take('{')) return std::nullopt;
  size_t copied = 0;
  for (bool isFirst = true; !walk.take('}'); isFirst = false) {
    if (!isFirst && !walk.take(',')) return std::nullopt;
    walk.skipBlanks();
    const size_t key = walk.at();
    if (!walk.isAt('"') || !walk.skipString()) return std::nullopt;
    const bool isData = body.substr(key, walk.at() - key) == "\"data\"";
    if (!walk.take(':')) return std::nullopt;
    walk.skipBlanks();
    if (!isData || !walk.isAt('[')) {
      if (!walk.skipValue()) return std::nullopt;
      continue;
    }
    walk.take('[');
    cut.head += body.substr(copied, walk.at() - copied);
    cut.rows.clear();
    if (!cutRows(walk, pieceBytes, cut.rows)) return std::nullopt;
    copied = walk.at() - 1;
  }
  cut.head += body.substr(copied);
  return cut;
}

}  // namespace courier
