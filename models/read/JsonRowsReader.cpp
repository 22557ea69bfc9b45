#include "models/read/JsonRowsReader.h"

#include <QCoreApplication>
#include <QString>
#include <charconv>
#include <string_view>
#include <utility>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"
#include "models/read/BodyReader.h"

namespace courier {
namespace {

namespace json = simdjson::ondemand;

struct JsonRowsReaderTr {
  Q_DECLARE_TR_FUNCTIONS(BodyReader)
};

/// simdjson's words for an error.
QString jsonErrorText(simdjson::error_code error) {
  QString text = QString::fromUtf8(simdjson::error_message(error));
  while (text.endsWith(u'.')) text.chop(1);
  return text;
}

/// Begins to read `text`, whose capacity is grown as the parser needs it.
simdjson::error_code startJson(json::parser& parser, std::string& text, json::document& document) {
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  return parser.iterate(simdjson::padded_string_view(text.data(), text.size(), text.capacity())).get(document);
}

/// The functions that put a value into a batch give what is wrong with it, "" where nothing is.

std::string_view withoutBlanksBehind(std::string_view json) {
  return json.substr(0, json.find_last_not_of(" \t\r\n") + 1);
}

QString appendNull(json::value value, int index, ColumnBatchBuilder& builder) {
  bool isNull = false;
  if (value.is_null().get(isNull) || !isNull) return JsonRowsReaderTr::tr("a null is misspelt");
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
      return JsonRowsReaderTr::tr("a long is not an integer");
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

std::optional<ColumnType> typeFromName(const QString& name) {
  for (const ColumnType type : {ColumnType::Int, ColumnType::Long, ColumnType::Float, ColumnType::Double,
                                ColumnType::String, ColumnType::Boolean}) {
    if (columnTypeName(type) == name) return type;
  }
  return std::nullopt;
}

bool setType(Column& column, const QString& name) {
  const QString prefix = QStringLiteral("array<");
  const bool isArray = name.startsWith(prefix) && name.endsWith(u'>');
  const auto type = typeFromName(isArray ? name.sliced(prefix.size()).chopped(1) : name);
  if (!type) return false;
  column.type = isArray ? ColumnType::Array : *type;
  if (isArray) column.element = *type;
  return true;
}

bool isBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// A value of a column whose type is known, as the contract's body has it (DESIGN section 5): a long that was written
/// as a string is an integer again, base64 stays text, an integer beyond 64 bits with a sign is the text of its digits.
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

/// A value of which nothing is known but what it is: an integer, a real, a text, true, false or null; an array and an
/// object are their own JSON; a number beyond 64 bits is the text of its digits.
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

}  // namespace

Expected<void> ResultRowsReader::take(std::string_view piece) {
  m_splitter.add(piece);
  if (auto head = m_splitter.takeHead()) {
    if (auto done = readHead(std::move(*head)); !done) return done;
  }
  if (auto rows = m_splitter.takeRows()) {
    if (auto done = readRows(std::move(*rows)); !done) return done;
  }
  if (m_splitter.isBroken()) {
    return damaged(JsonRowsReaderTr::tr("something other than rows is where the rows should be"));
  }
  if (m_maxRowBytes > 0 && m_splitter.held() > m_maxRowBytes) {
    return damaged(JsonRowsReaderTr::tr("one row is too large"));
  }
  return {};
}

Expected<void> ResultRowsReader::finish() {
  if (!m_splitter.isComplete()) return damaged(JsonRowsReaderTr::tr("the end is missing"));
  return giveBatch();
}

Expected<void> ResultRowsReader::giveBatch() {
  return m_builder->rowCount() > 0 ? sink().append(m_builder->take()) : Expected<void>{};
}

Expected<void> ResultRowsReader::readHead(std::string text) {
  json::document document;
  json::object object;
  QStringList names;
  QStringList types;
  const auto parse = [&]() -> QString {
    if (const auto error = startJson(m_parser, text, document)) return jsonErrorText(error);
    if (const auto error = document.get_object().get(object)) return jsonErrorText(error);
    json::value value;
    if (const auto error = object.find_field("column_names").get(value)) return jsonErrorText(error);
    if (QString wrong = readStrings(value, names); !wrong.isEmpty()) return wrong;
    if (const auto error = object.find_field("column_types").get(value)) return jsonErrorText(error);
    return readStrings(value, types);
  };
  if (QString wrong = parse(); !wrong.isEmpty()) return damaged(wrong);
  if (names.size() != types.size()) {
    return damaged(JsonRowsReaderTr::tr("the number of types differs from the number of names"));
  }
  for (qsizetype index = 0; index < names.size(); ++index) {
    Column column;
    column.name = names[index];
    column.source = TypeSource::Fixed;
    if (!setType(column, types[index])) {
      return damaged(JsonRowsReaderTr::tr("a type is not known"));
    }
    m_columns.push_back(column);
  }
  m_builder.emplace(static_cast<int>(m_columns.size()));
  return sink().begin(m_columns);
}

QString ResultRowsReader::readStrings(json::value value, QStringList& strings) const {
  json::array array;
  if (const auto error = value.get_array().get(array)) return jsonErrorText(error);
  for (auto element : array) {
    std::string_view text;
    if (const auto error = element.get_string().get(text)) return jsonErrorText(error);
    strings.push_back(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
  }
  return {};
}

Expected<void> ResultRowsReader::readRows(std::string text) {
  json::document document;
  json::array rows;
  auto error = startJson(m_parser, text, document);
  if (!error) error = document.get_array().get(rows);
  if (error) return damagedRow(jsonErrorText(error));
  for (auto element : rows) {
    ++m_row;
    json::array row;
    if (const auto wrong = element.get_array().get(row)) return damagedRow(jsonErrorText(wrong));
    if (const QString wrong = readRow(row); !wrong.isEmpty()) return damagedRow(wrong);
    if (m_builder->isFull()) {
      if (auto given = giveBatch(); !given) return given;
    }
  }
  return {};
}

QString ResultRowsReader::readRow(json::array row) {
  const int columnCount = static_cast<int>(m_columns.size());
  int column = 0;
  for (auto element : row) {
    if (column == columnCount) {
      return JsonRowsReaderTr::tr("the row has more values than there are columns");
    }
    json::value value;
    if (const auto error = element.get(value)) return jsonErrorText(error);
    if (QString wrong = appendTypedValue(value, m_columns[column], column, *m_builder); !wrong.isEmpty()) return wrong;
    ++column;
  }
  if (column < columnCount) {
    return JsonRowsReaderTr::tr("the row has fewer values than there are columns");
  }
  m_builder->endRow();
  return {};
}

Error ResultRowsReader::damagedRow(const QString& reason) {
  if (m_row == 0) return damaged(reason);
  return damaged(JsonRowsReaderTr::tr("row %1: %2").arg(m_row).arg(reason));
}

ObjectsReader::ObjectsReader(BatchSink& sink, Shape shape, size_t maxRowBytes)
    : BodyRowsReader(sink), m_shape(shape), m_maxRowBytes(maxRowBytes) {
  // An array's rows are cut as those of the contract's body are.
  if (m_shape == Shape::Array) m_splitter.add("{\"data\":");
}

Expected<void> ObjectsReader::start() {
  return std::exchange(m_started, true) ? Expected<void>() : begin();
}

Expected<void> ObjectsReader::take(std::string_view piece) {
  if (auto started = start(); !started) return started;
  if (m_shape == Shape::Lines) {
    m_text += piece;
    return takeLines();
  }
  m_splitter.add(piece);
  return takeRows();
}

Expected<void> ObjectsReader::finish() {
  if (auto started = start(); !started) return started;
  if (m_shape == Shape::Lines) {
    if (auto taken = takeLine(0, m_text.size()); !taken) return taken;
    return end();
  }
  m_splitter.add("}");
  if (!m_splitter.isComplete()) return damaged(JsonRowsReaderTr::tr("the end is missing"));
  return end();
}

Expected<void> ObjectsReader::takeLines() {
  // The parser may read beyond a line's end.
  m_text.reserve(m_text.size() + simdjson::SIMDJSON_PADDING);
  size_t from = 0;
  for (size_t newline = 0; (newline = m_text.find('\n', from)) != std::string::npos; from = newline + 1) {
    if (auto taken = takeLine(from, newline); !taken) return taken;
  }
  m_text.erase(0, from);
  if (m_maxRowBytes == 0 || m_text.size() <= m_maxRowBytes) return {};
  ++m_row;
  return damagedRow(JsonRowsReaderTr::tr("one row is too large"));
}

Expected<void> ObjectsReader::takeLine(size_t from, size_t to) {
  ++m_row;
  m_text.reserve(m_text.size() + simdjson::SIMDJSON_PADDING);
  const std::string_view line = std::string_view(m_text).substr(from, to - from);
  if (isBlank(line)) return {};
  json::document document;
  json::object object;
  const simdjson::padded_string_view padded(line.data(), line.size(), m_text.capacity() - from);
  auto error = m_parser.iterate(padded).get(document);
  if (!error) error = document.get_object().get(object);
  if (error == simdjson::INCORRECT_TYPE) {
    return damagedRow(JsonRowsReaderTr::tr("it is not an object"));
  }
  if (error) return damagedRow(jsonErrorText(error));
  if (const QString wrong = readObject(object); !wrong.isEmpty()) return damagedRow(wrong);
  const char* behind = nullptr;
  if (document.current_location().get(behind) != simdjson::OUT_OF_BOUNDS) {
    return damagedRow(JsonRowsReaderTr::tr("something follows the object"));
  }
  return rowEnded();
}

Expected<void> ObjectsReader::takeRows() {
  // The head is what was put before the array, and says nothing.
  static_cast<void>(m_splitter.takeHead());
  if (auto rows = m_splitter.takeRows()) {
    json::document document;
    json::array array;
    auto error = startJson(m_parser, *rows, document);
    if (!error) error = document.get_array().get(array);
    if (error) return damagedRow(jsonErrorText(error));
    for (auto element : array) {
      ++m_row;
      json::object object;
      const auto wrong = element.get_object().get(object);
      if (wrong == simdjson::INCORRECT_TYPE) {
        return damagedRow(JsonRowsReaderTr::tr("it is not an object"));
      }
      if (wrong) return damagedRow(jsonErrorText(wrong));
      if (const QString words = readObject(object); !words.isEmpty()) return damagedRow(words);
      if (auto ended = rowEnded(); !ended) return ended;
    }
  }
  if (m_splitter.isBroken()) {
    return damaged(JsonRowsReaderTr::tr("something other than rows is where the rows should be"));
  }
  if (m_maxRowBytes > 0 && m_splitter.held() > m_maxRowBytes) {
    return damaged(JsonRowsReaderTr::tr("one row is too large"));
  }
  return {};
}

Error ObjectsReader::damagedRow(const QString& reason) {
  if (m_row == 0) return damaged(reason);
  const QString words =
      m_shape == Shape::Lines ? JsonRowsReaderTr::tr("line %1: %2") : JsonRowsReaderTr::tr("row %1: %2");
  return damaged(words.arg(m_row).arg(reason));
}

QString ObjectKeysReader::readObject(json::object object) {
  size_t place = 0;
  for (auto field : object) {
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return jsonErrorText(error);
    // Most objects have the keys of the first one, in its order.
    if (place < m_order.size() && m_order[place] == key) {
      ++place;
      continue;
    }
    if (!m_known.emplace(std::string(key), static_cast<int>(m_order.size())).second) continue;
    if (m_order.size() == mostColumns) return JsonRowsReaderTr::tr("there are too many columns");
    m_order.emplace_back(key);
    m_keys.push_back(QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())));
    place = m_order.size();
  }
  return {};
}

ObjectRowsReader::ObjectRowsReader(BatchSink& sink, Shape shape, size_t maxRowBytes, Columns columns,
                                   const QStringList& keys, Typing typing)
    : ObjectsReader(sink, shape, maxRowBytes),
      m_columns(std::move(columns)),
      m_typing(typing),
      m_has(static_cast<size_t>(m_columns.size())),
      m_builder(static_cast<int>(m_columns.size())) {
  for (const QString& key : keys) {
    m_columnOf.emplace(key.toStdString(), static_cast<int>(m_keys.size()));
    m_keys.push_back(key.toStdString());
  }
}

QString ObjectRowsReader::readObject(json::object object) {
  m_has.assign(m_has.size(), false);
  size_t expected = 0;
  for (auto field : object) {
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return jsonErrorText(error);
    size_t column = expected;
    if (column >= m_keys.size() || m_keys[column] != key) {
      const auto found = m_columnOf.find(std::string(key));
      if (found == m_columnOf.end()) return JsonRowsReaderTr::tr("a key names no column");
      column = static_cast<size_t>(found->second);
    }
    expected = column + 1;
    if (m_has[column]) {
      return JsonRowsReaderTr::tr("the key “%1” occurs twice").arg(QString::fromStdString(m_keys[column]));
    }
    m_has[column] = true;
    json::value value;
    if (const auto error = field.value().get(value)) return jsonErrorText(error);
    const int index = static_cast<int>(column);
    const QString wrong = m_typing == Typing::Known ? appendTypedValue(value, m_columns[index], index, m_builder)
                                                    : appendAnyValue(value, index, m_builder);
    if (!wrong.isEmpty()) return wrong;
  }
  for (size_t column = 0; column < m_has.size(); ++column) {
    if (m_has[column]) continue;
    if (m_typing == Typing::Known) return JsonRowsReaderTr::tr("a key is missing");
    m_builder.appendNull(static_cast<int>(column));
  }
  m_builder.endRow();
  return {};
}

Expected<void> ObjectRowsReader::rowEnded() {
  return m_builder.isFull() ? sink().append(m_builder.take()) : Expected<void>{};
}

Expected<void> ObjectRowsReader::end() {
  return m_builder.rowCount() > 0 ? sink().append(m_builder.take()) : Expected<void>{};
}

}  // namespace courier
