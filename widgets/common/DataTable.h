#pragma once

#include <QHash>
#include <QTableView>
#include <QTimer>
#include <QVector>

namespace courier {

class Settings;

/// Heights of a table's rows, the 1-px line below them counted.
inline constexpr int kRecordHeight = 31;  ///< of records, and of every column head
inline constexpr int kValueHeight = 27;   ///< of a result's values

/// A column's claim to its table's width, in px.
struct ColumnShare {
  enum class Need {
    Given,    ///< what its cells need, between its least and its best width
    Content,  ///< what its cells need, however much; it does not give way below what its pills need
    Rest      ///< its best width, and what the others leave
  };
  int column = 0;
  int least = 48;
  int best = 120;
  Need need = Need::Given;
  bool mayGo = false;    ///< it is left out where the least widths do not fit either
  bool isDrawn = false;  ///< the person drew it: `best`, exactly
};

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
  /// Shares the width among the columns named, whenever that or the rows change. Where there is too little, they give
  /// way in this order: first down to their least widths, then those that may go. A width that the person drew counts
  /// as what its column needs.
  void shareWidth(const QVector<ColumnShare>& order);
  /// For an owner's destructor: its model goes before this view, and nobody is told of choices any more.
  void dropModel();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void share();
  /// What the first rows of a column need: for all they show, and for their pills alone.
  struct Needs {
    int whole = 0;
    int pills = 0;
  };
  [[nodiscard]] Needs needsOf(int column) const;
  QVector<ColumnShare> m_shares;
  QHash<int, int> m_kept;  ///< widths of an earlier start
  QTimer m_shareSoon;
  bool m_isSharing = false;
};

/// Gives every 1-px-lined table of this program its common manners; rows are `rowHeight` high.
void prepareTable(QTableView& table, int rowHeight);

}  // namespace courier
