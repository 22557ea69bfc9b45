#pragma once

#include <QTableView>

#include "models/data/DiffTableModel.h"
#include "widgets/results/ResultDelegate.h"

namespace courier {

/// A cell of a comparison: rows that came or went on a soft fill, of changed rows the values that changed; the word in
/// the first column says the same. Numbers as in a result's grid.
class DiffDelegate final : public ResultDelegate {
  Q_OBJECT
 public:
  using ResultDelegate::ResultDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 protected:
  [[nodiscard]] CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// What differs between two results. Return and a double click open the whole value. Main thread.
class DiffTable final : public QTableView {
  Q_OBJECT
 public:
  explicit DiffTable(QWidget* parent = nullptr);
  void setDiff(std::shared_ptr<ResultStore> older, std::shared_ptr<ResultStore> newer,
               std::shared_ptr<const ResultDiff> diff);
  [[nodiscard]] DiffTableModel* diffModel() const { return m_model; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fitColumns();
  void openCell();
  DiffTableModel* m_model;
};

}  // namespace courier
