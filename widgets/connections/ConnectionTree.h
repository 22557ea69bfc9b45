#pragma once

#include <QHash>
#include <QSet>
#include <QTimer>
#include <QTreeView>

#include "widgets/connections/SchemaTreeModel.h"

class QMenu;

namespace courier {

/// Connections and what stands in them: schemas, tables, columns with types, keys and indexes; each is asked for when
/// it is opened up. While it is in sight it looks every two seconds whether the files of those that are open have
/// changed. What is open and chosen stays so. Main thread.
class ConnectionTree final : public QTreeView {
  Q_OBJECT
 public:
  ConnectionTree(ConnectionStore& connections, QueryRunner& queries, QWidget* parent = nullptr);
  /// Stops what it still asks.
  ~ConnectionTree() override;

  /// Shows what holds `text`, with what it stands in, and opens up to it; "" shows all again, open as before. Files
  /// are looked into as well where nobody opened them up, servers are not.
  void setFilter(const QString& text);
  [[nodiscard]] QString filter() const { return m_wanted; }
  /// What it says where nothing that was found could stand; "" while something does.
  [[nodiscard]] QString filterText() const;
  /// Asks again for the connections, keeping what is open.
  void reload();
  /// Asks again for the connections and for all that was asked for before.
  void refresh();
  /// The same, but no server is asked.
  void refreshFiles();
  void refreshTables(ConnectionId id);
  /// Whether the state of every file whose tables are shown is known: a change after that is seen.
  [[nodiscard]] bool filesWereLookedAt() const;
  /// Opens a connection up.
  void expandConnection(ConnectionId id);
  [[nodiscard]] SchemaTreeModel* schemas() const { return m_model; }

 Q_SIGNALS:
  /// A table or column was double-clicked (or Return): its name, quoted where SQL needs it.
  void nameChosen(const QString& name);
  /// The person wants this connection for the query on the screen, or for a new one.
  void connectionChosen(courier::ConnectionId id);
  void newQueryWanted(courier::ConnectionId id);
  /// The person wants this text in a tab of its own, and at once so many of its rows (0: it is not to run).
  void queryWanted(courier::ConnectionId id, const QString& name, const QString& sql, int firstRows);
  void editWanted(courier::ConnectionId id);
  void renameWanted(courier::ConnectionId id);
  void duplicateWanted(courier::ConnectionId id);
  void deleteWanted(courier::ConnectionId id);
  void failed(const QString& why);
  /// Esc in the tree while it is filtered.
  void filterCleared();

 protected:
  void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void fillMenu(QMenu* menu, const QModelIndex& index);
  void copyName(const QModelIndex& index) const;
  void showFirstRows(const QModelIndex& index);
  void showCreateText(const DatabaseAccess& access, const TableName& table);
  void showLoaded(const QModelIndex& index);
  /// Opens what holds something that was found.
  void openToFound();
  [[nodiscard]] QSet<quint64> openRows() const;
  void lookAtFiles();
  void choose(const QModelIndex& index);

  SchemaTreeModel* m_model;
  QueryRunner& m_queries;
  QHash<qint64, QString> m_fileStates;  ///< of the files behind the tables that are shown
  QString m_wanted;
  QSet<quint64> m_openBefore;  ///< the filter began
  QSet<quint64> m_opened;      ///< connections whose default schema was opened for the person
  QTimer m_looks;
  bool m_isLooking = false;
  ConnectionId m_expandNext;
  CancelToken m_cancel;
};

}  // namespace courier
