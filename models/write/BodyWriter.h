#pragma once

#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/address/BodyOptions.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"
#include "models/write/ValueText.h"

namespace courier {

/// One form of a body, written under types that are known: pure, bytes of UTF-8 are appended to a string. The values
/// always fit the types in `columns` (DESIGN section 5). Texts that are not UTF-8 are repaired and counted.
class BodyWriter {
 public:
  explicit BodyWriter(Columns columns);
  virtual ~BodyWriter() = default;
  BodyWriter(const BodyWriter&) = delete;
  BodyWriter& operator=(const BodyWriter&) = delete;
  BodyWriter(BodyWriter&&) = delete;
  BodyWriter& operator=(BodyWriter&&) = delete;

  virtual void writeHead(std::string& out) = 0;
  /// Rows [0, rowCount) of the batch.
  virtual void writeRows(const ColumnBatch& batch, int rowCount, std::string& out) = 0;
  virtual void writeTail(std::string& out) = 0;

  [[nodiscard]] const Columns& columns() const { return m_columns; }
  /// Values whose text was not UTF-8, so far.
  [[nodiscard]] qint64 repairedTexts() const { return m_repairedTexts; }
  /// The column of the first value that did not fit its column's type, if any; no value stands for it in the body.
  [[nodiscard]] std::optional<int> misfitColumn() const { return m_misfitColumn; }

 protected:
  [[nodiscard]] ColumnType type(int column) const { return m_types[static_cast<size_t>(column)]; }
  [[nodiscard]] int columnCount() const { return static_cast<int>(m_types.size()); }
  void count(CellOutcome outcome, int column) {
    if (outcome == CellOutcome::Written) return;
    if (outcome == CellOutcome::Repaired) {
      ++m_repairedTexts;
    } else if (!m_misfitColumn) {
      m_misfitColumn = column;
    }
  }

 private:
  Columns m_columns;
  std::vector<ColumnType> m_types;
  qint64 m_repairedTexts = 0;
  std::optional<int> m_misfitColumn;
};

/// A key for each column, no two the same, since a reader keeps but one value of a key. A name that occurs once is its
/// own key. Of a name that occurs again the first column keeps it and the others get "_2", "_3" … behind it; a column
/// without a name is "column_N", N counted from 1. Where that is the name of another column, or another's key, the next
/// free number is taken. Depends on the names alone.
[[nodiscard]] QStringList objectKeys(const Columns& columns);

/// The writer of `options.format`; the caller compresses the bytes if that is wanted.
[[nodiscard]] std::unique_ptr<BodyWriter> makeBodyWriter(const Columns& columns, const BodyOptions& options);
/// "text/csv; charset=utf-8; header=present"
[[nodiscard]] QString bodyContentType(const BodyOptions& options);
/// "gzip"; "" where the bytes are as they are.
[[nodiscard]] QString bodyContentEncoding(const BodyOptions& options);
/// How the names of files with such a body end: ".csv.gz"
[[nodiscard]] QString bodyFileSuffix(const BodyOptions& options);

}  // namespace courier
