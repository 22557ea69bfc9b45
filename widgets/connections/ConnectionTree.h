#pragma once

#include <QSet>
#include <QTreeView>

#include "models/query/ConnectionStore.h"
#include "models/query/QueryRunner.h"

class QStandardItem;
class QStandardItemModel;
class QSortFilterProxyModel;

namespace courier {

/// Connections, their tables and columns with types. Tables are asked for when a connection is opened up, and again
/// by reload(). Main thread.
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

  /// Shows what holds `text`, with what it stands in.
  void setFilter(const QString& text);
  /// Asks again for the connections, keeping what is open.
  void reload();
  /// Opens a connection up.
  void expandConnection(ConnectionId id);

 Q_SIGNALS:
  /// A table or column was double-clicked (or Return): its name, quoted where SQL needs it.
  void nameChosen(const QString& name);
  /// A connection was chosen.
  void connectionChosen(courier::ConnectionId id);

 protected:
  void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;

 private:
  void fill(const QVector<Connection>& connections);
  void loadTables(QStandardItem* item);
  void showTables(QStandardItem* item, const Expected<QVector<TableInfo>>& tables);
  [[nodiscard]] QStandardItem* itemOf(ConnectionId id) const;
  void choose(const QModelIndex& index);

  ConnectionStore& m_connections;
  QueryRunner& m_queries;
  QStandardItemModel* m_model;
  QSortFilterProxyModel* m_filter;
  QHash<qint64, Connection> m_known;
  QSet<qint64> m_loaded;
  ConnectionId m_expandNext;
  CancelToken m_cancel;
};

/// `name` as SQL can read it: bare where it is a plain word, else in double quotes.
[[nodiscard]] QString quotedIdentifier(const QString& name);

}  // namespace courier
