#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/base/CancelToken.h"
#include "models/data/BatchSink.h"
#include "models/export/ExportOptions.h"

class QIODevice;

namespace courier {

/// What was not written as it is, by how often.
struct ExportCounts {
  qint64 repairedTexts = 0;    ///< were not UTF-8
  qint64 lostCharacters = 0;   ///< do not exist in the encoding
  qint64 formulas = 0;         ///< got an apostrophe
  qint64 cutTexts = 0;         ///< were longer than a cell may be
  qint64 numbersAsText = 0;    ///< have more digits than a spreadsheet keeps
  qint64 nulsLeftOut = 0;      ///< texts with a NUL, which the database cannot hold
  qint64 nonFiniteAsNull = 0;  ///< NaN and infinities
  qint64 arraysAsText = 0;     ///< as JSON
  qint64 nullsLeftOut = 0;     ///< of an IN list
  qint64 sheets = 1;
};

/// What writers write to: UTF-8 is appended to text(), and goes on, encoded, in blocks.
class ExportPage {
 public:
  virtual ~ExportPage() = default;
  [[nodiscard]] std::string& text() { return m_text; }
  /// Passes the text on where there is a block of it. An Error of kind Storage where it cannot be written.
  [[nodiscard]] Expected<void> turn() { return m_text.size() < blockSize ? Expected<void>{} : flush(); }
  [[nodiscard]] virtual Expected<void> flush() = 0;

 protected:
  static constexpr size_t blockSize = size_t{256} << 10;
  std::string m_text;
};

/// One form in which rows are written: first everything is shown to prepare(), for the forms that say so, then written,
/// in the same order, between a head and a tail. One thread.
class ExportWriter {
 public:
  virtual ~ExportWriter() = default;

  /// Whether all rows have to be seen before the first can be written.
  [[nodiscard]] virtual bool needsPreparing() const { return false; }
  virtual void prepare(const ColumnBatch&) {}
  [[nodiscard]] virtual Expected<void> writeHead(ExportPage& page) = 0;
  [[nodiscard]] virtual Expected<void> writeRows(const ColumnBatch& batch, ExportPage& page) = 0;
  [[nodiscard]] virtual Expected<void> writeTail(ExportPage&) { return {}; }
  [[nodiscard]] const ExportCounts& counts() const { return m_counts; }

 protected:
  ExportCounts m_counts;
};

using ExportWriterPtr = std::unique_ptr<ExportWriter>;

[[nodiscard]] ExportWriterPtr makeTableExport(const Columns& columns, const ExportOptions& options);
[[nodiscard]] ExportWriterPtr makeCsvExport(const Columns& columns, const ExportOptions& options);
[[nodiscard]] ExportWriterPtr makeTsvExport(const Columns& columns, const ExportOptions& options);
/// An array, or an object a line.
[[nodiscard]] ExportWriterPtr makeJsonExport(const Columns& columns, const ExportOptions& options);
/// `cancel`: completing a workbook of many rows takes long.
[[nodiscard]] ExportWriterPtr makeXlsxExport(const Columns& columns, const ExportOptions& options,
                                             const CancelToken& cancel);
[[nodiscard]] ExportWriterPtr makeMarkdownExport(const Columns& columns, const ExportOptions& options);
[[nodiscard]] ExportWriterPtr makeHtmlExport(const Columns& columns, const ExportOptions& options);
[[nodiscard]] ExportWriterPtr makeSqlExport(const Columns& columns, const ExportOptions& options);
[[nodiscard]] ExportWriterPtr makeInListExport(const Columns& columns, const ExportOptions& options);

/// A column at a time, for writers that go row by row.
[[nodiscard]] inline std::vector<ColumnView> viewsOf(const ColumnBatch& batch) {
  std::vector<ColumnView> views;
  views.reserve(static_cast<size_t>(batch.columnCount()));
  for (int column = 0; column < batch.columnCount(); ++column) views.push_back(batch.view(column));
  return views;
}

}  // namespace courier
