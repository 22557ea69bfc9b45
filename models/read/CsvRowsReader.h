#pragma once

#include <string>

#include "models/read/BodyRowsReader.h"

namespace courier {

/// Reads CSV as CsvBodyWriter writes it (RFC 4180, a header line, UTF-8): an empty field is NULL, "" an empty text; of
/// a single column, whose NULL is "" too, "" is an empty text, or NULL where its type is known to be no string. LF
/// alone ends a line too, and the last line needs no end. Without known types every value is a text: CSV tells none.
/// Holds one batch and one field.
class CsvRowsReader final : public BodyRowsReader {
 public:
  /// `known`: the columns that the header line has to name, their values of these types; empty: any, all texts.
  /// `maxRowBytes`: a row that takes more is not read; 0: no limit.
  CsvRowsReader(BatchSink& sink, size_t maxRowBytes, Columns known);

  [[nodiscard]] Expected<void> take(std::string_view piece) override;
  [[nodiscard]] Expected<void> finish() override;

 private:
  enum class At { FieldStart, Plain, Quoted, QuoteEnd, LineEnd };
  [[nodiscard]] Expected<void> takeByte(char byte);
  [[nodiscard]] Expected<void> endField();
  [[nodiscard]] Expected<void> endLine();
  [[nodiscard]] Expected<void> endHeader();
  [[nodiscard]] QString appendField(int index);
  [[nodiscard]] Error damagedLine(const QString& reason);

  size_t m_maxRowBytes;
  Columns m_known;
  Columns m_columns;
  bool m_inHeader = true;
  bool m_isEmptyLine = true;  ///< not one byte of the line has come
  bool m_hasNoColumns = false;
  At m_at = At::FieldStart;
  std::string m_field;
  bool m_wasQuoted = false;
  int m_fields = 0;  ///< of this line, ended
  size_t m_rowBytes = 0;
  qint64 m_line = 1;
  ColumnBatchBuilder m_builder{0};
};

}  // namespace courier
