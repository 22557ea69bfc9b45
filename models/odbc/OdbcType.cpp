#include "models/odbc/OdbcType.h"

#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <optional>
#include <string>

namespace courier {
namespace {

using OdbcForm = OdbcType::Form;

std::string_view trimmedDigits(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '+')) text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

template <class Number>
std::optional<Number> odbcNumber(std::string_view text) {
  text = trimmedDigits(text);
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// NaN and the infinities have as many names as there are drivers; from_chars() knows those of C.
template <class Number>
std::optional<Number> odbcReal(std::string_view text) {
  if (const auto value = odbcNumber<Number>(text)) return value;
  std::string_view rest = trimmedDigits(text);
  const bool isNegative = !rest.empty() && rest.front() == '-';
  if (isNegative) rest.remove_prefix(1);
  if (rest == "1.#INF" || rest == "1.#Inf")
    return isNegative ? -std::numeric_limits<Number>::infinity() : std::numeric_limits<Number>::infinity();
  if (rest == "1.#QNAN" || rest == "1.#IND" || rest == "1.#NAN") return std::numeric_limits<Number>::quiet_NaN();
  // A driver may write as the user's country does.
  std::string pointed(text);
  const size_t comma = pointed.find(',');
  if (comma == std::string::npos || pointed.find(',', comma + 1) != std::string::npos) return std::nullopt;
  pointed[comma] = '.';
  return odbcNumber<Number>(pointed);
}

/// The double that is written as the float is: 0.1, not 0.10000000149011612.
double shortestOf(float value) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  const auto shortest = odbcNumber<double>({digits.data(), static_cast<size_t>(end - digits.data())});
  return error == std::errc() && shortest ? *shortest : static_cast<double>(value);
}

std::optional<bool> odbcTruth(std::string_view text) {
  const std::string_view digits = trimmedDigits(text);
  if (digits == "1" || digits == std::string_view("\1", 1)) return true;
  if (digits == "0" || digits == std::string_view("\0", 1)) return false;
  return std::nullopt;
}

/// Writes the character's bytes, four at most; where they end.
char* writeUtf8(char* out, char32_t point) {
  const auto add = [&out](char32_t byte) { *out++ = static_cast<char>(byte); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0 | point >> 6);
    add(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    add(0xE0 | point >> 12);
    add(0x80 | (point >> 6 & 0x3F));
    add(0x80 | (point & 0x3F));
  } else {
    add(0xF0 | point >> 18);
    add(0x80 | (point >> 12 & 0x3F));
    add(0x80 | (point >> 6 & 0x3F));
    add(0x80 | (point & 0x3F));
  }
  return out;
}

}  // namespace

OdbcType OdbcType::of(int sqlType, bool isUnsigned) {
  switch (sqlType) {
    case SQL_TINYINT:
    case SQL_SMALLINT:
      return {Form::Integer, ColumnType::Int};
    case SQL_INTEGER:
      return {Form::Integer, isUnsigned ? ColumnType::Long : ColumnType::Int};
    case SQL_BIGINT:
      return {Form::Integer, ColumnType::Long, isUnsigned ? TypeSource::Declared : TypeSource::Fixed};
    case SQL_REAL:
      return {Form::Float, ColumnType::Float};
    case SQL_FLOAT:
    case SQL_DOUBLE:
      return {Form::Double, ColumnType::Double};
    case SQL_BIT:
      return {Form::Truth, ColumnType::Boolean};
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY:
      return {Form::Bytes, ColumnType::String};
    case SQL_DECIMAL:
    case SQL_NUMERIC:
    case SQL_TYPE_DATE:
    case SQL_TYPE_TIME:
    case SQL_TYPE_TIMESTAMP:
    case SQL_GUID:
      return {Form::Plain, ColumnType::String};
    default:
      // Intervals have numbers of their own; a driver's own types are negative.
      return {sqlType >= SQL_INTERVAL_YEAR && sqlType <= SQL_INTERVAL_MINUTE_TO_SECOND ? Form::Plain : Form::Text,
              ColumnType::String};
  }
}

OdbcType OdbcType::byValue() const {
  OdbcType guess = *this;
  if (form == Form::Integer) guess.type = ColumnType::Long;
  if (form == Form::Float) {
    guess.form = Form::Double;
    guess.type = ColumnType::Double;
  }
  if (type != ColumnType::String) guess.source = TypeSource::Declared;
  return guess;
}

SQLSMALLINT OdbcType::cType() const {
  switch (form) {
    case Form::Text:
      return SQL_C_WCHAR;
    case Form::Bytes:
      return SQL_C_BINARY;
    default:
      return SQL_C_CHAR;
  }
}

bool isLongOdbcType(int sqlType) {
  switch (sqlType) {
    case SQL_CHAR:
    case SQL_VARCHAR:
    case SQL_WCHAR:
    case SQL_WVARCHAR:
    case SQL_BINARY:
    case SQL_VARBINARY:
      return false;
    default:
      // LONG types and whatever is a driver's own.
      return OdbcType::of(sqlType, false).form == OdbcForm::Text || sqlType == SQL_LONGVARBINARY;
  }
}

QString odbcTypeName(const QString& name, int sqlType, qint64 size, int digits) {
  if (name.isEmpty() || name.contains(u'(') || size <= 0) return name;
  switch (sqlType) {
    case SQL_CHAR:
    case SQL_VARCHAR:
    case SQL_WCHAR:
    case SQL_WVARCHAR:
    case SQL_BINARY:
    case SQL_VARBINARY:
      return QStringLiteral("%1(%2)").arg(name).arg(size);
    case SQL_DECIMAL:
    case SQL_NUMERIC:
      return QStringLiteral("%1(%2,%3)").arg(name).arg(size).arg(digits);
    default:
      return name;
  }
}

void appendOdbcValue(ColumnBatchBuilder& builder, int column, const OdbcType& type, std::string_view bytes,
                     std::string& room) {
  switch (type.form) {
    case OdbcForm::Text:
      toUtf8(room, bytes);
      return builder.appendText(column, room);
    case OdbcForm::Bytes:
      return builder.appendBlob(column, bytes);
    case OdbcForm::Integer:
      if (const auto value = odbcNumber<qint64>(bytes)) return builder.appendInteger(column, *value);
      // Where the type was guessed; a whole number that is too large has neither.
      if (const auto value = odbcReal<double>(bytes); value && bytes.find_first_of(".eE") != std::string_view::npos)
        return builder.appendReal(column, *value);
      break;
    case OdbcForm::Float:
      if (const auto value = odbcReal<float>(bytes)) return builder.appendReal(column, shortestOf(*value));
      break;
    case OdbcForm::Double:
      if (const auto value = odbcReal<double>(bytes)) return builder.appendReal(column, *value);
      break;
    case OdbcForm::Truth:
      if (const auto value = odbcTruth(bytes)) return builder.appendBoolean(column, *value);
      break;
    case OdbcForm::Plain:
      break;
  }
  builder.appendText(column, bytes);
}

void toUtf8(std::string& text, std::string_view utf16) {
  const size_t units = utf16.size() / sizeof(char16_t);
  const auto at = [&utf16](size_t index) {
    char16_t unit = 0;
    std::memcpy(&unit, utf16.data() + index * sizeof unit, sizeof unit);
    return unit;
  };
  text.resize(3 * units);
  char* out = text.data();
  for (size_t index = 0; index < units; ++index) {
    const char16_t unit = at(index);
    if (unit < 0x80) {
      *out++ = static_cast<char>(unit);
      continue;
    }
    const bool isSurrogate = unit >= 0xD800 && unit <= 0xDFFF;
    const char16_t next = isSurrogate && unit < 0xDC00 && index + 1 < units ? at(index + 1) : u'\0';
    if (!isSurrogate) {
      out = writeUtf8(out, unit);
    } else if (next < 0xDC00 || next > 0xDFFF) {
      out = writeUtf8(out, U'\uFFFD');
    } else {
      out = writeUtf8(out, 0x10000 + (static_cast<char32_t>(unit - 0xD800) << 10) + (next - 0xDC00U));
      ++index;
    }
  }
  text.resize(static_cast<size_t>(out - text.data()));
}

}  // namespace courier
