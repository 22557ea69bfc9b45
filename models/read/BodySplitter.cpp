#include "models/read/BodySplitter.h"

#include <utility>

namespace courier {
namespace {

bool isSpace(char byte) {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

}  // namespace

void BodySplitter::add(std::string_view piece) {
  const size_t from = m_text.size();
  m_text += piece;
  for (size_t at = from; at < m_text.size(); ++at) scan(m_text[at], at);
}

std::optional<std::string> BodySplitter::takeHead() {
  if (m_headEnd == 0) return std::nullopt;
  std::string head = m_text.substr(0, m_headEnd) + "]}";
  m_text.erase(0, m_headEnd);
  if (m_rowsEnd > 0) m_rowsEnd -= m_headEnd;
  m_headEnd = 0;
  return head;
}

std::optional<std::string> BodySplitter::takeRows(std::string* before) {
  if (m_rowsEnd == 0 || m_headEnd > 0) return std::nullopt;
  size_t begin = 0;
  if (std::exchange(m_anyRows, true)) {
    while (isSpace(m_text[begin])) ++begin;
    if (m_text[begin++] != ',') {
      m_part = Part::Broken;
      return std::nullopt;
    }
  }
  if (before != nullptr) *before = m_text.substr(0, begin);
  std::string rows = "[" + m_text.substr(begin, m_rowsEnd - begin) + "]";
  m_text.erase(0, m_rowsEnd);
  m_rowsEnd = 0;
  return rows;
}

void BodySplitter::scan(char byte, size_t at) {
  if (m_inString) {
    scanString(byte);
    return;
  }
  switch (m_part) {
    case Part::Head:
      scanHead(byte, at);
      break;
    case Part::Rows:
      scanRows(byte, at);
      break;
    case Part::Tail:
      if (byte == '}') {
        m_part = Part::End;
      } else if (!isSpace(byte)) {
        m_part = Part::Broken;
      }
      break;
    case Part::End:
      if (!isSpace(byte)) m_part = Part::Broken;
      break;
    case Part::Broken:
      break;
  }
}

void BodySplitter::scanString(char byte) {
  if (m_escaped) {
    m_escaped = false;
  } else if (byte == '\\') {
    m_escaped = true;
  } else if (byte == '"') {
    m_inString = false;
    return;
  }
  if (m_part == Part::Head && m_depth == 1) m_key += byte;
}

void BodySplitter::scanHead(char byte, size_t at) {
  if (byte == '"') {
    m_inString = true;
    if (m_depth == 1) m_key.clear();
  } else if (byte == '[' && m_depth == 1 && m_key == "data") {
    m_part = Part::Rows;
    m_headEnd = at + 1;
    m_depth = 0;
  } else if (byte == '[' || byte == '{') {
    ++m_depth;
  } else if ((byte == ']' || byte == '}') && --m_depth <= 0) {
    m_part = Part::Broken;
  }
}

void BodySplitter::scanRows(char byte, size_t at) {
  if (byte == '"') {
    m_inString = true;
  } else if (byte == '[' || byte == '{') {
    ++m_depth;
  } else if (byte == ']' || byte == '}') {
    if (m_depth > 0) {
      if (--m_depth == 0) m_rowsEnd = at + 1;
      return;
    }
    const bool isClean = byte == ']' && isBlank(m_rowsEnd > 0 ? m_rowsEnd : m_headEnd, at);
    m_part = isClean ? Part::Tail : Part::Broken;
  }
}

bool BodySplitter::isBlank(size_t from, size_t to) const {
  for (size_t at = from; at < to; ++at) {
    if (!isSpace(m_text[at])) return false;
  }
  return true;
}

}  // namespace courier
