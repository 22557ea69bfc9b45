#include "models/encode/ResultBodyReader.h"

#include <simdjson.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStringList>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "models/encode/BodySplitter.h"

namespace courier {
namespace {

namespace json = simdjson::ondemand;

constexpr qint64 pieceSize = qint64{512} << 10;

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

/// One file on its way into one sink. What went wrong is told in `detail`, in the words of a programmer.
class BodyReader {
 public:
  BodyReader(const QString& path, BatchSink& sink) : m_path(path), m_file(path), m_sink(sink) {}

  Result<void> read();

 private:
  Result<void> readHead(std::string document);
  Result<void> readRows(std::string document);
  [[nodiscard]] bool readStrings(json::value value, QStringList& strings);
  [[nodiscard]] bool readRow(json::array row);
  [[nodiscard]] bool readCell(json::value value, int column);
  [[nodiscard]] bool readLong(json::value value, int column);
  [[nodiscard]] bool readString(json::value value, int column);
  [[nodiscard]] Result<void> giveBatch() {
    return m_builder->rowCount() > 0 ? m_sink.append(m_builder->take()) : Result<void>{};
  }
  [[nodiscard]] simdjson::error_code start(std::string& document, json::document& parsed);
  /// Keeps the first reason.
  bool fail(const char* reason) {
    if (m_reason.isEmpty()) m_reason = QString::fromUtf8(reason);
    return false;
  }
  bool fail(simdjson::error_code error) { return fail(simdjson::error_message(error)); }
  [[nodiscard]] Error damaged() const;

  QString m_path;
  QFile m_file;
  BatchSink& m_sink;
  BodySplitter m_splitter;
  json::parser m_parser;
  Columns m_columns;
  std::optional<ColumnBatchBuilder> m_builder;
  qint64 m_row = 0;  ///< 1-based, of the row that is read, where that is the matter
  QString m_reason;
};

Result<void> BodyReader::read() {
  if (!m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
    return Error{ErrorKind::Storage,
                 QCoreApplication::translate("ResultBodyReader",
                                             "The stored result “%1” could not be opened. Run the query again.")
                     .arg(QDir::toNativeSeparators(m_path)),
                 m_file.errorString(),
                 {}};
  }
  std::string piece(static_cast<size_t>(pieceSize), '\0');
  for (;;) {
    const qint64 length = m_file.read(piece.data(), pieceSize);
    if (length < 0) {
      m_reason = m_file.errorString();
      return damaged();
    }
    if (length == 0) break;
    m_splitter.add({piece.data(), static_cast<size_t>(length)});
    if (auto head = m_splitter.takeHead()) {
      if (auto done = readHead(std::move(*head)); !done) return done;
    }
    if (auto rows = m_splitter.takeRows()) {
      if (auto done = readRows(std::move(*rows)); !done) return done;
    }
    if (m_splitter.isBroken()) break;
  }
  if (!m_splitter.isComplete()) {
    m_row = 0;
    fail(m_splitter.isBroken() ? "something stands where rows should" : "the end is missing");
    return damaged();
  }
  return giveBatch();
}

simdjson::error_code BodyReader::start(std::string& document, json::document& parsed) {
  document.reserve(document.size() + simdjson::SIMDJSON_PADDING);
  return m_parser.iterate(simdjson::padded_string_view(document.data(), document.size(), document.capacity()))
      .get(parsed);
}

Result<void> BodyReader::readHead(std::string document) {
  json::document parsed;
  json::object object;
  QStringList names;
  QStringList types;
  const auto parse = [&] {
    if (const auto error = start(document, parsed)) return fail(error);
    if (const auto error = parsed.get_object().get(object)) return fail(error);
    json::value value;
    if (const auto error = object.find_field("column_names").get(value)) return fail(error);
    if (!readStrings(value, names)) return false;
    if (const auto error = object.find_field("column_types").get(value)) return fail(error);
    return readStrings(value, types);
  };
  if (!parse()) return damaged();
  if (names.size() != types.size()) fail("as many types as names are wanted");
  for (qsizetype index = 0; index < names.size() && index < types.size(); ++index) {
    Column column;
    column.name = names[index];
    column.source = TypeSource::Fixed;
    if (!setType(column, types[index])) fail("a type is not known");
    m_columns.push_back(column);
  }
  if (!m_reason.isEmpty()) return damaged();
  m_builder.emplace(static_cast<int>(m_columns.size()));
  return m_sink.begin(m_columns);
}

bool BodyReader::readStrings(json::value value, QStringList& strings) {
  json::array array;
  if (const auto error = value.get_array().get(array)) return fail(error);
  for (auto element : array) {
    std::string_view text;
    if (const auto error = element.get_string().get(text)) return fail(error);
    strings.push_back(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
  }
  return true;
}

Result<void> BodyReader::readRows(std::string document) {
  json::document parsed;
  json::array rows;
  auto error = start(document, parsed);
  if (!error) error = parsed.get_array().get(rows);
  if (error) fail(error);
  if (!m_reason.isEmpty()) return damaged();
  for (auto element : rows) {
    ++m_row;
    json::array row;
    if (const auto wrong = element.get_array().get(row)) fail(wrong);
    if (!m_reason.isEmpty() || !readRow(row)) return damaged();
    if (m_builder->isFull()) {
      if (auto given = giveBatch(); !given) return given;
    }
  }
  return {};
}

bool BodyReader::readRow(json::array row) {
  const int columnCount = static_cast<int>(m_columns.size());
  int column = 0;
  for (auto element : row) {
    if (column == columnCount) return fail("the row has more values than there are columns");
    json::value value;
    if (const auto error = element.get(value)) return fail(error);
    if (!readCell(value, column++)) return false;
  }
  if (column < columnCount) return fail("the row has fewer values than there are columns");
  m_builder->endRow();
  return true;
}

bool BodyReader::readCell(json::value value, int column) {
  json::json_type type{};
  if (const auto error = value.type().get(type)) return fail(error);
  if (type == json::json_type::null) {
    bool isNull = false;
    if (value.is_null().get(isNull) || !isNull) return fail("a null is misspelt");
    m_builder->appendNull(column);
    return true;
  }
  switch (m_columns[column].type) {
    case ColumnType::Int:
    case ColumnType::Long:
      return readLong(value, column);
    case ColumnType::Float:
    case ColumnType::Double: {
      double real = 0;
      if (const auto error = value.get_double().get(real)) return fail(error);
      m_builder->appendReal(column, real);
      return true;
    }
    case ColumnType::Boolean: {
      bool truth = false;
      if (const auto error = value.get_bool().get(truth)) return fail(error);
      m_builder->appendBoolean(column, truth);
      return true;
    }
    case ColumnType::String:
      return readString(value, column);
    case ColumnType::Array:
      break;
  }
  json::array array;
  std::string_view text;
  if (const auto error = value.get_array().get(array)) return fail(error);
  if (const auto error = array.raw_json().get(text)) return fail(error);
  m_builder->appendArray(column, text);
  return true;
}

bool BodyReader::readLong(json::value value, int column) {
  qint64 integer = 0;
  json::json_type type{};
  if (const auto error = value.type().get(type)) return fail(error);
  if (type == json::json_type::string) {
    std::string_view text;
    if (const auto error = value.get_string().get(text)) return fail(error);
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, integer);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return fail("a long is no integer");
    m_builder->appendInteger(column, integer);
    return true;
  }
  int64_t narrow = 0;
  if (!value.get_int64().get(narrow)) {
    m_builder->appendInteger(column, narrow);
    return true;
  }
  uint64_t wide = 0;
  if (const auto error = value.get_uint64().get(wide)) return fail(error);
  m_builder->appendText(column, std::to_string(wide));
  return true;
}

bool BodyReader::readString(json::value value, int column) {
  std::string_view text;
  if (const auto error = value.get_string().get(text)) return fail(error);
  m_builder->appendText(column, text);
  return true;
}

Error BodyReader::damaged() const {
  return {ErrorKind::Storage,
          QCoreApplication::translate("ResultBodyReader", "The stored result “%1” is damaged. Run the query again.")
              .arg(QDir::toNativeSeparators(m_path)),
          m_row > 0 ? QStringLiteral("row %1: %2").arg(m_row).arg(m_reason) : m_reason,
          {}};
}

}  // namespace

Result<void> readResultBody(const QString& path, BatchSink& sink) {
  return BodyReader(path, sink).read();
}

}  // namespace courier
