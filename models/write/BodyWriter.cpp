#include "models/write/BodyWriter.h"

#include <QHash>
#include <QSet>
#include <QStringList>
#include <cmath>
#include <utility>

#include "models/data/CellText.h"

namespace courier {
namespace {

void appendStrings(ByteCursor& out, const Columns& columns, QString (*text)(const Column&)) {
  out.append("[");
  for (int index = 0; index < columns.size(); ++index) {
    if (index > 0) out.append(",");
    const QByteArray bytes = text(columns[index]).toUtf8();
    appendJsonString(out, {bytes.constData(), static_cast<size_t>(bytes.size())});
  }
  out.append("]");
}

constexpr std::string_view lineEnd = "\r\n";

bool isNull(const Cell& cell) {
  return cell.kind == CellKind::Null || (cell.kind == CellKind::Real && !std::isfinite(cell.real));
}

/// Writes the body of DESIGN section 5: pure, from typed columns and batches to bytes that are appended to a string.
/// The data always fit the types in `columns`: a string column holds JSON strings, a double 1 is written 1.0, NaN and
/// infinities are null, invalid UTF-8 becomes U+FFFD (and is counted), binary is base64 (RFC 4648, with padding).
/// Doubles have the fewest digits that round-trip. Escapes are those JSON demands and no others (RFC 8259).
/// A value that does not fit its column's type is null.
class ResultBodyWriter final : public BodyWriter {
 public:
  ResultBodyWriter(Columns columns, BodyOptions options) : BodyWriter(std::move(columns)), m_options(options) {}

  void writeHead(std::string& out) override {
    ByteCursor cursor(out);
    cursor.append(R"({"column_names":)");
    appendStrings(cursor, columns(), [](const Column& column) { return column.name; });
    cursor.append(R"(,"column_types":)");
    appendStrings(cursor, columns(), [](const Column& column) { return columnTypeName(column.type, column.element); });
    cursor.append(R"(,"data":[)");
  }
  void writeRows(const ColumnBatch& batch, int rowCount, std::string& out) override {
    ByteCursor cursor(out);
    const int columnCount = this->columnCount();
    for (int row = 0; row < rowCount; ++row) {
      cursor.append(m_firstRow ? std::string_view("[") : std::string_view(",["));
      m_firstRow = false;
      for (int index = 0; index < columnCount; ++index) {
        if (index > 0) cursor.append(",");
        count(appendJsonCell(cursor, batch.cell(row, index), type(index), m_options), index);
      }
      cursor.append("]");
    }
  }
  void writeTail(std::string& out) override { out += "]}"; }

 private:
  BodyOptions m_options;
  bool m_firstRow = true;
};

/// Rows as JSON objects, values as in the contract's body (DESIGN section 5), keys as objectKeys() has them: either one
/// array ("[]" without rows), or JSON lines, an object and "\n" for each row (nothing at all without rows).
class ObjectsBodyWriter final : public BodyWriter {
 public:
  enum class Shape { Array, Lines };
  ObjectsBodyWriter(Columns columns, Shape shape, BodyOptions options)
      : BodyWriter(std::move(columns)), m_shape(shape), m_options(options) {
    const QStringList names = objectKeys(this->columns());
    for (const QString& name : names) {
      std::string key = m_keys.empty() ? "" : ",";
      {
        ByteCursor cursor(key);
        appendJsonString(cursor, name.toStdString());
      }
      m_keys.push_back(key + ":");
    }
  }

  void writeHead(std::string& out) override {
    if (m_shape == Shape::Array) out += "[";
  }
  void writeRows(const ColumnBatch& batch, int rowCount, std::string& out) override {
    ByteCursor cursor(out);
    const int columnCount = this->columnCount();
    for (int row = 0; row < rowCount; ++row) {
      if (m_shape == Shape::Array && !m_firstRow) cursor.append(",");
      m_firstRow = false;
      cursor.append("{");
      for (int index = 0; index < columnCount; ++index) {
        cursor.append(m_keys[static_cast<size_t>(index)]);
        count(appendJsonCell(cursor, batch.cell(row, index), type(index), m_options), index);
      }
      cursor.append(m_shape == Shape::Array ? std::string_view("}") : std::string_view("}\n"));
    }
  }
  void writeTail(std::string& out) override {
    if (m_shape == Shape::Array) out += "]";
  }

 private:
  Shape m_shape;
  BodyOptions m_options;
  std::vector<std::string> m_keys;  ///< with what stands before them, their quotes and colon
  bool m_firstRow = true;
};

/// A body as RFC 4180 has it: UTF-8 without a byte order mark, CRLF at the end of every line, a header line of the
/// columns' names as they are, quotes only where a field needs them. A field is what the contract's body holds there
/// (DESIGN section 5): numbers, true and false as in JSON, texts and base64 without JSON's quotes, an array as its JSON
/// text. What is null there is an empty field, and an empty text is "". Where there is but one column its NULL is ""
/// too: an empty line is no row to many a reader, and the number of rows counts for more than that difference. Where
/// there is no column the header and every row are an empty line.
class CsvBodyWriter final : public BodyWriter {
 public:
  explicit CsvBodyWriter(Columns columns) : BodyWriter(std::move(columns)) {}

  void writeHead(std::string& out) override {
    ByteCursor cursor(out);
    appendCsvNames(cursor, columns());
    cursor.append(lineEnd);
  }
  void writeRows(const ColumnBatch& batch, int rowCount, std::string& out) override {
    ByteCursor cursor(out);
    const int columnCount = this->columnCount();
    for (int row = 0; row < rowCount; ++row) {
      for (int index = 0; index < columnCount; ++index) {
        if (index > 0) cursor.append(",");
        const Cell cell = batch.cell(row, index);
        if (!isNull(cell)) {
          count(writeField(cursor, cell, type(index)), index);
        } else if (columnCount == 1) {
          cursor.append("\"\"");
        }
      }
      cursor.append(lineEnd);
    }
  }
  void writeTail(std::string&) override {}

 private:
  CellOutcome writeField(ByteCursor& out, const Cell& cell, ColumnType type) {
    const bool isArray = type == ColumnType::Array && cell.kind == CellKind::Array;
    if (type != ColumnType::String && !isArray) {
      const CellOutcome outcome = appendJsonCell(out, cell, type, {});
      // Nothing stands for what does not fit.
      if (outcome == CellOutcome::Misfit) out.advanceTo(out.at() - std::string_view("null").size());
      return outcome;
    }
    m_text.clear();
    bool repaired = false;
    if (cell.kind == CellKind::Text || cell.kind == CellKind::Array) {
      ByteCursor cursor(m_text);
      repaired = appendUtf8(cursor, cell.bytes);
    } else {
      appendCellText(m_text, cell);
    }
    appendCsvField(out, m_text);
    return repaired ? CellOutcome::Repaired : CellOutcome::Written;
  }
  std::string m_text;  ///< of one field, before it is quoted
};

}  // namespace

BodyWriter::BodyWriter(Columns columns) : m_columns(std::move(columns)) {
  m_types.reserve(static_cast<size_t>(m_columns.size()));
  for (const Column& column : std::as_const(m_columns)) m_types.push_back(column.type);
}

std::unique_ptr<BodyWriter> makeBodyWriter(const Columns& columns, const BodyOptions& options) {
  switch (options.format) {
    case BodyFormat::Objects:
      return std::make_unique<ObjectsBodyWriter>(columns, ObjectsBodyWriter::Shape::Array, options);
    case BodyFormat::Lines:
      return std::make_unique<ObjectsBodyWriter>(columns, ObjectsBodyWriter::Shape::Lines, options);
    case BodyFormat::Csv:
      return std::make_unique<CsvBodyWriter>(columns);
    case BodyFormat::Result:
      break;
  }
  return std::make_unique<ResultBodyWriter>(columns, options);
}

QString bodyContentType(const BodyOptions& options) {
  switch (options.format) {
    case BodyFormat::Lines:
      return QStringLiteral("application/x-ndjson; charset=utf-8");
    case BodyFormat::Csv:
      return QStringLiteral("text/csv; charset=utf-8; header=present");
    case BodyFormat::Result:
    case BodyFormat::Objects:
      break;
  }
  return QStringLiteral("application/json; charset=utf-8");
}

QString bodyContentEncoding(const BodyOptions& options) {
  return options.gzip ? QStringLiteral("gzip") : QString();
}

QString bodyFileSuffix(const BodyOptions& options) {
  QString suffix = QStringLiteral(".json");
  if (options.format == BodyFormat::Lines) suffix = QStringLiteral(".ndjson");
  if (options.format == BodyFormat::Csv) suffix = QStringLiteral(".csv");
  return options.gzip ? suffix + QStringLiteral(".gz") : suffix;
}

QStringList objectKeys(const Columns& columns) {
  QSet<QString> taken;
  for (const Column& column : columns) taken.insert(column.name);
  QSet<QString> seen;
  QHash<QString, int> next;
  QStringList keys;
  keys.reserve(columns.size());
  for (int index = 0; index < columns.size(); ++index) {
    const QString& name = columns[index].name;
    if (!name.isEmpty() && !seen.contains(name)) {
      seen.insert(name);
      keys.push_back(name);
      continue;
    }
    const QString stem = name.isEmpty() ? QStringLiteral("column_") : name + QLatin1Char('_');
    int number = name.isEmpty() ? index + 1 : next.value(name, 2);
    while (taken.contains(stem + QString::number(number))) ++number;
    next.insert(name, number + 1);
    keys.push_back(stem + QString::number(number));
    taken.insert(keys.last());
  }
  return keys;
}

}  // namespace courier
