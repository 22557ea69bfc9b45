#include "models/files/CsvSplitter.h"

namespace courier {

CsvSplitter::CsvSplitter(const CsvDialect& dialect) : m_dialect(dialect) {
  const auto index = [](char byte) { return static_cast<unsigned char>(byte); };
  for (const char byte : {dialect.delimiter, '\n', '\r', '\0'}) m_stopsPlain[index(byte)] = true;
  for (const char byte : {dialect.quote, '\n', '\r', '\0'}) m_stopsQuoted[index(byte)] = true;
  if (dialect.backslash) m_stopsQuoted[index('\\')] = true;
}

bool CsvSplitter::passLineEnd(const std::string& text, size_t& at, bool isLast) const {
  if (text[at] == '\r') {
    ++at;
    if (at == text.size() && !isLast) return false;
    if (at < text.size() && text[at] == '\n') ++at;
    return true;
  }
  ++at;
  return true;
}

CsvSplitter::Outcome CsvSplitter::next(const std::string& text, size_t at, bool isLast) {
  const size_t begin = at;
  m_cells.clear();
  m_lines = 1;
  for (;;) {
    CsvCell cell;
    if (m_dialect.quote != '\0' && text[at] == m_dialect.quote) {
      const Cell taken = takeQuoted(text, at, isLast, cell);
      if (taken == Cell::MoreWanted) return Outcome::MoreWanted;
      if (taken == Cell::Broken) return broken(text, begin, isLast);
    } else {
      takePlain(text, at, cell);
    }
    if (at >= text.size() && !isLast) return Outcome::MoreWanted;
    m_cells.push_back(cell);
    if (at >= text.size()) {
      m_end = text.size();
      return Outcome::Row;
    }
    if (text[at] == m_dialect.delimiter) {
      ++at;
      continue;
    }
    const bool isBlank = m_cells.size() == 1 && cell.length == 0 && !cell.isQuoted;
    if (!passLineEnd(text, at, isLast)) return Outcome::MoreWanted;
    m_end = at;
    return isBlank ? Outcome::Blank : Outcome::Row;
  }
}

CsvSplitter::Cell CsvSplitter::takeQuoted(const std::string& text, size_t& at, bool isLast, CsvCell& cell) {
  const char* const bytes = text.data();
  const size_t size = text.size();
  const size_t from = ++at;
  for (;;) {
    while (!stopsQuoted(bytes[at])) ++at;
    if (at >= size && !isLast && at - from <= longestQuoted) return Cell::MoreWanted;
    if (at >= size || at - from > longestQuoted) return Cell::Broken;
    const char byte = bytes[at];
    if (byte == '\\' && m_dialect.backslash && at + 1 < size) {
      cell.isEscaped = true;
      at += 2;
    } else if (byte == m_dialect.quote) {
      if (at + 1 == size && !isLast) return Cell::MoreWanted;
      if (m_dialect.backslash || bytes[at + 1] != m_dialect.quote) break;
      cell.isEscaped = true;
      at += 2;
    } else {
      // A zero byte, or a line end, which counts once where it is CR LF.
      if (byte == '\n' || (byte == '\r' && bytes[at + 1] != '\n')) ++m_lines;
      ++at;
    }
  }
  cell.isQuoted = true;
  cell.begin = static_cast<std::uint32_t>(from);
  cell.length = static_cast<std::uint32_t>(at - from);
  ++at;
  const bool isFollowed = at < size && (bytes[at] == '\0' || !stopsPlain(bytes[at]));
  return isFollowed ? Cell::Broken : Cell::Whole;
}

void CsvSplitter::takePlain(const std::string& text, size_t& at, CsvCell& cell) const {
  const char* const bytes = text.data();
  const size_t from = at;
  for (;;) {
    while (!stopsPlain(bytes[at])) ++at;
    if (at >= text.size() || bytes[at] != '\0') break;
    ++at;  // a zero byte of the text itself
  }
  cell.begin = static_cast<std::uint32_t>(from);
  cell.length = static_cast<std::uint32_t>(at - from);
}

CsvSplitter::Outcome CsvSplitter::broken(const std::string& text, size_t at, bool isLast) {
  m_lines = 1;
  at = text.find_first_of("\r\n", at);
  if (at == std::string::npos) {
    if (!isLast) return Outcome::MoreWanted;
    m_end = text.size();
    return Outcome::BrokenQuotes;
  }
  if (!passLineEnd(text, at, isLast)) return Outcome::MoreWanted;
  m_end = at;
  return Outcome::BrokenQuotes;
}

std::string_view csvText(std::string& text, const CsvCell& cell, const CsvDialect& dialect) {
  if (!cell.isEscaped) return std::string_view(text).substr(cell.begin, cell.length);
  const size_t end = cell.begin + cell.length;
  size_t to = cell.begin;
  for (size_t at = cell.begin; at < end; ++at) {
    const char byte = text[at];
    const bool isPair =
        at + 1 < end && (dialect.backslash ? byte == '\\' && (text[at + 1] == dialect.quote || text[at + 1] == '\\')
                                           : byte == dialect.quote && text[at + 1] == dialect.quote);
    if (isPair) ++at;
    text[to++] = text[at];
  }
  return std::string_view(text).substr(cell.begin, to - cell.begin);
}

}  // namespace courier
