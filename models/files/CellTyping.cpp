#include "models/files/CellTyping.h"

#include <charconv>
#include <cmath>
#include <string>

namespace courier {
namespace {

constexpr int kDigitsOfDouble = 15;
constexpr size_t kLongestNumber = 400;

bool isDigit(char byte) {
  return byte >= '0' && byte <= '9';
}

/// A number of the point form, taken apart.
struct NumberParts {
  size_t whole = 0;  ///< digits before the point
  bool hasPoint = false;
  size_t fraction = 0;  ///< digits behind it
  bool hasExponent = false;
  bool isExponentSigned = false;
  int significant = 0;  ///< digits from the first that is not 0
};

std::optional<NumberParts> partsOf(std::string_view digits) {
  NumberParts parts;
  size_t at = 0;
  const auto countDigits = [&](size_t& count) {
    for (; at < digits.size() && isDigit(digits[at]); ++at, ++count) {
      if (parts.significant > 0 || digits[at] != '0') ++parts.significant;
    }
  };
  countDigits(parts.whole);
  if (at < digits.size() && digits[at] == '.') {
    ++at;
    parts.hasPoint = true;
    countDigits(parts.fraction);
    if (parts.fraction == 0) return std::nullopt;
  }
  if (parts.whole + parts.fraction == 0) return std::nullopt;
  if (at < digits.size() && (digits[at] == 'e' || digits[at] == 'E')) {
    ++at;
    parts.hasExponent = true;
    if (at < digits.size() && (digits[at] == '+' || digits[at] == '-')) {
      parts.isExponentSigned = true;
      ++at;
    }
    const size_t from = at;
    while (at < digits.size() && isDigit(digits[at])) ++at;
    if (at == from) return std::nullopt;
  }
  return at == digits.size() ? std::optional(parts) : std::nullopt;
}

bool readReal(std::string_view text, double& real) {
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, real);
  return parsed.ec == std::errc{} && parsed.ptr == end && std::isfinite(real);
}

CellValue pointValue(std::string_view text, bool isJson) {
  CellValue value;
  const bool isNegative = text.front() == '-';
  const std::string_view digits = text.substr(isNegative ? 1 : 0);
  if (digits.empty() || digits.size() > kLongestNumber || !(isDigit(digits[0]) || digits[0] == '.')) return value;
  const auto parts = partsOf(digits);
  if (!parts) return value;
  if (parts->whole > 1 && digits[0] == '0') return value;
  if (!parts->hasPoint && !parts->hasExponent) {
    const char* const end = text.data() + text.size();
    if (isNegative && digits == "0") return value;
    if (std::from_chars(text.data(), end, value.integer).ec != std::errc{}) return value;
    value.kind = parts->significant > kDigitsOfDouble ? cellkind::wideInteger : cellkind::integer;
    value.real = static_cast<double>(value.integer);
    return value;
  }
  const bool isCode = parts->hasExponent && !parts->hasPoint && !parts->isExponentSigned && !isJson;
  if (isCode || parts->significant > kDigitsOfDouble) return value;
  if (!readReal(text, value.real)) return value;
  // What a double takes for 0 though a digit says otherwise is lost.
  if (value.real == 0 && parts->significant > 0) return value;
  value.kind = cellkind::real;
  return value;
}

/// Groups of three digits, the first of one to three: 1.234.567
bool isGrouped(std::string_view digits) {
  size_t group = 0;
  size_t groups = 1;
  for (const char byte : digits) {
    if (byte != '.') {
      ++group;
      continue;
    }
    if (group == 0 || group > 3 || (groups > 1 && group != 3)) return false;
    ++groups;
    group = 0;
  }
  return groups > 1 && group == 3;
}

CellValue commaValue(std::string_view text) {
  const size_t comma = text.find(',');
  const size_t point = text.find('.');
  if (comma == std::string_view::npos && point == std::string_view::npos) return pointValue(text, false);
  if (text.size() > kLongestNumber) return {};
  const std::string_view whole = text.substr(0, comma);
  const std::string_view digits = whole.substr(!whole.empty() && whole.front() == '-' ? 1 : 0);
  if (point != std::string_view::npos && (point > whole.size() || !isGrouped(digits))) return {};
  std::string plain;
  for (const char byte : whole) {
    if (byte != '.') plain += byte;
  }
  if (comma != std::string_view::npos) {
    plain += '.';
    plain += text.substr(comma + 1);
  }
  CellValue value = pointValue(plain, false);
  if (comma == std::string_view::npos && value.kind == cellkind::integer) value.kind = cellkind::grouped;
  if (value.kind == cellkind::wideInteger) value.kind = cellkind::text;
  return value;
}

}  // namespace

const char* cellTypeName(CellType type) {
  switch (type) {
    case CellType::Integer:
      return "INTEGER";
    case CellType::Real:
      return "REAL";
    case CellType::Text:
      break;
  }
  return "TEXT";
}

std::optional<CellType> cellTypeOf(const QString& name) {
  for (const CellType type : {CellType::Integer, CellType::Real, CellType::Text}) {
    if (name == QLatin1String(cellTypeName(type))) return type;
  }
  return std::nullopt;
}

CellType typeOfKinds(CellKinds kinds) {
  using namespace cellkind;
  if (kinds == none || (kinds & text) != 0) return CellType::Text;
  if ((kinds & (real | grouped)) == 0) return CellType::Integer;
  return (kinds & real) != 0 && (kinds & wideInteger) == 0 ? CellType::Real : CellType::Text;
}

CellValue cellValue(std::string_view text, NumberForm form) {
  const char first = text.front();
  if (!isDigit(first) && first != '-' && first != '.' && first != ',') return {};
  if (form == NumberForm::Comma) return commaValue(text);
  return pointValue(text, form == NumberForm::Json);
}

}  // namespace courier
