#include "models/trino/TrinoNested.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/data/CellText.h"
#include "models/trino/TrinoJson.h"
#include "models/write/ValueText.h"

namespace courier {
namespace {

namespace json = simdjson::ondemand;

constexpr int kMostNested = 200;

bool isNotFinite(std::string_view text) {
  return text == "NaN" || text == "Infinity" || text == "-Infinity";
}

bool isInteger(std::string_view token) {
  return isNumberToken(token) && token.find_first_of(".eE") == std::string_view::npos;
}

/// The type of a row's field by its name; null where it has none of that name.
const TrinoType* fieldNamed(const TrinoType& row, std::string_view name) {
  const auto found = std::find(row.names.begin(), row.names.end(), name);
  return found == row.names.end() ? nullptr : &row.parts[static_cast<size_t>(found - row.names.begin())];
}

}  // namespace

struct TrinoNested::Level {
  json::parser parser;
  std::string text;  ///< with zeros behind it, which the parser may read
  std::string json;
};

TrinoNested::TrinoNested() = default;
TrinoNested::~TrinoNested() = default;
TrinoNested::TrinoNested(TrinoNested&&) noexcept = default;
TrinoNested& TrinoNested::operator=(TrinoNested&&) noexcept = default;

simdjson::error_code TrinoNested::write(Value value, const TrinoType& type, std::string& out) {
  out.clear();
  ByteCursor cursor(out);
  m_out = &cursor;
  m_depth = 0;
  m_fits = true;
  return writeValue(value, &type);
}

bool TrinoNested::writeText(std::string_view text, const TrinoType& type, std::string& out) {
  m_depth = 0;
  m_fits = true;
  const std::string* const json = readText(text, type);
  if (json != nullptr) out = *json;
  return json != nullptr;
}

const std::string* TrinoNested::readText(std::string_view text, const TrinoType& type) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '[' && text[first] != '{')) return nullptr;
  if (m_level == m_levels.size()) m_levels.push_back(std::make_unique<Level>());
  Level& level = *m_levels[m_level];
  level.text = text;
  level.text.append(simdjson::SIMDJSON_PADDING, '\0');
  level.json.clear();
  ByteCursor cursor(level.json);
  ByteCursor* const outer = std::exchange(m_out, &cursor);
  const int depth = m_depth;
  ++m_level;
  json::document document;
  Value value;
  const simdjson::padded_string_view padded(level.text.data(), text.size(), level.text.size());
  auto code = level.parser.iterate(padded).get(document);
  if (!code) code = document.get_value().get(value);
  if (!code) code = writeValue(value, &type);
  const char* behind = nullptr;
  if (!code && document.current_location().get(behind) != simdjson::OUT_OF_BOUNDS) code = simdjson::TRAILING_CONTENT;
  --m_level;
  m_depth = depth;
  m_out = outer;
  return code ? nullptr : &level.json;
}

/// Without a type the value is written as it came.
simdjson::error_code TrinoNested::writeValue(Value value, const TrinoType* type) {
  const std::string_view token = trimmedToken(value.raw_json_token());
  const char first = token.empty() ? '\0' : token.front();
  if (first != '[' && first != '{') return writeScalar(value, token, type);
  if (m_depth == kMostNested) return simdjson::CAPACITY;
  ++m_depth;
  using Form = TrinoType::Form;
  Code code = simdjson::SUCCESS;
  if (type != nullptr && type->form == Form::Array && first == '[') {
    code = writeMembers(value, &type->parts.front());
  } else if (type != nullptr && type->form == Form::Row && first == '[') {
    code = writeRow(value, *type);
  } else if (type != nullptr && (type->form == Form::Map || type->form == Form::Row) && first == '{') {
    code = writeObject(value, type);
  } else {
    m_fits = m_fits && type == nullptr;
    code = first == '[' ? writeMembers(value, nullptr) : writeObject(value, nullptr);
  }
  --m_depth;
  return code;
}

simdjson::error_code TrinoNested::writeMembers(Value value, const TrinoType* type) {
  json::array members;
  if (const auto code = value.get_array().get(members)) return code;
  char before = '[';
  for (auto element : members) {
    Value member;
    if (const auto code = element.get(member)) return code;
    m_out->append({&before, 1});
    before = ',';
    if (const auto code = writeValue(member, type)) return code;
  }
  m_out->append(before == '[' ? "[]" : "]");
  return simdjson::SUCCESS;
}

simdjson::error_code TrinoNested::writeRow(Value value, const TrinoType& type) {
  json::array fields;
  if (const auto code = value.get_array().get(fields)) return code;
  const bool isObject = !type.names.empty();
  size_t index = 0;
  for (auto element : fields) {
    Value field;
    if (const auto code = element.get(field)) return code;
    if (index == type.parts.size()) return simdjson::INCORRECT_TYPE;
    m_out->append(index > 0 ? "," : isObject ? "{" : "[");
    if (isObject) {
      appendJsonString(*m_out, type.names[index]);
      m_out->append(":");
    }
    if (const auto code = writeValue(field, &type.parts[index])) return code;
    ++index;
  }
  if (index != type.parts.size()) return simdjson::INCORRECT_TYPE;
  m_out->append(isObject ? "}" : "]");
  return simdjson::SUCCESS;
}

simdjson::error_code TrinoNested::writeObject(Value value, const TrinoType* type) {
  json::object object;
  if (const auto code = value.get_object().get(object)) return code;
  char before = '{';
  for (auto member : object) {
    json::raw_json_string key;
    if (const auto code = member.key().get(key)) return code;
    const std::string_view name = stringOfToken(stringTokenAt(key.raw() - 1), m_room);
    if (name.data() == nullptr) return simdjson::STRING_ERROR;
    m_out->append({&before, 1});
    before = ',';
    appendJsonString(*m_out, name);
    m_out->append(":");
    const TrinoType* part = nullptr;
    if (type != nullptr) part = type->form == TrinoType::Form::Map ? &type->parts.front() : fieldNamed(*type, name);
    Value field;
    if (const auto code = member.value().get(field)) return code;
    if (const auto code = writeValue(field, part)) return code;
  }
  m_out->append(before == '{' ? "{}" : "}");
  return simdjson::SUCCESS;
}

simdjson::error_code TrinoNested::writeScalar(Value value, std::string_view token, const TrinoType* type) {
  if (token == "null" || type == nullptr) return writeAsItCame(token);
  const bool isString = token.starts_with('"');
  std::string_view text = token;
  if (isString) {
    const std::string_view inside = stringOfToken(token, m_room);
    if (inside.data() == nullptr) return simdjson::STRING_ERROR;
    text = inside;
  }
  const bool isTruth = text == "true" || text == "false";
  switch (type->form) {
    case TrinoType::Form::Integer:
      if (!isInteger(text)) break;
      m_out->append(text);
      return simdjson::SUCCESS;
    case TrinoType::Form::Truth:
      if (!isTruth) break;
      m_out->append(text);
      return simdjson::SUCCESS;
    case TrinoType::Form::Float:
    case TrinoType::Form::Double: {
      if (isString && isNotFinite(text)) {
        m_out->append("null");
        return simdjson::SUCCESS;
      }
      double real = 0;
      if (isString ? value.get_double_in_string().get(real) : value.get_double().get(real)) break;
      writeReal(real, *type);
      return simdjson::SUCCESS;
    }
    case TrinoType::Form::Text:
    case TrinoType::Form::Bytes:
      if (!isString && !isTruth && !isNumberToken(text)) return simdjson::TAPE_ERROR;
      appendJsonString(*m_out, text);
      return simdjson::SUCCESS;
    case TrinoType::Form::Array:
    case TrinoType::Form::Map:
    case TrinoType::Form::Row:
      if (!isString) break;
      if (const std::string* const inner = readText(text, *type)) {
        m_out->append(*inner);
        return simdjson::SUCCESS;
      }
      break;
  }
  m_fits = false;
  return writeAsItCame(token);
}

void TrinoNested::writeReal(double real, const TrinoType& type) {
  if (!std::isfinite(real)) {
    m_out->append("null");
  } else if (type.form == TrinoType::Form::Float) {
    appendFloat(*m_out, real);
  } else {
    appendDouble(*m_out, real);
  }
}

simdjson::error_code TrinoNested::writeAsItCame(std::string_view token) {
  if (token.starts_with('"')) {
    const std::string_view text = stringOfToken(token, m_room);
    if (text.data() == nullptr) return simdjson::STRING_ERROR;
    appendJsonString(*m_out, text);
    return simdjson::SUCCESS;
  }
  const bool isWord = token == "null" || token == "true" || token == "false";
  if (!isWord && !isNumberToken(token)) return simdjson::TAPE_ERROR;
  m_out->append(token);
  return simdjson::SUCCESS;
}

}  // namespace courier
