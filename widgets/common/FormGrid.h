#pragma once

#include <QWidget>

class QGridLayout;
class QLabel;

namespace courier {

/// The rows of a dialog: a dim label of 110 px, then the control. The label is the control's mnemonic and, unless it
/// has one, its accessible name.
class FormGrid final : public QWidget {
  Q_OBJECT
 public:
  static constexpr int nameWidth = 110;
  static constexpr int nameGap = 12;
  /// Where the controls begin, px from the left.
  static constexpr int controlColumn = nameWidth + nameGap;

  explicit FormGrid(QWidget* parent = nullptr);
  /// A row; `label` may hold an '&' before its mnemonic.
  QLabel* addRow(const QString& label, QWidget* control);
  /// A row without a label, under the controls' column.
  void addWide(QWidget* control);
  /// Shows or hides a row of this grid, its label with it.
  void setRowShown(QWidget* control, bool shown);

 private:
  QGridLayout* m_grid;
};

}  // namespace courier
