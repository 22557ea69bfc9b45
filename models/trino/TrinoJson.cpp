#include "models/trino/TrinoJson.h"

#include <optional>

#include "models/base/Utf8.h"

namespace courier {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// The value of four hexadecimal digits; nothing where there are none.
std::optional<char32_t> unitAt(std::string_view text, size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  char32_t unit = 0;
  for (const char c : text.substr(at, 4)) {
    unit <<= 4U;
    if (isDigit(c)) {
      unit |= static_cast<char32_t>(c - '0');
    } else if (const char low = static_cast<char>(c | 0x20); low >= 'a' && low <= 'f') {
      unit |= static_cast<char32_t>(low - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return unit;
}

bool isHighSurrogate(char32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}

bool isLowSurrogate(char32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

void appendPoint(std::string& out, char32_t point) {
  const auto add = [&out](char32_t byte) { out += static_cast<char>(byte); };
  const auto tail = [&add, point](unsigned shift) { add(0x80U | (point >> shift & 0x3FU)); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0U | point >> 6U);
    tail(0);
  } else if (point < 0x10000) {
    add(0xE0U | point >> 12U);
    tail(6);
    tail(0);
  } else {
    add(0xF0U | point >> 18U);
    tail(12);
    tail(6);
    tail(0);
  }
}

/// Reads \uXXXX, at whose X `at` is, and the other half of a pair; where it ends, or nothing.
std::optional<size_t> appendUnits(std::string& out, std::string_view text, size_t at) {
  const auto unit = unitAt(text, at);
  if (!unit) return std::nullopt;
  at += 4;
  if (isHighSurrogate(*unit) && text.substr(at, 2) == "\\u") {
    if (const auto low = unitAt(text, at + 2); low && isLowSurrogate(*low)) {
      appendPoint(out, 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00));
      return at + 6;
    }
  }
  if (isHighSurrogate(*unit) || isLowSurrogate(*unit)) {
    out += replacementCharacter;
  } else {
    appendPoint(out, *unit);
  }
  return at;
}

}  // namespace

bool isNumberToken(std::string_view token) {
  size_t at = token.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const size_t from = at;
    while (at < token.size() && isDigit(token[at])) ++at;
    return at - from;
  };
  const bool startsWithZero = at < token.size() && token[at] == '0';
  const size_t whole = digits();
  if (whole == 0 || (startsWithZero && whole > 1)) return false;
  if (at < token.size() && token[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < token.size() && (token[at] | 0x20) == 'e') {
    ++at;
    if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == token.size();
}

std::string_view stringOfToken(std::string_view token, std::string& room) {
  if (token.size() < 2 || token.front() != '"' || token.back() != '"') return {};
  const std::string_view text = token.substr(1, token.size() - 2);
  size_t escape = text.find('\\');
  if (escape == std::string_view::npos) return text;
  room.clear();
  size_t at = 0;
  for (; escape != std::string_view::npos; escape = text.find('\\', at)) {
    room += text.substr(at, escape - at);
    if (escape + 1 == text.size()) return {};
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char name = text[escape + 1];
    at = escape + 2;
    if (name == 'u') {
      const auto end = appendUnits(room, text, at);
      if (!end) return {};
      at = *end;
    } else if (const size_t which = kNames.find(name); which != std::string_view::npos) {
      room += kMeanings[which];
    } else {
      return {};
    }
  }
  room += text.substr(at);
  return room;
}

std::string_view stringTokenAt(const char* quote) {
  const char* at = quote + 1;
  for (; *at != '"'; ++at) {
    if (*at == '\\') ++at;
  }
  return {quote, static_cast<size_t>(at + 1 - quote)};
}

}  // namespace courier
