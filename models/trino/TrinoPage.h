#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <functional>
#include <memory>
#include <optional>

#include "models/base/Expected.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// How far a statement is, as the cluster counts.
struct TrinoProgress {
  QByteArray state;       ///< QUEUED, PLANNING, RUNNING, FINISHED …: for people
  bool isQueued = false;  ///< it waits for its turn
  int nodes = 0;
  int completedSplits = 0;
  int totalSplits = 0;
  qint64 processedRows = 0;
  qint64 processedBytes = 0;
  std::optional<double> percent;
};

/// Why a statement failed, as the cluster says.
struct TrinoFailure {
  /// Counted from 1.
  struct Location {
    int line = 1;
    int column = 1;
  };
  QString message;
  QString errorName;     ///< SYNTAX_ERROR
  QByteArray errorType;  ///< USER_ERROR, INTERNAL_ERROR, EXTERNAL, INSUFFICIENT_RESOURCES
  int errorCode = 0;
  std::optional<Location> location;
};

/// One answer to POST /v1/statement or to GET nextUri, without its rows.
struct TrinoPage {
  QString id;
  QByteArray nextUri;  ///< "": the statement is over
  QByteArray infoUri;
  std::optional<Columns> columns;  ///< of the first page that has them
  bool hasData = false;            ///< there are rows, or an empty list of them
  TrinoProgress progress;
  std::optional<TrinoFailure> failure;
  QStringList warnings;
  QString updateType;  ///< CREATE TABLE, INSERT …; "" for a query
  std::optional<qint64> updateCount;
};

/// Reads the answers to one statement, one after the other; its parser's memory serves all of them, and is a few
/// megabytes also for an answer of hundreds. Any one thread.
class TrinoPages {
 public:
  /// Ends the row whose values were appended; false: no more rows are wanted.
  using EndRow = std::function<Expected<bool>()>;

  TrinoPages();
  ~TrinoPages();
  TrinoPages(const TrinoPages&) = delete;
  TrinoPages& operator=(const TrinoPages&) = delete;
  TrinoPages(TrinoPages&&) = delete;
  TrinoPages& operator=(TrinoPages&&) = delete;

  /// Everything but the rows. Network: the body is no answer of a cluster, or breaks off. Unsupported: the rows are
  /// elsewhere.
  [[nodiscard]] Expected<TrinoPage> open(QByteArray body);
  /// The rows of the page that was opened last: one value a column into the builder, and `endRow`. Nothing where it has
  /// none. Network where a row is not as its columns say; else what `endRow` says.
  [[nodiscard]] Expected<void> readRows(ColumnBatchBuilder& builder, const EndRow& endRow);

 private:
  struct State;
  std::unique_ptr<State> m;
};

}  // namespace courier
