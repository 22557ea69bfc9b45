#include "models/write/TableTextWriter.h"

#include <QCoreApplication>
#include <QIODevice>
#include <memory>
#include <utility>

#include "models/write/BoxTableWriter.h"
#include "models/write/CsvWriter.h"
#include "models/write/JsonRowsWriter.h"
#include "models/write/TsvWriter.h"

namespace courier {
namespace {

struct TableTextWriterTr {
  Q_DECLARE_TR_FUNCTIONS(TableTextWriter)
};

constexpr size_t pageSize = size_t{256} << 10;

std::unique_ptr<RowsWriter> rowsWriter(TextFormat format, const Columns& columns, bool withHeader) {
  switch (format) {
    case TextFormat::Csv:
      return std::make_unique<CsvWriter>(withHeader);
    case TextFormat::Tsv:
      return std::make_unique<TsvWriter>(withHeader);
    case TextFormat::Json:
      return std::make_unique<JsonRowsWriter>(columns, JsonRowsWriter::Shape::Array);
    case TextFormat::JsonLines:
      return std::make_unique<JsonRowsWriter>(columns, JsonRowsWriter::Shape::Lines);
    case TextFormat::Table:
      break;
  }
  return std::make_unique<BoxTableWriter>(columns, withHeader);
}

/// Between two readings of the rows the store may have been given other ones.
Error rerun() {
  return {ErrorKind::Busy,
          TableTextWriterTr::tr("The query was run again while its rows were being written. Write the new result."),
          {},
          {}};
}

/// Shows every row to a writer that has to be prepared.
class PreparingSink final : public BatchSink {
 public:
  PreparingSink(RowsWriter& writer, const Columns& columns) : m_writer(writer), m_columns(columns) {}
  Expected<void> begin(const Columns& columns) override { return columns == m_columns ? Expected<void>{} : rerun(); }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    m_writer.prepare(*batch);
    return {};
  }

 private:
  RowsWriter& m_writer;
  const Columns& m_columns;
};

/// Brings what a writer makes of the rows to a device, in blocks.
class WritingSink final : public BatchSink {
 public:
  WritingSink(RowsWriter& writer, const Columns& columns, QIODevice& device)
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
                       TableTextWriterTr::tr("The rows could not be written (%1). Make sure that where they go has "
                                             "room and is still there.")
                           .arg(m_device.errorString()),
                       m_device.errorString());
    }
    m_text.clear();
    return {};
  }
  RowsWriter& m_writer;
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

Expected<void> writeTableText(const ResultStore& result, TextFormat format, const TextOptions& options,
                              QIODevice& device) {
  const Columns columns = result.columns();
  const auto writer = rowsWriter(format, columns, options.header);
  if (writer->needsPreparing()) {
    PreparingSink preparing(*writer, columns);
    if (auto seen = result.replay(preparing, options.rowLimit); !seen) return seen;
  }
  WritingSink writing(*writer, columns, device);
  if (auto written = result.replay(writing, options.rowLimit); !written) return written;
  return writing.finish();
}

}  // namespace courier
