#include "models/postgres/PostgresArray.h"

#include <QByteArray>
#include <QtGlobal>

namespace courier {
namespace {

using Form = PostgresType::Form;

void appendJsonText(std::string& json, std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  json += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      json += "\\u00";
      json += kDigits[static_cast<unsigned char>(c) >> 4U];
      json += kDigits[static_cast<unsigned char>(c) & 15U];
    } else {
      json += c;
    }
  }
  json += '"';
}

bool isJsonNumber(std::string_view text) {
  const size_t first = text.starts_with('-') ? 1 : 0;
  return first < text.size() && text[first] >= '0' && text[first] <= '9';
}

/// Reads one array's text from its beginning to its end.
class ArrayReader {
 public:
  ArrayReader(std::string_view text, const PostgresType& type) : m_text(text), m_type(type) {}

  std::optional<PostgresArray> read() {
    // [0:1]={1,2}: other bounds than 1 to n.
    if (m_text.starts_with('[')) {
      const size_t equals = m_text.find('=');
      if (equals == std::string_view::npos) return std::nullopt;
      m_at = equals + 1;
      m_array.isPlain = false;
    }
    if (!readList() || m_at != m_text.size()) return std::nullopt;
    return std::move(m_array);
  }

 private:
  [[nodiscard]] bool isAt(char c) const { return m_at < m_text.size() && m_text[m_at] == c; }

  bool readList() {
    // The server has no more dimensions than six.
    if (!isAt('{') || m_depth == 6) return false;
    ++m_depth;
    ++m_at;
    m_array.json += '[';
    for (bool isFirst = true; !isAt('}'); isFirst = false) {
      if (!isFirst) {
        if (!isAt(m_type.delimiter)) return false;
        ++m_at;
        m_array.json += ',';
      }
      if (isAt('{')) {
        m_array.isPlain = false;
        if (!readList()) return false;
      } else if (!readMember()) {
        return false;
      }
    }
    --m_depth;
    ++m_at;
    m_array.json += ']';
    return true;
  }

  bool readMember() {
    std::string member;
    const bool isQuoted = isAt('"');
    if (isQuoted) ++m_at;
    for (;; ++m_at) {
      if (m_at >= m_text.size()) return false;
      if (isQuoted ? isAt('"') : isAt(m_type.delimiter) || isAt('}')) break;
      if (isAt('\\') && ++m_at >= m_text.size()) return false;
      member += m_text[m_at];
    }
    if (isQuoted) ++m_at;
    if (!isQuoted && member.empty()) return false;
    appendMember(member, !isQuoted && member == "NULL");
    return true;
  }

  void appendMember(const std::string& member, bool isNull) {
    if (isNull) {
      m_array.json += "null";
      return;
    }
    switch (m_type.form) {
      case Form::Integer:
        if (isJsonNumber(member)) {
          m_array.json += member;
          return;
        }
        break;
      case Form::Real:
        m_array.json += isJsonNumber(member) ? member : "null";
        return;
      case Form::Truth:
        m_array.json += member == "t" ? "true" : "false";
        return;
      case Form::Bytes:
        if (const auto bytes = postgresBytes(member)) {
          const auto coded = QByteArray::fromStdString(*bytes).toBase64();
          appendJsonText(m_array.json, {coded.constData(), static_cast<size_t>(coded.size())});
          return;
        }
        break;
      case Form::Text:
        break;
    }
    appendJsonText(m_array.json, member);
  }

  std::string_view m_text;
  const PostgresType& m_type;
  size_t m_at = 0;
  int m_depth = 0;
  PostgresArray m_array;
};

int digitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::optional<PostgresArray> postgresArrayJson(std::string_view text, const PostgresType& type) {
  return ArrayReader(text, type).read();
}

std::optional<std::string> postgresBytes(std::string_view text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (size_t at = 2; at < text.size(); at += 2) {
    const int high = digitOf(text[at]);
    const int low = digitOf(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace courier
