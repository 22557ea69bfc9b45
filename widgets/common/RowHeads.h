#pragma once

#include <QWidget>

namespace courier {

class RowsView;

/// The numbers beside the rows of a RowsView: dim, at the right. A click selects the row, Shift goes on from the
/// current one, Ctrl adds. Main thread.
class RowHeads final : public QWidget {
  Q_OBJECT
 public:
  explicit RowHeads(RowsView& view);

  /// Room for the greatest number there is.
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  [[nodiscard]] int rowAt(int y) const;
  RowsView& m_view;
  int m_from = -1;  ///< where a selection by the mouse began
  bool m_adds = false;
};

}  // namespace courier
