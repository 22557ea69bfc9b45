#pragma once

#include <QByteArray>
#include <functional>
#include <memory>
#include <string_view>

#include "models/base/Expected.h"
#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// Reads the result of a Treasure Data job as format=json gives it: a JSON array a line, in pieces that may end
/// anywhere. Holds a piece and the longest line. Any one thread.
class TreasureDataRows {
 public:
  /// Ends the row whose values were appended; false: no more rows are wanted.
  using EndRow = std::function<Expected<bool>()>;

  /// `schema`: the job's hive_result_schema, JSON of [["name", "type"], …]; "" or null where the job has no result, and
  /// so no columns. Network where it is anything else.
  [[nodiscard]] static Expected<TreasureDataRows> of(const QByteArray& schema);
  ~TreasureDataRows();
  TreasureDataRows(const TreasureDataRows&) = delete;
  TreasureDataRows& operator=(const TreasureDataRows&) = delete;
  TreasureDataRows(TreasureDataRows&& other) noexcept;
  TreasureDataRows& operator=(TreasureDataRows&& other) noexcept;

  [[nodiscard]] const Columns& columns() const;
  /// The rows that became whole with this piece: one value a column into the builder, and `endRow`. False once that
  /// said that no more are wanted. Network where a line is not as the columns say; else what `endRow` says.
  [[nodiscard]] Expected<bool> take(std::string_view piece, ColumnBatchBuilder& builder, const EndRow& endRow);
  /// There are no more pieces: the last line may have no end. As take().
  [[nodiscard]] Expected<bool> finish(ColumnBatchBuilder& builder, const EndRow& endRow);

 private:
  struct State;
  explicit TreasureDataRows(std::unique_ptr<State> state);
  std::unique_ptr<State> m;
};

}  // namespace courier
