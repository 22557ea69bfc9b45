#pragma once

#include <sqlite3.h>

#include <QString>
#include <memory>
#include <optional>

#include "models/data/BatchSink.h"

namespace courier {

struct SqliteFinalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
/// A prepared statement, finalized with its owner.
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteFinalize>;

/// A column of the statement's present row as text; "" for NULL.
[[nodiscard]] QString sqliteText(sqlite3_stmt* statement, int column);

/// The contract's type for an SQLite column declaration, and whether there is one (DESIGN section 5): declarations
/// with INT → long, REAL/FLOA/DOUB → double, BOOL → boolean; other declarations → string; "" → decided by values.
[[nodiscard]] Column sqliteColumn(const QString& name, const QString& declaration);

/// Steps through one statement and gives its rows to a sink, by a RowBatcher. Values are SQLite's exactly: storage
/// class, every byte of text.
class SqliteRowReader {
 public:
  struct Outcome {
    int code = SQLITE_DONE;      ///< anything else: SQLite's error
    std::optional<Error> error;  ///< the sink's error
    bool hasColumns = false;     ///< false: the sink was not called
    qint64 rows = 0;
    bool truncated = false;  ///< there was a row after `rowLimit`
  };
  SqliteRowReader(sqlite3_stmt* statement, BatchSink& sink) : m_statement(statement), m_sink(sink) {}
  /// `rowLimit`: 0 for all.
  [[nodiscard]] Outcome readAll(qint64 rowLimit);

 private:
  [[nodiscard]] Columns columns() const;
  /// All values of the present row but its end. False when memory ran out.
  [[nodiscard]] bool takeRow(ColumnBatchBuilder& builder, int columnCount) const;
  sqlite3_stmt* m_statement;
  BatchSink& m_sink;
};

}  // namespace courier
