#pragma once

#include <QKeySequence>
#include <QWidget>
#include <functional>

class QAbstractItemModel;

namespace courier {

class Card;
class DataTable;

/// A page's list of records: a table in a card as high as its rows, each row with a menu behind its "…" and under the
/// right button. Main thread.
class RecordList final : public QWidget {
  Q_OBJECT
 public:
  /// `name`: for screen readers.
  explicit RecordList(const QString& name, QWidget* parent = nullptr);

  /// `nameColumn` is current in a row that was not clicked; `menuColumn` holds the "…". Where the model goes first, it
  /// is dropped before: table()->dropModel().
  void setModel(QAbstractItemModel* model, int nameColumn, int menuColumn);
  /// Stands above the rows, in the card, with its size hint's height.
  void setHead(QWidget* head);
  /// Does something with the row that is current.
  void onKey(const QKeySequence& key, const std::function<void(int row)>& does);
  [[nodiscard]] DataTable* table() const { return m_table; }
  /// The current row; -1: none.
  [[nodiscard]] int currentRow() const;
  /// Makes a row current; false where it is none (-1).
  bool select(int row);
  /// After the model has other rows: the card's height, and the first row current where none is.
  void refit();

 Q_SIGNALS:
  /// Return or a double click.
  void opened(int row);
  /// `at`: where its menu is to open, on the screen.
  void menuWanted(int row, const QPoint& at);

 private:
  Card* m_card;
  DataTable* m_table;
  QWidget* m_head = nullptr;
  int m_nameColumn = 0;
  int m_menuColumn = -1;
};

}  // namespace courier
