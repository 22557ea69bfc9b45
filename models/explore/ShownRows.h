#pragma once

#include <QVector>
#include <memory>

#include "models/explore/RowList.h"

namespace courier {

/// Some rows of a result in an order of their own, and some of its columns, as a source of rows: "only the rows shown".
class ShownRows final : public RowSource {
 public:
  /// `columns`: of the result, in the order wanted; empty: all.
  ShownRows(std::shared_ptr<const ResultStore> result, RowListPtr rows, QVector<int> columns = {});

  [[nodiscard]] Columns columns() const override;
  [[nodiscard]] qint64 rowCount() const override;
  [[nodiscard]] Expected<void> replay(BatchSink& sink, qint64 rowLimit = 0) const override;

 private:
  std::shared_ptr<const ResultStore> m_result;
  RowListPtr m_rows;
  QVector<int> m_columns;
};

}  // namespace courier
