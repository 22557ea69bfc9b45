#pragma once

#include <QString>
#include <QStringList>
#include <QVector>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/explore/RowList.h"

class QAbstractItemModel;
class QMimeData;

namespace courier {

class RowsView;

enum class CopyHeaders { Without, With };

/// What a selection of result cells becomes on the clipboard. One cell without headers: its raw text. Else lines of
/// tab-separated values and the same as an HTML table, over the rectangle that the selection spans; cells in it that
/// are not selected stay empty. In the TSV, tab, CR, LF and backslash are escaped as \t \r \n \\ and NULL is \N; in the
/// HTML NULL is an empty cell.
namespace cellcopy {

/// At most this many cells are copied; a larger selection gives nothing.
inline constexpr qint64 kMostCells = 5'000'000;

/// More than these take longer than a key press may: see tsv().
inline constexpr qint64 kMostCellsAtOnce = 20'000;

/// A selection as another thread can read it.
struct Part {
  struct Range {
    int top = 0;
    int bottom = -1;
    int left = 0;
    int right = -1;
  };
  QVector<Range> ranges;
  int top = 0;  ///< places, around all of them
  int bottom = -1;
  QVector<int> columns;  ///< those that are selected anywhere, as a person reads them
  QStringList headers;   ///< of these columns; empty: none
  RowListPtr rows;       ///< which rows of the result stand at the places; null: each at its own

  /// Of the rectangle around all.
  [[nodiscard]] qint64 cells() const { return (qint64{bottom} - top + 1) * columns.size(); }
};
/// What is selected in the table; hidden columns are left out.
[[nodiscard]] Part partOf(const RowsView& table, CopyHeaders headers);
/// The part as the same tab-separated lines, in UTF-8, made row by row from the result itself. On any thread.
[[nodiscard]] Expected<QByteArray> tsv(const ResultStore& result, const Part& part, const CancelToken& cancel);
/// The rows that are selected anywhere, with the part's columns, as a source of their own; null where there is none.
/// Quick for whole ranges, however many rows they have.
[[nodiscard]] std::shared_ptr<const RowSource> selectedRows(std::shared_ptr<const ResultStore> result,
                                                            const Part& part);
/// A new object that the caller (or the clipboard) owns; null where nothing is selected or it is too much.
[[nodiscard]] QMimeData* copy(const QAbstractItemModel& model, const Part& part);

}  // namespace cellcopy
}  // namespace courier
