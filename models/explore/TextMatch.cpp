#include "models/explore/TextMatch.h"

#include <algorithm>
#include <cstring>

#include "models/data/CellText.h"

namespace courier {
namespace {

bool isAsciiText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool beginsFolded(const char* text, std::string_view lower) {
  return std::equal(lower.begin(), lower.end(), text, [](char want, char have) { return want == lowered(have); });
}

}  // namespace

TextMatch::TextMatch(const QString& text, bool matchesCase, Part part)
    : m_needle(text.toUtf8().toStdString()), m_matchesCase(matchesCase), m_part(part) {
  if (matchesCase) return;
  m_foldsUnicode = !isAsciiText(m_needle);
  m_folded = text.toCaseFolded();
  if (!m_foldsUnicode) std::transform(m_needle.begin(), m_needle.end(), m_needle.begin(), lowered);
}

size_t TextMatch::find(std::string_view text, size_t from) const {
  if (m_matchesCase) return text.find(m_needle, from);
  const size_t length = m_needle.size();
  if (text.size() < length) return std::string_view::npos;
  const char* const begin = text.data();
  const char* const end = begin + (text.size() - length + 1);
  const char low = m_needle.front();
  const char high = low >= 'a' && low <= 'z' ? static_cast<char>(low - ('a' - 'A')) : low;
  const auto next = [end](const char* at, char c) -> const char* {
    if (at >= end) return end;
    const auto* found = static_cast<const char*>(std::memchr(at, c, static_cast<size_t>(end - at)));
    return found ? found : end;
  };
  const char* atLow = next(begin + from, low);
  const char* atHigh = high == low ? end : next(begin + from, high);
  while (atLow < end || atHigh < end) {
    const char* const at = std::min(atLow, atHigh);
    if (beginsFolded(at + 1, std::string_view(m_needle).substr(1))) return static_cast<size_t>(at - begin);
    if (at == atLow) atLow = next(at + 1, low);
    if (at == atHigh) atHigh = next(at + 1, high);
  }
  return std::string_view::npos;
}

bool TextMatch::matchesText(std::string_view text) const {
  if (m_foldsUnicode) {
    if (isAsciiText(text)) return false;
    const QString folded = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toCaseFolded();
    return m_part == Part::Whole ? folded == m_folded : folded.contains(m_folded);
  }
  if (m_part == Part::Within) return find(text, 0) != std::string_view::npos;
  if (text.size() != m_needle.size()) return false;
  return m_matchesCase ? text == m_needle : beginsFolded(text.data(), m_needle);
}

bool TextMatch::matches(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Text:
    case CellKind::Array:
      return matchesText(cell.bytes);
    case CellKind::Null:
    case CellKind::Blob:
      return false;
    case CellKind::Integer:
    case CellKind::Real:
    case CellKind::Boolean:
      break;
  }
  m_scratch.clear();
  appendCellText(m_scratch, cell);
  return matchesText(m_scratch);
}

void TextMatch::markTexts(const ColumnView& column, int rowCount, std::vector<quint8>& marks) {
  const std::string_view all = column.allBytes();
  int row = 0;
  for (size_t at = find(all, 0); at != std::string_view::npos;) {
    while (row + 1 < rowCount && column.offset(row + 1) <= at) ++row;
    const size_t end = column.offset(row + 1);
    if (at + m_needle.size() <= end) {
      if (column.kind(row) != CellKind::Null) marks[static_cast<size_t>(row)] = 1;
      at = end;
    } else {
      ++at;  // it reaches into the next value
    }
    if (at >= all.size()) break;
    at = find(all, at);
  }
}

void TextMatch::mark(const ColumnView& column, int rowCount, std::vector<quint8>& marks) {
  const auto only = column.onlyValueKind();
  if (only == CellKind::Blob) return;
  if (column.dictionarySize() > 0) {
    std::vector<quint8> codes(static_cast<size_t>(column.dictionarySize()));
    for (int code = 0; code < column.dictionarySize(); ++code)
      codes[static_cast<size_t>(code)] = matchesText(column.dictionaryText(code)) ? 1 : 0;
    for (int row = 0; row < rowCount; ++row) {
      const bool isHit = column.kind(row) != CellKind::Null && codes[static_cast<size_t>(column.code(row))] != 0;
      if (isHit) marks[static_cast<size_t>(row)] = 1;
    }
    return;
  }
  const bool areTexts = only == CellKind::Text || only == CellKind::Array;
  if (areTexts && m_part == Part::Within && !m_foldsUnicode) return markTexts(column, rowCount, marks);
  for (int row = 0; row < rowCount; ++row) {
    if (marks[static_cast<size_t>(row)] == 0 && matches(column.cell(row))) marks[static_cast<size_t>(row)] = 1;
  }
}

}  // namespace courier
