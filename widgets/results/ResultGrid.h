#pragma once

#include <memory>

#include "models/base/CancelToken.h"
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
  /// Stops a copy under way.
  ~ResultGrid() override;

  /// Shows another result from its first row.
  void setResult(std::shared_ptr<ResultStore> result);
  [[nodiscard]] ResultTableModel* resultModel() const { return m_model; }

  /// Copies the selection, a large one on another thread; emits copyRefused() where it is too much.
  void copySelection(CopyHeaders headers);
  /// Opens the current cell's whole value.
  void openCell();
  /// Rows of an earlier run beside one that is under way: dimmed, and said to be so.
  void setOld(bool isOld);
  [[nodiscard]] bool isOld() const { return m_isOld; }

 Q_SIGNALS:
  void copyRefused(const QString& why);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  /// Until enough rows have come to be measured.
  void fitFirst();
  void widenForSight();
  void setGrouping(bool groups);
  void paintRest(QPainter& painter) const;
  void paintRunning(QPainter& painter) const;
  ResultTableModel* m_model;
  RowNumbers* m_numbers;
  ResultDelegate* m_delegate;
  int m_measured = 0;  ///< rows that the columns' widths are made for
  bool m_isOld = false;
  bool m_isCopying = false;
  CancelToken m_cancel;
};

}  // namespace courier
