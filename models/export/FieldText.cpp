#include "models/export/FieldText.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "models/data/CellText.h"

namespace courier {
namespace {

bool isNumberDigit(char byte) {
  return byte >= '0' && byte <= '9';
}

/// Takes one of these from the text's beginning.
template <size_t count>
bool takeOneOf(std::string_view& text, const std::array<std::string_view, count>& pieces) {
  for (const std::string_view piece : pieces) {
    if (!text.starts_with(piece)) continue;
    text.remove_prefix(piece.size());
    return true;
  }
  return false;
}

// Blanks that spreadsheets pass over: also no-break, ideographic and zero-width ones, and the byte order mark.
constexpr std::array<std::string_view, 13> blanks = {" ",
                                                     "\xC2\xA0",
                                                     "\xE3\x80\x80",
                                                     "\xE2\x80\x80",
                                                     "\xE2\x80\x82",
                                                     "\xE2\x80\x83",
                                                     "\xE2\x80\x87",
                                                     "\xE2\x80\x89",
                                                     "\xE2\x80\x8A",
                                                     "\xE2\x80\x8B",
                                                     "\xE2\x80\xAF",
                                                     "\xE2\x81\xA0",
                                                     "\xEF\xBB\xBF"};
// = + - @, their full-width forms, the small ones, and the minus sign.
constexpr std::array<std::string_view, 16> signs = {"=",
                                                    "+",
                                                    "-",
                                                    "@",
                                                    "\t",
                                                    "\r",
                                                    "\n",
                                                    "\xEF\xBC\x9D",
                                                    "\xEF\xBC\x8B",
                                                    "\xEF\xBC\x8D",
                                                    "\xEF\xBC\xA0",
                                                    "\xE2\x88\x92",
                                                    "\xEF\xB9\xA6",
                                                    "\xEF\xB9\xA2",
                                                    "\xEF\xB9\xA3",
                                                    "\xEF\xB9\xAB"};

/// As isPlainNumber(), and grouped in thousands, and with a percent sign.
bool isWrittenNumber(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  if (text.ends_with('%')) text.remove_suffix(1);
  if (text.empty() || !isNumberDigit(text.front())) return false;
  if (isPlainNumber(text)) return true;
  return std::all_of(text.begin(), text.end(),
                     [](char byte) { return isNumberDigit(byte) || byte == '.' || byte == ','; });
}

}  // namespace

bool beginsLikeFormula(std::string_view text) {
  // The first byte of most texts settles it: letters and digits.
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text.front());
  if ((first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || isNumberDigit(text.front())) return false;
  std::string_view rest = text;
  while (takeOneOf(rest, blanks)) {
  }
  const std::string_view begin = rest;
  return takeOneOf(rest, signs) && !isWrittenNumber(begin);
}

bool isPlainNumber(std::string_view text) {
  size_t at = 0;
  const auto digits = [&] {
    const size_t begin = at;
    while (at < text.size() && isNumberDigit(text[at])) ++at;
    return at - begin;
  };
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  size_t count = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    count += digits();
  }
  if (count == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

int significantDigits(std::string_view number) {
  int count = 0;
  int zeros = 0;
  for (const char byte : number) {
    if (byte == 'e' || byte == 'E') break;
    if (!isNumberDigit(byte)) continue;
    if (byte == '0') {
      if (count > 0) ++zeros;
    } else {
      count += zeros + 1;
      zeros = 0;
    }
  }
  return count;
}

bool isDecimalColumn(const Column& column) {
  const QString type = column.databaseType.toLower();
  return type.startsWith(QLatin1String("numeric")) || type.startsWith(QLatin1String("decimal")) ||
         type.startsWith(QLatin1String("number"));
}

std::string_view cellText(const Cell& cell, std::string& room, qint64& repaired) {
  const bool isText = cell.kind == CellKind::Text || cell.kind == CellKind::Array;
  if (isText && isAscii(cell.bytes)) return cell.bytes;
  room.clear();
  if (isText) {
    ByteCursor cursor(room);
    if (appendUtf8(cursor, cell.bytes)) ++repaired;
  } else {
    appendCellText(room, cell);
  }
  return room;
}

bool isAscii(std::string_view text) {
  const char* at = text.data();
  size_t left = text.size();
  for (; left >= sizeof(quint64); left -= sizeof(quint64), at += sizeof(quint64)) {
    quint64 word = 0;
    std::memcpy(&word, at, sizeof word);
    if ((word & 0x8080'8080'8080'8080U) != 0) return false;
  }
  return std::all_of(at, at + left, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

void appendVisible(std::string& out, unsigned char control) {
  out += "\xE2\x90";
  out += control == 0x7F ? '\xA1' : static_cast<char>(0x80 + control);
}

}  // namespace courier
