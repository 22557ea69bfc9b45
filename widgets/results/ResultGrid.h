#pragma once

#include <memory>

#include "models/data/ResultTableModel.h"
#include "widgets/results/CellCopy.h"
#include "widgets/results/ResultTable.h"

namespace courier {

class RowNumbers;

/// The rows of a result, growing while the query runs. Copies cells, opens one whole; never asks for more than is
/// seen. Main thread.
class ResultGrid final : public ResultTable {
  Q_OBJECT
 public:
  explicit ResultGrid(QWidget* parent = nullptr);

  /// Shows another result from its first row.
  void setResult(std::shared_ptr<ResultStore> result);
  [[nodiscard]] ResultTableModel* resultModel() const { return m_model; }

  /// Copies the selection; emits copyRefused() where it is too much.
  void copySelection(CopyHeaders headers);
  /// Opens the current cell's whole value.
  void openCell();

 Q_SIGNALS:
  void copyRefused(const QString& why);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  /// Once, at the first rows.
  void fitOnce();
  ResultTableModel* m_model;
  RowNumbers* m_numbers;
  bool m_fitted = false;
};

}  // namespace courier
