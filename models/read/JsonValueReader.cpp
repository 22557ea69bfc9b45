#include "models/read/JsonValueReader.h"

#include <QCoreApplication>
#include <charconv>
#include <string>
#include <string_view>

namespace courier {
namespace {

namespace json = simdjson::ondemand;

struct JsonValueReaderTr {
  Q_DECLARE_TR_FUNCTIONS(BodyReader)
};

std::string_view withoutBlanksBehind(std::string_view json) {
  return json.substr(0, json.find_last_not_of(" \t\r\n") + 1);
}

QString appendNull(json::value value, int index, ColumnBatchBuilder& builder) {
  bool isNull = false;
  if (value.is_null().get(isNull) || !isNull) return JsonValueReaderTr::tr("a null is misspelt");
  builder.appendNull(index);
  return {};
}

QString appendLong(json::value value, int index, ColumnBatchBuilder& builder) {
  qint64 integer = 0;
  json::json_type type{};
  if (const auto error = value.type().get(type)) return jsonErrorText(error);
  if (type == json::json_type::string) {
    std::string_view text;
    if (const auto error = value.get_string().get(text)) return jsonErrorText(error);
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, integer);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) {
      return JsonValueReaderTr::tr("a long is no integer");
    }
    builder.appendInteger(index, integer);
    return {};
  }
  int64_t narrow = 0;
  if (!value.get_int64().get(narrow)) {
    builder.appendInteger(index, narrow);
    return {};
  }
  uint64_t wide = 0;
  if (const auto error = value.get_uint64().get(wide)) return jsonErrorText(error);
  builder.appendText(index, std::to_string(wide));
  return {};
}

QString appendString(json::value value, int index, ColumnBatchBuilder& builder) {
  std::string_view text;
  if (const auto error = value.get_string().get(text)) return jsonErrorText(error);
  builder.appendText(index, text);
  return {};
}

QString appendBoolean(json::value value, int index, ColumnBatchBuilder& builder) {
  bool truth = false;
  if (const auto error = value.get_bool().get(truth)) return jsonErrorText(error);
  builder.appendBoolean(index, truth);
  return {};
}

QString appendArray(json::value value, int index, ColumnBatchBuilder& builder) {
  json::array array;
  std::string_view text;
  if (const auto error = value.get_array().get(array)) return jsonErrorText(error);
  if (const auto error = array.raw_json().get(text)) return jsonErrorText(error);
  builder.appendArray(index, withoutBlanksBehind(text));
  return {};
}

QString appendObject(json::value value, int index, ColumnBatchBuilder& builder) {
  json::object object;
  std::string_view text;
  if (const auto error = value.get_object().get(object)) return jsonErrorText(error);
  if (const auto error = object.raw_json().get(text)) return jsonErrorText(error);
  builder.appendText(index, withoutBlanksBehind(text));
  return {};
}

QString appendNumber(json::value value, int index, ColumnBatchBuilder& builder) {
  std::string_view token = value.raw_json_token();
  while (!token.empty() &&
         (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t')) {
    token.remove_suffix(1);
  }
  const bool isWhole = token.find_first_of(".eE") == std::string_view::npos;
  if (!isWhole) {
    double real = 0;
    if (const auto error = value.get_double().get(real)) return jsonErrorText(error);
    builder.appendReal(index, real);
    return {};
  }
  int64_t integer = 0;
  const auto error = value.get_int64().get(integer);
  if (!error) {
    builder.appendInteger(index, integer);
    return {};
  }
  const std::string_view digits = token.substr(token.substr(0, 1) == "-" ? 1 : 0);
  const bool isNumber = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos &&
                        (digits.size() == 1 || digits.front() != '0');
  if (!isNumber) return jsonErrorText(error);
  builder.appendText(index, token);
  return {};
}

}  // namespace

QString appendTypedValue(json::value value, const Column& column, int index, ColumnBatchBuilder& builder) {
  json::json_type type{};
  if (const auto error = value.type().get(type)) return jsonErrorText(error);
  if (type == json::json_type::null) return appendNull(value, index, builder);
  switch (column.type) {
    case ColumnType::Int:
    case ColumnType::Long:
      return appendLong(value, index, builder);
    case ColumnType::Float:
    case ColumnType::Double: {
      double real = 0;
      if (const auto error = value.get_double().get(real)) return jsonErrorText(error);
      builder.appendReal(index, real);
      return {};
    }
    case ColumnType::Boolean:
      return appendBoolean(value, index, builder);
    case ColumnType::String:
      return appendString(value, index, builder);
    case ColumnType::Array:
      break;
  }
  return appendArray(value, index, builder);
}

QString appendAnyValue(json::value value, int index, ColumnBatchBuilder& builder) {
  json::json_type type{};
  if (const auto error = value.type().get(type)) return jsonErrorText(error);
  switch (type) {
    case json::json_type::null:
      return appendNull(value, index, builder);
    case json::json_type::boolean:
      return appendBoolean(value, index, builder);
    case json::json_type::string:
      return appendString(value, index, builder);
    case json::json_type::array:
      return appendArray(value, index, builder);
    case json::json_type::object:
      return appendObject(value, index, builder);
    case json::json_type::number:
      break;
  }
  return appendNumber(value, index, builder);
}

QString jsonErrorText(simdjson::error_code error) {
  QString text = QString::fromUtf8(simdjson::error_message(error));
  while (text.endsWith(u'.')) text.chop(1);
  return text;
}

simdjson::error_code startJson(json::parser& parser, std::string& text, json::document& document) {
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  return parser.iterate(simdjson::padded_string_view(text.data(), text.size(), text.capacity())).get(document);
}

}  // namespace courier
