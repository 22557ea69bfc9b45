#pragma once

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>
#include <memory>
#include <optional>
#include <vector>

#include "models/query/ConnectionStore.h"
#include "models/query/QueryRunner.h"
#include "models/query/SqlDialect.h"

namespace courier {

/// Connections, their catalogs, schemas, tables, columns, and keys and indexes. What stands below a row is asked for,
/// on another thread and in a session of its own, when load() is called for it, and again by reload(); nothing is ever
/// counted. With a filter only the rows are there that hold it, with what they stand in and what stands in them; the
/// names are looked through on another thread. Main thread.
class SchemaTreeModel final : public QAbstractItemModel {
  Q_OBJECT
 public:
  SchemaTreeModel(ConnectionStore& connections, QueryRunner& queries, QObject* parent = nullptr);
  /// Stops what it still asks.
  ~SchemaTreeModel() override;

  enum class Level {
    Connection,
    Catalog,
    Schema,
    Table,
    Column,
    Details,  ///< "Keys and indexes" of a table
    Detail,   ///< one of them
    Words     ///< "Loading…", or what is wrong
  };
  enum Role {
    ConnectionRole = Qt::UserRole + 1,  ///< qint64, of every row
    DetailRole,                         ///< QString, dim at the right: kind or type
    LevelRole,                          ///< int(Level)
    InsertRole,                         ///< QString: the name, quoted where SQL needs it
    IdRole                              ///< quint64: stays the row's own while it is there, filtered or not
  };

  [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  /// The names, for the editor.
  [[nodiscard]] QStringList mimeTypes() const override;
  [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

  /// Asks for the connections; those that are known keep what is below them, unless they lead elsewhere now.
  void loadConnections();
  /// Asks for what stands below, where that is not known yet.
  void load(const QModelIndex& index);
  enum class Which { Files, All };
  /// Asks again for all that was asked for before, of the connections to files on this computer or of all.
  void reload(Which which);
  void reload(ConnectionId id);

  /// "" for none. filtered() follows where there is one.
  void setFilter(const QString& text);
  /// Rows are still being asked for, or the filter is being looked for.
  [[nodiscard]] bool isBusy() const { return m_asking > 0 || m_isFiltering; }
  /// Something below the row is named as the filter.
  [[nodiscard]] bool holdsFound(const QModelIndex& index) const;

  [[nodiscard]] Connection connectionOf(const QModelIndex& index) const;
  /// The connections whose tables are known.
  [[nodiscard]] QVector<Connection> loadedConnections() const;
  /// As what stands in the row is asked for: with its catalog.
  [[nodiscard]] DatabaseAccess accessOf(const QModelIndex& index) const;
  [[nodiscard]] TableName tableOf(const QModelIndex& index) const;
  /// The names of a table's columns, where they are known.
  [[nodiscard]] std::optional<QStringList> columnsOf(const QModelIndex& table) const;
  /// The catalog or schema whose tables are found without naming it.
  [[nodiscard]] bool isDefault(const QModelIndex& index) const;
  [[nodiscard]] QModelIndex indexOf(ConnectionId id) const;
  [[nodiscard]] QModelIndex indexOfId(quint64 id) const;

 Q_SIGNALS:
  void connectionsLoaded();
  /// What stands below the row has come, or why not.
  void loaded(const QModelIndex& index);
  /// The rows are those that hold the filter.
  void filtered();

 private:
  struct Node;
  enum class State { Unknown, Asked, Known, Failed };

  [[nodiscard]] static Node* nodeOf(const QModelIndex& index);
  [[nodiscard]] QModelIndex indexOf(const Node* node) const;
  [[nodiscard]] std::unique_ptr<Node> makeNode(Node* parent, Level level, const QString& name);
  [[nodiscard]] std::unique_ptr<Node> wordsNode(Node* parent, const QString& words);
  void forget(const Node& node);
  /// Puts these in the place of the children; those of the same level and name stay with all that is below them.
  void replace(Node* parent, std::vector<std::unique_ptr<Node>> children);
  /// The parts of replace(): `tells`: the views.
  void removeOthers(Node* parent, const QSet<const Node*>& staying, bool tells);
  void insertNew(Node* parent, std::vector<std::unique_ptr<Node>> made, const std::vector<Node*>& stays, bool tells);
  /// Takes those children for its rows that the filter leaves.
  void show(Node* parent);
  void ask(Node* node);
  void askSchemas(Node* node);
  void askTables(Node* node, const QString& schema);
  void askColumns(Node* table);
  void askDetails(Node* details);
  /// Of a connection to a file: its tables with all their columns, which a filter is to find.
  void askAllColumns(Node* connection);
  /// Asks again for what is known below the tables of a schema, or of a connection without schemas.
  void reloadColumns(Node* node);
  void fillConnections(const QVector<Connection>& connections);
  void fillCatalogs(Node* connection, const QVector<CatalogInfo>& catalogs);
  void fillSchemas(Node* node, const QVector<SchemaInfo>& schemas);
  void fillTables(Node* node, const QVector<TableInfo>& tables);
  void fillColumns(Node* table, const QVector<TableColumn>& columns);
  void fillDetails(Node* node, const TableDetails& details);
  void fail(Node* node, const QString& why);
  /// The number of the question that is asked now.
  [[nodiscard]] int beginAsking(Node* node);
  /// Calls `take` with the answer and the node, where that is still there and this is still its answer.
  template <class Value, class Take>
  void whenAnswered(Node* node, const QFuture<Expected<Value>>& future, Take take);
  void reloadBelow(Node* node);
  void askForFilter();
  void filterAgain();
  void applyFilter(const QSet<quint64>& found);
  [[nodiscard]] const Connection& connectionOf(const Node* node) const;
  [[nodiscard]] DatabaseAccess accessOf(const Node* node) const;
  [[nodiscard]] SqlDialect dialectOf(const Node* node) const;

  ConnectionStore& m_connections;
  QueryRunner& m_queries;
  std::unique_ptr<Node> m_root;
  QHash<quint64, Node*> m_nodes;
  QHash<qint64, Connection> m_known;
  quint64 m_nextId = 1;
  int m_asking = 0;
  QString m_wanted;
  bool m_isFiltering = false;
  bool m_filterAgain = false;
  CancelToken m_cancel;
};

}  // namespace courier
