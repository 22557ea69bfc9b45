#pragma once

#include <QString>
#include <QVector>
#include <vector>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/ColumnBatch.h"
#include "models/data/ResultStore.h"

namespace courier {

enum class ColumnChange { Same, TypeChanged, Added, Removed };

/// A column of either result; columns are the same by name, of those that share one by their order.
struct DiffColumn {
  QString name;
  ColumnChange change = ColumnChange::Same;
  int older = -1;  ///< its place there, -1 where it is not
  int newer = -1;
  QString olderType;  ///< "long"
  QString newerType;

  [[nodiscard]] bool isInBoth() const { return older >= 0 && newer >= 0; }
};

enum class RowChange : quint8 { Added, Removed, Changed };

struct DiffRow {
  RowChange change = RowChange::Added;
  qint64 older = -1;  ///< its row there, from 0; -1 where it is not
  qint64 newer = -1;
};

/// How a row of one result is matched with a row of the other.
enum class RowMatching {
  Automatic,  ///< by the first column, where its values are unique in both; else as wholes
  ByKeys,     ///< by the values of chosen columns
  Wholes      ///< a row is the same where all its values are; there are no changed rows
};

struct DiffRequest {
  RowMatching matching = RowMatching::Automatic;
  QVector<int> keys;           ///< ByKeys: which of diffColumns()
  qint64 maxRows = 2'000'000;  ///< of either result; of more nothing is said
  CancelToken cancel = {};
};

/// What changed from an older result to a newer one. Rows are compared by the columns that both have; a number is the
/// same whether it is whole or not (1 and 1.0), NULL is the same as NULL alone.
struct ResultDiff {
  QVector<DiffColumn> columns;  ///< the newer's in its order, then those that are gone
  bool columnsMoved = false;    ///< those of both stand in another order
  QVector<int> keys = {};       ///< the columns that rows were matched by; empty: as wholes
  bool keysRefused = false;     ///< keys were asked for, but their values are not unique
  qint64 olderRows = 0;
  qint64 newerRows = 0;
  qint64 added = 0;
  qint64 removed = 0;
  qint64 changed = 0;
  qint64 same = 0;
  bool rowsMoved = false;  ///< those of both stand in another order
  /// Only what differs, in the newer's order; a removed row stands where it stood among the older's.
  std::vector<DiffRow> rows;

  [[nodiscard]] bool isSame() const { return rows.empty() && !columnsChanged(); }
  [[nodiscard]] bool columnsChanged() const;
};

/// Reads both results once. Pure but for that; on any thread but those that fill them. Memory: 44 bytes a row; time:
/// that of reading and sorting. Of several equal rows it does not say which one was removed. A column whose values are
/// all NULL in one of them never counts as changed in type. Errors: InvalidInput, too many rows; Cancelled; those of
/// reading.
[[nodiscard]] Expected<ResultDiff> diffResults(const ResultStore& older, const ResultStore& newer,
                                               const DiffRequest& request = {});
/// Whether two values count as the same.
[[nodiscard]] bool isSameValue(const Cell& one, const Cell& other);

}  // namespace courier
