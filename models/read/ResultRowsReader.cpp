#include "models/read/ResultRowsReader.h"

#include <QCoreApplication>
#include <optional>
#include <utility>

#include "models/read/JsonValueReader.h"

namespace courier {
namespace {

struct ResultRowsReaderTr {
  Q_DECLARE_TR_FUNCTIONS(BodyReader)
};

namespace json = simdjson::ondemand;

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
    return damaged(ResultRowsReaderTr::tr("something stands where rows should"));
  }
  if (m_maxRowBytes > 0 && m_splitter.held() > m_maxRowBytes) {
    return damaged(ResultRowsReaderTr::tr("one row is too large"));
  }
  return {};
}

Expected<void> ResultRowsReader::finish() {
  if (!m_splitter.isComplete()) return damaged(ResultRowsReaderTr::tr("the end is missing"));
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
    return damaged(ResultRowsReaderTr::tr("as many types as names are wanted"));
  }
  for (qsizetype index = 0; index < names.size(); ++index) {
    Column column;
    column.name = names[index];
    column.source = TypeSource::Fixed;
    if (!setType(column, types[index])) {
      return damaged(ResultRowsReaderTr::tr("a type is not known"));
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
      return ResultRowsReaderTr::tr("the row has more values than there are columns");
    }
    json::value value;
    if (const auto error = element.get(value)) return jsonErrorText(error);
    if (QString wrong = appendTypedValue(value, m_columns[column], column, *m_builder); !wrong.isEmpty()) return wrong;
    ++column;
  }
  if (column < columnCount) {
    return ResultRowsReaderTr::tr("the row has fewer values than there are columns");
  }
  m_builder->endRow();
  return {};
}

Error ResultRowsReader::damagedRow(const QString& reason) {
  if (m_row == 0) return damaged(reason);
  return damaged(ResultRowsReaderTr::tr("row %1: %2").arg(m_row).arg(reason));
}

}  // namespace courier
