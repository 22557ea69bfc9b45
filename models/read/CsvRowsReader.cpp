#include "models/read/CsvRowsReader.h"

#include <simdjson.h>

#include <QCoreApplication>
#include <charconv>
#include <utility>

#include "models/read/BodyReader.h"

namespace courier {
namespace {

struct CsvRowsReaderTr {
  Q_DECLARE_TR_FUNCTIONS(BodyReader)
};

template <class Number>
bool isWhole(const std::string& text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc{} && parsed.ptr == end;
}

/// False where the text is no value of that type.
bool appendTyped(const std::string& text, ColumnType type, int index, ColumnBatchBuilder& builder) {
  switch (type) {
    case ColumnType::Int:
    case ColumnType::Long: {
      qint64 integer = 0;
      quint64 wide = 0;
      if (isWhole(text, integer)) {
        builder.appendInteger(index, integer);
      } else if (isWhole(text, wide)) {
        builder.appendText(index, text);
      } else {
        return false;
      }
      return true;
    }
    case ColumnType::Float:
    case ColumnType::Double: {
      double real = 0;
      if (!isWhole(text, real)) return false;
      builder.appendReal(index, real);
      return true;
    }
    case ColumnType::Boolean:
      if (text != "true" && text != "false") return false;
      builder.appendBoolean(index, text == "true");
      return true;
    case ColumnType::Array:
      if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
      builder.appendArray(index, text);
      return true;
    case ColumnType::String:
      break;
  }
  builder.appendText(index, text);
  return true;
}

}  // namespace

CsvRowsReader::CsvRowsReader(BatchSink& sink, size_t maxRowBytes, Columns known)
    : BodyRowsReader(sink), m_maxRowBytes(maxRowBytes), m_known(std::move(known)) {}

Expected<void> CsvRowsReader::take(std::string_view piece) {
  while (!piece.empty()) {
    // What goes on within a field needs no look at every byte.
    if (m_at == At::Plain || m_at == At::Quoted) {
      const size_t stop = piece.find_first_of(m_at == At::Quoted ? std::string_view("\"") : ",\r\n\"");
      const std::string_view inside = piece.substr(0, stop);
      m_field += inside;
      m_rowBytes += inside.size();
      piece.remove_prefix(inside.size());
      if (m_maxRowBytes > 0 && m_rowBytes > m_maxRowBytes) {
        return damagedLine(CsvRowsReaderTr::tr("one row is too large"));
      }
      if (piece.empty()) break;
    }
    if (auto taken = takeByte(piece.front()); !taken) return taken;
    piece.remove_prefix(1);
  }
  return {};
}

Expected<void> CsvRowsReader::takeByte(char byte) {
  ++m_rowBytes;
  if (m_at == At::LineEnd) {
    if (byte == '\n') return endLine();
    return damagedLine(CsvRowsReaderTr::tr("a carriage return has no line feed after it"));
  }
  if (m_at == At::Quoted) {
    m_at = At::QuoteEnd;  // nothing but a quote stops there
    return {};
  }
  if (byte == '\r') {
    m_at = At::LineEnd;
    return {};
  }
  if (byte == '\n') return endLine();
  m_isEmptyLine = false;
  if (byte == ',') {
    m_at = At::FieldStart;
    return endField();
  }
  if (m_at == At::QuoteEnd) {
    if (byte != '"') return damagedLine(CsvRowsReaderTr::tr("something follows a closing quote"));
    m_field += '"';
    m_at = At::Quoted;
  } else if (byte == '"') {
    if (m_at == At::Plain) return damagedLine(CsvRowsReaderTr::tr("a quote is in the middle of a field"));
    m_at = At::Quoted;
    m_wasQuoted = true;
  } else {
    m_at = At::Plain;
    m_field += byte;
  }
  return {};
}

Expected<void> CsvRowsReader::endField() {
  if (!simdjson::validate_utf8(m_field)) return damagedLine(CsvRowsReaderTr::tr("a value is not UTF-8"));
  const int index = m_fields++;
  QString wrong;
  if (m_inHeader) {
    if (index == mostColumns) return damagedLine(CsvRowsReaderTr::tr("there are too many columns"));
    Column column;
    column.name = QString::fromStdString(m_field);
    column.source = TypeSource::Fixed;
    m_columns.push_back(column);
  } else {
    wrong = appendField(index);
  }
  m_field.clear();
  m_wasQuoted = false;
  if (wrong.isEmpty()) return {};
  return damaged(CsvRowsReaderTr::tr("line %1: %2").arg(m_line).arg(wrong));
}

QString CsvRowsReader::appendField(int index) {
  if (index >= m_columns.size()) {
    return CsvRowsReaderTr::tr("the row has more values than there are columns");
  }
  const ColumnType type = m_columns[index].type;
  const bool isNull = m_field.empty() && (!m_wasQuoted || (m_columns.size() == 1 && type != ColumnType::String));
  if (isNull) {
    m_builder.appendNull(index);
    return {};
  }
  if (appendTyped(m_field, type, index, m_builder)) return {};
  return CsvRowsReaderTr::tr("a value is not of its column's type");
}

Expected<void> CsvRowsReader::endLine() {
  m_at = At::FieldStart;
  const bool isEmpty = std::exchange(m_isEmptyLine, true);
  if (m_inHeader && isEmpty) m_hasNoColumns = true;
  if (!m_hasNoColumns) {
    if (auto ended = endField(); !ended) return ended;
  } else if (!isEmpty) {
    return damagedLine(CsvRowsReaderTr::tr("the row has more values than there are columns"));
  }
  if (m_inHeader) {
    if (auto ended = endHeader(); !ended) return ended;
  } else {
    if (m_fields < m_columns.size()) {
      return damagedLine(CsvRowsReaderTr::tr("the row has fewer values than there are columns"));
    }
    m_builder.endRow();
    if (m_builder.isFull()) {
      if (auto given = sink().append(m_builder.take()); !given) return given;
    }
  }
  m_fields = 0;
  m_rowBytes = 0;
  ++m_line;
  return {};
}

Expected<void> CsvRowsReader::endHeader() {
  m_inHeader = false;
  if (!m_known.isEmpty()) {
    bool isSame = m_known.size() == m_columns.size();
    for (int index = 0; isSame && index < m_columns.size(); ++index) {
      isSame = m_known[index].name == m_columns[index].name;
    }
    if (!isSame) return damagedLine(CsvRowsReaderTr::tr("the header does not name the expected columns"));
    m_columns = m_known;
  }
  m_builder = ColumnBatchBuilder(static_cast<int>(m_columns.size()));
  return sink().begin(m_columns);
}

Expected<void> CsvRowsReader::finish() {
  if (m_at == At::Quoted) return damagedLine(CsvRowsReaderTr::tr("a quote is not closed"));
  if (m_at == At::LineEnd) {
    return damagedLine(CsvRowsReaderTr::tr("a carriage return has no line feed after it"));
  }
  if (!m_isEmptyLine) {
    if (auto ended = endLine(); !ended) return ended;
  }
  if (m_inHeader) return damaged(CsvRowsReaderTr::tr("it has no header line"));
  return m_builder.rowCount() > 0 ? sink().append(m_builder.take()) : Expected<void>{};
}

Error CsvRowsReader::damagedLine(const QString& reason) {
  return damaged(CsvRowsReaderTr::tr("line %1: %2").arg(m_line).arg(reason));
}

}  // namespace courier
