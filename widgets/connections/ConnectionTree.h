#pragma once

#include <QHash>
#include <QSet>
#include <QTimer>
#include <QTreeView>

#include "models/query/ConnectionStore.h"
#include "models/query/QueryRunner.h"

class QStandardItem;
class QStandardItemModel;
class QSortFilterProxyModel;

namespace courier {

/// Connections, their tables and columns with types. Tables are asked for, on another thread, when a connection is
/// opened up or filtered, and again by refresh(); while it is in sight it looks every two seconds whether the files of
/// those that are open have changed. What is open and chosen stays so. Main thread.
class ConnectionTree final : public QTreeView {
  Q_OBJECT
 public:
  ConnectionTree(ConnectionStore& connections, QueryRunner& queries, QWidget* parent = nullptr);
  /// Stops what it still asks.
  ~ConnectionTree() override;

  enum Role {
    ConnectionRole = Qt::UserRole + 1,  ///< qint64, of every row that belongs to a connection
    DetailRole,                         ///< QString, dim at the right: kind or type
    LevelRole,                          ///< int(Level)
    InsertRole                          ///< QString: what a double click writes into the editor
  };
  enum class Level { Connection, Table, Column, Words };

  /// Shows what holds `text`, with what it stands in, in every connection, and opens up to it; "" shows all again, open
  /// as before.
  void setFilter(const QString& text);
  [[nodiscard]] QString filter() const { return m_wanted; }
  /// What it says where nothing that was found could stand; "" while something does.
  [[nodiscard]] QString filterText() const;
  /// Asks again for the connections, keeping what is open.
  void reload();
  /// Asks again for the connections and for the tables of those that were asked before.
  void refresh();
  void refreshTables(ConnectionId id);
  /// Whether the state of every file whose tables are shown is known: a change after that is seen.
  [[nodiscard]] bool filesWereLookedAt() const;
  /// Opens a connection up.
  void expandConnection(ConnectionId id);

 Q_SIGNALS:
  /// A table or column was double-clicked (or Return): its name, quoted where SQL needs it.
  void nameChosen(const QString& name);
  /// The person wants this connection for the query on the screen, or for a new one.
  void connectionChosen(courier::ConnectionId id);
  void newQueryWanted(courier::ConnectionId id);
  /// Esc in the tree while it is filtered.
  void filterCleared();

 protected:
  void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void fill(const QVector<Connection>& connections);
  enum class Ask { Once, Again };
  void loadTables(QStandardItem* item, Ask ask);
  void showTables(QStandardItem* item, const Expected<QVector<TableInfo>>& tables);
  void fillTables(QStandardItem* item, const QVector<TableInfo>& tables);
  /// Opens what holds something that was found.
  void openToFound();
  [[nodiscard]] bool holds(const QModelIndex& parent) const;
  /// The rows that are open, by connection and name.
  [[nodiscard]] QSet<QString> openRows() const;
  void openRows(const QSet<QString>& open);
  void lookAtFiles();
  [[nodiscard]] QStandardItem* itemOf(ConnectionId id) const;
  void choose(const QModelIndex& index);

  ConnectionStore& m_connections;
  QueryRunner& m_queries;
  QStandardItemModel* m_model;
  QSortFilterProxyModel* m_filter;
  QHash<qint64, Connection> m_known;
  QSet<qint64> m_loaded;
  QSet<qint64> m_loading;
  QHash<qint64, QVector<TableInfo>> m_tables;  ///< as shown
  QHash<qint64, QString> m_fileStates;         ///< of the files behind the tables that are shown
  QString m_wanted;
  QSet<QString> m_openBefore;  ///< the filter began
  QTimer m_looks;
  bool m_isLooking = false;
  ConnectionId m_expandNext;
  CancelToken m_cancel;
};

/// `name` as SQL can read it: bare where it is a plain word, else in double quotes.
[[nodiscard]] QString quotedIdentifier(const QString& name);

}  // namespace courier
