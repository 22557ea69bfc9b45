#pragma once

#include <QCoreApplication>
#include <optional>
#include <string>
#include <vector>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"
#include "models/odbc/OdbcLink.h"
#include "models/odbc/OdbcType.h"

namespace courier {

/// The columns and rows of a statement's present result. Rows come in blocks where each of their values has a known,
/// small size; otherwise one by one, and each value piece by piece, so that none is cut. On the session's own thread.
class OdbcRows {
  Q_DECLARE_TR_FUNCTIONS(OdbcRows)
 public:
  /// Both must live longer.
  OdbcRows(const OdbcLink& link, SQLHSTMT statement);
  ~OdbcRows();
  OdbcRows(const OdbcRows&) = delete;
  OdbcRows& operator=(const OdbcRows&) = delete;

  /// None where the statement has no result.
  [[nodiscard]] const Columns& columns() const { return m_columns; }
  /// The rows that follow, as many as come in a moment; none behind the last.
  [[nodiscard]] Expected<ColumnBatchPtr> next();

 private:
  struct Field {
    OdbcType type;
    size_t capacity = 0;  ///< bytes of one bound value; 0: it cannot be bound
    std::vector<char> bytes;
    std::vector<SQLLEN> lengths;
  };
  void describe(SQLUSMALLINT number);
  [[nodiscard]] bool bind();
  [[nodiscard]] Expected<bool> fetchBlock(ColumnBatchBuilder& builder);
  [[nodiscard]] Expected<bool> fetchRow(ColumnBatchBuilder& builder);
  /// False where the value was cut and has to be read again.
  [[nodiscard]] bool appendBound(ColumnBatchBuilder& builder, int column, size_t row);
  [[nodiscard]] Expected<void> readAgain(ColumnBatchBuilder& builder, int column, size_t row);
  /// Reads the value of the present row piece by piece.
  [[nodiscard]] Expected<void> readCell(ColumnBatchBuilder& builder, int column);
  [[nodiscard]] Error cutError(int column) const;

  const OdbcLink& m_link;
  SQLHSTMT m_statement;
  Columns m_columns;
  std::vector<Field> m_fields;
  size_t m_blockRows = 0;  ///< 0: row by row
  SQLULEN m_fetched = 0;
  std::vector<SQLUSMALLINT> m_states;
  std::vector<char> m_piece;
  std::string m_text;              ///< a value on its way to UTF-8
  std::optional<Error> m_failure;  ///< behind the rows that came before it
  bool m_isCut = false;            ///< the driver says that it cut a value of the block
  bool m_isInRow = false;
  bool m_hasEnded = false;
};

}  // namespace courier
