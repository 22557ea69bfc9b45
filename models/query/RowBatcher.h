#pragma once

#include <QElapsedTimer>

#include "models/base/Expected.h"
#include "models/data/BatchSink.h"

namespace courier {

/// Collects a result's rows and gives them to a sink in batches of up to 2,048, sooner when rows come slowly.
class RowBatcher {
 public:
  RowBatcher(BatchSink& sink, int columnCount) : m_sink(sink), m_builder(columnCount) { m_sinceFlush.start(); }

  /// Takes one value per column, then endRow().
  [[nodiscard]] ColumnBatchBuilder& row() { return m_builder; }
  /// The error is the sink's.
  [[nodiscard]] Expected<void> endRow() {
    m_builder.endRow();
    ++m_rows;
    if (m_builder.isFull()) return flush();
    return flushWhenSlow();
  }
  /// Gives what waits for longer than a person would.
  [[nodiscard]] Expected<void> flushWhenSlow() {
    if (m_sinceFlush.elapsed() < kShowAfterMs) return {};
    return flush();
  }
  [[nodiscard]] Expected<void> flush() {
    m_sinceFlush.start();
    if (m_builder.rowCount() == 0) return {};
    return m_sink.append(m_builder.take());
  }
  [[nodiscard]] qint64 rows() const { return m_rows; }

 private:
  static constexpr qint64 kShowAfterMs = 50;
  BatchSink& m_sink;
  ColumnBatchBuilder m_builder;
  QElapsedTimer m_sinceFlush;
  qint64 m_rows = 0;
};

}  // namespace courier
