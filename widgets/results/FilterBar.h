#pragma once

#include <QTimer>
#include <QWidget>

#include "models/explore/Arrangement.h"

class QHBoxLayout;
class QLineEdit;

namespace courier {

class Button;
class DimLabel;
class ResultGrid;

/// Above the grid: a text that the rows shown have in one column at least, the filters of the columns, and how many
/// rows are left. Each filter is a button that takes it away. Main thread.
class FilterBar final : public QWidget {
  Q_OBJECT
 public:
  explicit FilterBar(ResultGrid& grid, QWidget* parent = nullptr);

  /// Shows it, ready to be typed into.
  void begin();
  [[nodiscard]] QString countText() const;

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();
  void showFilters(const QVector<ValueFilter>& filters);
  void close();
  ResultGrid& m_grid;
  QLineEdit* m_text;
  QWidget* m_chips;
  QHBoxLayout* m_chipLayout;
  DimLabel* m_count;
  Button* m_clear;
  QTimer m_typed;
  QVector<ValueFilter> m_shown;
};

}  // namespace courier
