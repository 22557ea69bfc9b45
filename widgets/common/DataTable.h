#pragma once

#include <QHash>
#include <QTableView>
#include <QVector>

namespace courier {

class Settings;

/// Heights of a table's rows, the 1-px line below them counted.
inline constexpr int kRecordHeight = 31;  ///< of records, and of every column head
inline constexpr int kValueHeight = 27;   ///< of a result's values

/// A list of records: whole rows selected, no grid but a line below each row, no row header; cells as the model's
/// TableRoles say: a pill where there is a tone, else text in its face, with the note behind it. Return and a double
/// click mean the same: activated(). Main thread.
class DataTable final : public QTableView {
  Q_OBJECT
 public:
  /// `name`: its accessible name.
  explicit DataTable(const QString& name, QWidget* parent = nullptr);
  /// Keeps the widths of the model's columns over restarts: those the person drew, else the ones given here. `key`: the
  /// setting's name, e.g. "jobs.columns"; `settings` outlives the table.
  void keepColumnWidths(Settings& settings, const QString& key, const QVector<int>& first);
  /// Where not all columns fit, these are left out, the first of them first, so that no other is cut. Columns that
  /// stretch need what their cells need.
  void giveWay(const QVector<int>& order);
  /// For an owner's destructor: its model goes before this view, and nobody is told of choices any more.
  void dropModel();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// The width of a column at which nothing of it is cut, or which a person gave it; of one that gave way, from before.
  [[nodiscard]] int needed(int column) const;
  void fitIn();
  QVector<int> m_giveWay;
  QHash<int, int> m_needs;  ///< px, of the columns that gave way
  bool m_isFitting = false;
};

/// Gives every 1-px-lined table of this program its common manners; rows are `rowHeight` high.
void prepareTable(QTableView& table, int rowHeight);

}  // namespace courier
