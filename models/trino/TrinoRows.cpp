#include "models/trino/TrinoRows.h"

#include <QCoreApplication>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "models/trino/TrinoJson.h"

namespace courier {
namespace {

namespace json = simdjson::ondemand;

struct TrinoRowsTr {
  Q_DECLARE_TR_FUNCTIONS(TrinoRows)
};

bool readInteger(std::string_view text, qint64& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<double> wordOfReal(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

/// A float's shortest decimal as a double: 0.1, also where 0.10000000149011612 was sent, which has more digits than a
/// float needs.
double shortestReal(double real, std::string_view token) {
  constexpr size_t kMostDigits = 9;
  const auto narrow = static_cast<float>(real);
  if (token.size() <= kMostDigits + 1 || static_cast<double>(narrow) != real) return real;
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), narrow);
  if (error != std::errc()) return real;
  bool isRead = false;
  const double shortest =
      QByteArray::fromRawData(digits.data(), static_cast<int>(end - digits.data())).toDouble(&isRead);
  return isRead ? shortest : real;
}

int sixBitsOf(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

/// Whether `text` is base64 as the body writes it (RFC 4648, section 4, with padding): the bytes give it again.
bool readBase64(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 != 0) return false;
  const size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const std::string_view digits = text.substr(0, text.size() - padding);
  bytes.reserve(text.size() / 4 * 3);
  unsigned held = 0;
  int bits = 0;
  for (const char c : digits) {
    const int six = sixBitsOf(c);
    if (six < 0) return false;
    held = held << 6U | static_cast<unsigned>(six);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xFFU);
  }
  return (held & ((1U << bits) - 1U)) == 0;
}

}  // namespace

QString TrinoRows::append(json::array row, ColumnBatchBuilder& builder) {
  const size_t columns = m_types.size();
  size_t column = 0;
  for (auto element : row) {
    Value value;
    if (const auto code = element.get(value)) return QString::fromUtf8(simdjson::error_message(code));
    if (column == columns) return TrinoRowsTr::tr("it has more values than there are columns");
    const auto code = appendValue(value, m_types[column], static_cast<int>(column), builder);
    if (code == simdjson::CAPACITY) return TrinoRowsTr::tr("a value is nested too deeply");
    if (code == simdjson::INCORRECT_TYPE) return TrinoRowsTr::tr("a value has another number of fields than its type");
    if (code) return QString::fromUtf8(simdjson::error_message(code));
    ++column;
  }
  return column == columns ? QString() : TrinoRowsTr::tr("it has fewer values than there are columns");
}

simdjson::error_code TrinoRows::appendValue(Value& value, const TrinoType& type, int column,
                                            ColumnBatchBuilder& builder) {
  const std::string_view token = trimmedToken(value.raw_json_token());
  switch (token.empty() ? '\0' : token.front()) {
    case '"': {
      const std::string_view text = stringOfToken(token, m_text);
      if (text.data() == nullptr) return simdjson::STRING_ERROR;
      appendString(value, text, type, column, builder);
      return simdjson::SUCCESS;
    }
    case 'n':
      if (token != "null") return simdjson::N_ATOM_ERROR;
      builder.appendNull(column);
      return simdjson::SUCCESS;
    case 't':
    case 'f':
      if (token != "true" && token != "false") return simdjson::T_ATOM_ERROR;
      if (type.form == TrinoType::Form::Truth) {
        builder.appendBoolean(column, token == "true");
      } else {
        builder.appendText(column, token);
      }
      return simdjson::SUCCESS;
    case '[':
    case '{':
      return appendNested(value, type, column, builder);
    default:
      if (qint64 integer = 0; type.form == TrinoType::Form::Integer && readInteger(token, integer)) {
        builder.appendInteger(column, integer);
        return simdjson::SUCCESS;
      }
      return appendNumber(value, token, type, column, builder);
  }
}

void TrinoRows::appendString(Value& value, std::string_view text, const TrinoType& type, int column,
                             ColumnBatchBuilder& builder) {
  switch (type.form) {
    case TrinoType::Form::Integer:
      if (qint64 integer = 0; readInteger(text, integer)) return builder.appendInteger(column, integer);
      break;
    case TrinoType::Form::Float:
    case TrinoType::Form::Double: {
      if (const auto word = wordOfReal(text)) return builder.appendReal(column, *word);
      double real = 0;
      if (value.get_double_in_string().get(real)) break;
      return builder.appendReal(column, type.form == TrinoType::Form::Float ? shortestReal(real, text) : real);
    }
    case TrinoType::Form::Truth:
      if (text == "true" || text == "false") return builder.appendBoolean(column, text == "true");
      break;
    case TrinoType::Form::Bytes:
      if (readBase64(text, m_bytes)) return builder.appendBlob(column, m_bytes);
      break;
    case TrinoType::Form::Array:
    case TrinoType::Form::Map:
    case TrinoType::Form::Row:
      if (m_nested.writeText(text, type, m_json)) return appendJson(type, column, builder);
      break;
    case TrinoType::Form::Text:
      break;
  }
  builder.appendText(column, text);
}

simdjson::error_code TrinoRows::appendNumber(Value& value, std::string_view token, const TrinoType& type, int column,
                                             ColumnBatchBuilder& builder) {
  double real = 0;
  const bool isReal = type.form == TrinoType::Form::Double || type.form == TrinoType::Form::Float;
  if (isReal && !value.get_double().get(real)) {
    builder.appendReal(column, type.form == TrinoType::Form::Float ? shortestReal(real, token) : real);
  } else if (isNumberToken(token)) {
    builder.appendText(column, token);
  } else {
    return simdjson::NUMBER_ERROR;
  }
  return simdjson::SUCCESS;
}

simdjson::error_code TrinoRows::appendNested(Value& value, const TrinoType& type, int column,
                                             ColumnBatchBuilder& builder) {
  if (const auto code = m_nested.write(value, type, m_json)) return code;
  appendJson(type, column, builder);
  return simdjson::SUCCESS;
}

void TrinoRows::appendJson(const TrinoType& type, int column, ColumnBatchBuilder& builder) {
  if (m_nested.fits() && type.isPlainArray()) {
    builder.appendArray(column, m_json);
  } else {
    builder.appendText(column, m_json);
  }
}

}  // namespace courier
