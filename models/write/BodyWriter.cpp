#include "models/write/BodyWriter.h"

#include <utility>

#include "models/write/CsvBodyWriter.h"
#include "models/write/JsonObjectsWriter.h"
#include "models/write/ResultJsonWriter.h"

namespace courier {

BodyWriter::BodyWriter(Columns columns) : m_columns(std::move(columns)) {
  m_types.reserve(static_cast<size_t>(m_columns.size()));
  for (const Column& column : std::as_const(m_columns)) m_types.push_back(column.type);
}

std::unique_ptr<BodyWriter> makeBodyWriter(const Columns& columns, const BodyOptions& options) {
  const JsonOptions json{options.wideIntegersAsStrings};
  switch (options.format) {
    case BodyFormat::Objects:
      return std::make_unique<JsonObjectsWriter>(columns, JsonObjectsWriter::Shape::Array, json);
    case BodyFormat::Lines:
      return std::make_unique<JsonObjectsWriter>(columns, JsonObjectsWriter::Shape::Lines, json);
    case BodyFormat::Csv:
      return std::make_unique<CsvBodyWriter>(columns);
    case BodyFormat::Result:
      break;
  }
  return std::make_unique<ResultJsonWriter>(columns, json);
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

}  // namespace courier
