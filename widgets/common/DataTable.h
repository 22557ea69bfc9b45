#pragma once

#include <QTableView>

namespace courier {

/// A list of records: rows of 30 px, whole rows selected, no grid but a line below each row, no row header. Return
/// and a double click mean the same: activated().
class DataTable final : public QTableView {
  Q_OBJECT
 public:
  /// `name`: its accessible name.
  explicit DataTable(const QString& name, QWidget* parent = nullptr);
  /// For an owner's destructor: its model goes before this view, and nobody is told of choices any more.
  void dropModel();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
};

/// Gives every 1-px-lined table of this program its common manners; rows are `rowHeight` high.
void prepareTable(QTableView& table, int rowHeight);

}  // namespace courier
