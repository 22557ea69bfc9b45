#include "models/read/ObjectRowsReader.h"

#include <QCoreApplication>
#include <utility>

#include "models/read/BodyReader.h"
#include "models/read/JsonValueReader.h"

namespace courier {
namespace {

struct ObjectRowsReaderTr {
  Q_DECLARE_TR_FUNCTIONS(BodyReader)
};

namespace json = simdjson::ondemand;

bool isBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

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
  if (!m_splitter.isComplete()) return damaged(ObjectRowsReaderTr::tr("the end is missing"));
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
  return damagedRow(ObjectRowsReaderTr::tr("one row is too large"));
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
    return damagedRow(ObjectRowsReaderTr::tr("it is no object"));
  }
  if (error) return damagedRow(jsonErrorText(error));
  if (const QString wrong = readObject(object); !wrong.isEmpty()) return damagedRow(wrong);
  const char* behind = nullptr;
  if (document.current_location().get(behind) != simdjson::OUT_OF_BOUNDS) {
    return damagedRow(ObjectRowsReaderTr::tr("something stands behind the object"));
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
        return damagedRow(ObjectRowsReaderTr::tr("it is no object"));
      }
      if (wrong) return damagedRow(jsonErrorText(wrong));
      if (const QString words = readObject(object); !words.isEmpty()) return damagedRow(words);
      if (auto ended = rowEnded(); !ended) return ended;
    }
  }
  if (m_splitter.isBroken()) {
    return damaged(ObjectRowsReaderTr::tr("something stands where rows should"));
  }
  if (m_maxRowBytes > 0 && m_splitter.held() > m_maxRowBytes) {
    return damaged(ObjectRowsReaderTr::tr("one row is too large"));
  }
  return {};
}

Error ObjectsReader::damagedRow(const QString& reason) {
  if (m_row == 0) return damaged(reason);
  const QString words =
      m_shape == Shape::Lines ? ObjectRowsReaderTr::tr("line %1: %2") : ObjectRowsReaderTr::tr("row %1: %2");
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
    if (m_order.size() == mostColumns) return ObjectRowsReaderTr::tr("there are too many columns");
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
      if (found == m_columnOf.end()) return ObjectRowsReaderTr::tr("a key is not that of a column");
      column = static_cast<size_t>(found->second);
    }
    expected = column + 1;
    if (m_has[column]) {
      return ObjectRowsReaderTr::tr("the key “%1” stands twice").arg(QString::fromStdString(m_keys[column]));
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
    if (m_typing == Typing::Known) return ObjectRowsReaderTr::tr("a key is missing");
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
