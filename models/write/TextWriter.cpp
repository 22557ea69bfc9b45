#include "models/write/TextWriter.h"

#include <QCoreApplication>
#include <QIODevice>
#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/data/CellText.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"
#include "models/data/ColumnTyper.h"
#include "models/write/BodyWriter.h"
#include "models/write/TextWidth.h"
#include "models/write/ValueText.h"

namespace courier {
namespace {

struct TextWriterTr {
  Q_DECLARE_TR_FUNCTIONS(TextWriter)
};

/// One form in which rows are written as text, UTF-8: first everything is shown to prepare(), for the forms that say
/// so, then written, in the same order, between a head and a tail. Pure: bytes are appended to a string.
class TextWriter {
 public:
  virtual ~TextWriter() = default;

  /// Whether all rows have to be seen before the first can be written.
  [[nodiscard]] virtual bool needsPreparing() const { return false; }
  virtual void prepare(const ColumnBatch&) {}
  virtual void writeHead(const Columns& columns, std::string& out) = 0;
  virtual void writeRows(const ColumnBatch& batch, std::string& out) = 0;
  virtual void writeTail(std::string&) {}
};

constexpr int greatestWidth = 60;

/// A name as a text value of the table: no control character of it reaches the terminal.
QString shownName(const QString& name) {
  const std::string bytes = name.toStdString();
  return cutToWidth(cellDisplayText({CellKind::Text, 0, 0, bytes}), greatestWidth);
}

QString shownValue(const Cell& cell) {
  return cutToWidth(cellDisplayText(cell), greatestWidth);
}

bool isNumber(ColumnType type) {
  return type == ColumnType::Int || type == ColumnType::Long || type == ColumnType::Float || type == ColumnType::Double;
}

void appendTsvField(ByteCursor& out, std::string_view text) {
  for (size_t odd = 0; (odd = text.find_first_of("\t\r\n\\")) != std::string_view::npos; text.remove_prefix(odd + 1)) {
    out.append(text.substr(0, odd));
    const char byte = text[odd];
    out.append(byte == '\t' ? "\\t" : byte == '\r' ? "\\r" : byte == '\n' ? "\\n" : "\\\\");
  }
  out.append(text);
}

/// A table for people to read: boxed, numbers on the right, values as the grid shows them, columns wider than 60 cells
/// of the terminal cut with "…", and the number of rows below.
class BoxTextWriter final : public TextWriter {
 public:
  BoxTextWriter(const Columns& columns, bool withHeader) : m_typer(columns), m_withHeader(withHeader) {
    for (const Column& column : columns) m_widths.push_back(withHeader ? textWidth(shownName(column.name)) : 0);
  }

  [[nodiscard]] bool needsPreparing() const override { return true; }
  void prepare(const ColumnBatch& batch) override {
    m_typer.add(batch, batch.rowCount());
    for (int column = 0; column < batch.columnCount(); ++column) {
      int& width = m_widths[static_cast<size_t>(column)];
      for (int row = 0; row < batch.rowCount() && width < greatestWidth; ++row) {
        width = std::max(width, textWidth(shownValue(batch.cell(row, column))));
      }
    }
  }
  void writeHead(const Columns& columns, std::string& out) override {
    if (columns.isEmpty()) return;
    writeBorder(out);
    if (!m_withHeader) return;
    for (int index = 0; index < columns.size(); ++index) writeField(index, shownName(columns[index].name), out);
    out += "|\n";
    writeBorder(out);
  }
  void writeRows(const ColumnBatch& batch, std::string& out) override {
    for (int row = 0; row < batch.rowCount(); ++row) {
      for (int column = 0; column < batch.columnCount(); ++column) {
        writeField(column, shownValue(batch.cell(row, column)), out);
      }
      out += "|\n";
    }
    m_rows += batch.rowCount();
  }
  void writeTail(std::string& out) override {
    if (!m_widths.empty() && (m_rows > 0 || !m_withHeader)) writeBorder(out);
    const int count = static_cast<int>(std::min<qint64>(m_rows, std::numeric_limits<int>::max()));
    out += TextWriterTr::tr("%Ln row(s) in set", nullptr, count).toStdString() + "\n";
  }

 private:
  void writeBorder(std::string& out) const {
    for (const int width : m_widths) out += "+" + std::string(static_cast<size_t>(width) + 2, '-');
    out += "+\n";
  }
  void writeField(int column, const QString& text, std::string& out) const {
    const int missing = std::max(0, m_widths[static_cast<size_t>(column)] - textWidth(text));
    const std::string padding(static_cast<size_t>(missing), ' ');
    out += "| ";
    if (isNumber(m_typer.type(column))) {
      out += padding + text.toStdString();
    } else {
      out += text.toStdString() + padding;
    }
    out += " ";
  }
  ColumnTyper m_typer;
  bool m_withHeader;
  std::vector<int> m_widths;
  qint64 m_rows = 0;
};

/// RFC 4180, with lines that end in LF: a field is quoted when it holds a comma, a quote or a line break, and what is
/// in quotes is kept as it is. NULL is an empty field, '' a quoted one. Numbers are as the database has them, blobs
/// base64.
class CsvTextWriter final : public TextWriter {
 public:
  explicit CsvTextWriter(bool withHeader) : m_withHeader(withHeader) {}

  void writeHead(const Columns& columns, std::string& out) override {
    if (!m_withHeader) return;
    ByteCursor cursor(out);
    appendCsvNames(cursor, columns);
    cursor.append("\n");
  }
  void writeRows(const ColumnBatch& batch, std::string& out) override {
    ByteCursor cursor(out);
    std::string text;
    for (int row = 0; row < batch.rowCount(); ++row) {
      for (int column = 0; column < batch.columnCount(); ++column) {
        if (column > 0) cursor.append(",");
        const Cell cell = batch.cell(row, column);
        if (cell.kind == CellKind::Null) continue;
        text.clear();
        appendCellText(text, cell);
        appendCsvField(cursor, text);
      }
      cursor.append("\n");
    }
  }

 private:
  bool m_withHeader;
};

/// Tab-separated values, a row a line whatever they hold: tab, CR, LF and backslash are written \t, \r, \n and \\, NULL
/// is \N. Numbers are as the database has them, blobs base64.
class TsvTextWriter final : public TextWriter {
 public:
  explicit TsvTextWriter(bool withHeader) : m_withHeader(withHeader) {}

  void writeHead(const Columns& columns, std::string& out) override {
    if (!m_withHeader) return;
    ByteCursor cursor(out);
    for (int index = 0; index < columns.size(); ++index) {
      if (index > 0) cursor.append("\t");
      appendTsvField(cursor, columns[index].name.toStdString());
    }
    cursor.append("\n");
  }
  void writeRows(const ColumnBatch& batch, std::string& out) override {
    ByteCursor cursor(out);
    std::string text;
    for (int row = 0; row < batch.rowCount(); ++row) {
      for (int column = 0; column < batch.columnCount(); ++column) {
        if (column > 0) cursor.append("\t");
        const Cell cell = batch.cell(row, column);
        if (cell.kind == CellKind::Null) {
          cursor.append("\\N");
          continue;
        }
        text.clear();
        appendCellText(text, cell);
        appendTsvField(cursor, text);
      }
      cursor.append("\n");
    }
  }

 private:
  bool m_withHeader;
};

/// Rows as JSON objects with the keys of objectKeys(); values as in the body (DESIGN section 5). Either one array, or
/// an object a line.
class JsonTextWriter final : public TextWriter {
 public:
  enum class Shape { Array, Lines };
  JsonTextWriter(const Columns& columns, Shape shape) : m_typer(columns), m_shape(shape) {
    const QStringList names = objectKeys(columns);
    for (const QString& name : names) {
      std::string key;
      {
        ByteCursor cursor(key);
        appendJsonString(cursor, name.toStdString());
      }
      m_keys.push_back(key + ":");
    }
  }

  [[nodiscard]] bool needsPreparing() const override { return true; }
  void prepare(const ColumnBatch& batch) override { m_typer.add(batch, batch.rowCount()); }
  void writeHead(const Columns&, std::string& out) override {
    if (m_shape == Shape::Array) out += "[";
  }
  void writeRows(const ColumnBatch& batch, std::string& out) override {
    ByteCursor cursor(out);
    for (int row = 0; row < batch.rowCount(); ++row) {
      if (m_shape == Shape::Array) cursor.append(m_firstRow ? "\n" : ",\n");
      m_firstRow = false;
      for (int column = 0; column < batch.columnCount(); ++column) {
        cursor.append(column == 0 ? "{" : ",");
        cursor.append(m_keys[static_cast<size_t>(column)]);
        const Cell cell = batch.cell(row, column);
        if (appendJsonCell(cursor, cell, m_typer.type(column), {}) == CellOutcome::Misfit) {
          // Here it is for people to look at: what breaks an engine's promise is shown, in the place of the null.
          cursor.advanceTo(cursor.at() - std::string_view("null").size());
          appendJsonCell(cursor, cell, ColumnType::String, {});
        }
      }
      cursor.append(m_shape == Shape::Array ? "}" : "}\n");
    }
  }
  void writeTail(std::string& out) override {
    if (m_shape == Shape::Array) out += m_firstRow ? "]\n" : "\n]\n";
  }

 private:
  ColumnTyper m_typer;
  Shape m_shape;
  std::vector<std::string> m_keys;  ///< with their quotes and colon
  bool m_firstRow = true;
};

constexpr size_t pageSize = size_t{256} << 10;

std::unique_ptr<TextWriter> textWriter(TextFormat format, const Columns& columns, bool withHeader) {
  switch (format) {
    case TextFormat::Csv:
      return std::make_unique<CsvTextWriter>(withHeader);
    case TextFormat::Tsv:
      return std::make_unique<TsvTextWriter>(withHeader);
    case TextFormat::Json:
      return std::make_unique<JsonTextWriter>(columns, JsonTextWriter::Shape::Array);
    case TextFormat::JsonLines:
      return std::make_unique<JsonTextWriter>(columns, JsonTextWriter::Shape::Lines);
    case TextFormat::Table:
      break;
  }
  return std::make_unique<BoxTextWriter>(columns, withHeader);
}

/// Between two readings of the rows the store may have been given other ones.
Error rerun() {
  return {ErrorKind::Busy,
          TextWriterTr::tr("The query was run again while its rows were being written. Write the new result."),
          {},
          {}};
}

/// Shows every row to a writer that has to be prepared.
class PreparingSink final : public BatchSink {
 public:
  PreparingSink(TextWriter& writer, const Columns& columns) : m_writer(writer), m_columns(columns) {}
  Expected<void> begin(const Columns& columns) override { return columns == m_columns ? Expected<void>{} : rerun(); }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    m_writer.prepare(*batch);
    return {};
  }

 private:
  TextWriter& m_writer;
  const Columns& m_columns;
};

/// Brings what a writer makes of the rows to a device, in blocks.
class WritingSink final : public BatchSink {
 public:
  WritingSink(TextWriter& writer, const Columns& columns, QIODevice& device)
      : m_writer(writer), m_columns(columns), m_device(device) {}

  Expected<void> begin(const Columns& columns) override {
    if (columns != m_columns) return rerun();
    m_writer.writeHead(columns, m_text);
    return {};
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    m_writer.writeRows(*batch, m_text);
    return m_text.size() < pageSize ? Expected<void>{} : write();
  }
  Expected<void> finish() {
    m_writer.writeTail(m_text);
    return write();
  }

 private:
  Expected<void> write() {
    const auto size = static_cast<qint64>(m_text.size());
    if (m_device.write(m_text.data(), size) != size) {
      return Error::of(ErrorKind::Storage,
                       TextWriterTr::tr("The rows could not be written (%1). Make sure that the place they are written "
                                        "to still exists and has room.")
                           .arg(m_device.errorString()),
                       m_device.errorString());
    }
    m_text.clear();
    return {};
  }
  TextWriter& m_writer;
  const Columns& m_columns;
  QIODevice& m_device;
  std::string m_text;
};

}  // namespace

std::optional<TextFormat> textFormatFromName(const QString& name) {
  const std::pair<QLatin1String, TextFormat> formats[] = {{QLatin1String("table"), TextFormat::Table},
                                                          {QLatin1String("csv"), TextFormat::Csv},
                                                          {QLatin1String("tsv"), TextFormat::Tsv},
                                                          {QLatin1String("json"), TextFormat::Json},
                                                          {QLatin1String("jsonl"), TextFormat::JsonLines}};
  for (const auto& [word, format] : formats) {
    if (name == word) return format;
  }
  return std::nullopt;
}

Expected<void> writeText(const RowSource& result, TextFormat format, const TextOptions& options, QIODevice& device) {
  const Columns columns = result.columns();
  const auto writer = textWriter(format, columns, options.header);
  if (writer->needsPreparing()) {
    PreparingSink preparing(*writer, columns);
    if (auto seen = result.replay(preparing, options.rowLimit); !seen) return seen;
  }
  WritingSink writing(*writer, columns, device);
  if (auto written = result.replay(writing, options.rowLimit); !written) return written;
  return writing.finish();
}

}  // namespace courier
