#pragma once

#include <memory>

#include "models/explore/DiffTableModel.h"
#include "widgets/results/ResultTable.h"

namespace courier {

/// What differs between two results. Return and a double click open the whole value. Main thread.
class DiffTable final : public ResultTable {
  Q_OBJECT
 public:
  explicit DiffTable(QWidget* parent = nullptr);
  void setDiff(std::shared_ptr<ResultStore> older, std::shared_ptr<ResultStore> newer,
               std::shared_ptr<const ResultDiff> diff);
  [[nodiscard]] DiffTableModel* diffModel() const { return m_model; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void openCell();
  DiffTableModel* m_model;
};

/// "2 rows added, 1 row removed, none changed; 97 rows are the same."
[[nodiscard]] QString diffCounts(const ResultDiff& diff);

}  // namespace courier
