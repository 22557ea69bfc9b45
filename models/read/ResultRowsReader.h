#pragma once

#include <simdjson.h>

#include <QStringList>
#include <optional>
#include <string>

#include "models/read/BodyRowsReader.h"
#include "models/read/BodySplitter.h"

namespace courier {

/// Reads the contract's body (DESIGN section 5): column types as the body names them (TypeSource::Fixed). Holds a few
/// batches and the longest row.
class ResultRowsReader final : public BodyRowsReader {
 public:
  /// `maxRowBytes`: a row that takes more is not read; 0: no limit.
  ResultRowsReader(BatchSink& sink, size_t maxRowBytes) : BodyRowsReader(sink), m_maxRowBytes(maxRowBytes) {}

  [[nodiscard]] Expected<void> take(std::string_view piece) override;
  [[nodiscard]] Expected<void> finish() override;

 private:
  Expected<void> readHead(std::string document);
  Expected<void> readRows(std::string document);
  [[nodiscard]] QString readStrings(simdjson::ondemand::value value, QStringList& strings) const;
  [[nodiscard]] QString readRow(simdjson::ondemand::array row);
  [[nodiscard]] Expected<void> giveBatch();
  [[nodiscard]] Error damagedRow(const QString& reason);

  size_t m_maxRowBytes;
  BodySplitter m_splitter;
  simdjson::ondemand::parser m_parser;
  Columns m_columns;
  std::optional<ColumnBatchBuilder> m_builder;
  qint64 m_row = 0;  ///< 1-based, of the row that is read
};

}  // namespace courier
