// What the tree asks the databases for, and how their answers become rows.

#include <algorithm>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/query/ConnectionTableModel.h"
#include "widgets/connections/ConnectionText.h"
#include "widgets/connections/SchemaText.h"
#include "widgets/connections/SchemaTreeModel.h"
#include "widgets/connections/SchemaTreeNode.h"

namespace courier {
namespace {

/// What is asked of both is the same.
bool isSamePlace(const Connection& one, const Connection& other) {
  return one.engine == other.engine && one.file == other.file && one.host == other.host && one.port == other.port &&
         one.database == other.database && one.schema == other.schema && one.user == other.user &&
         one.secretKey == other.secretKey && one.server == other.server;
}

/// There all columns of a schema at once are a search through all of its tables, and each question is a query in the
/// cluster's queue.
bool isCluster(Engine engine) {
  return engine == Engine::Trino || engine == Engine::TreasureData;
}

}  // namespace

void SchemaTreeModel::loadConnections() {
  whenDone(m_connections.all(), this, [this](const Expected<QVector<Connection>>& all) {
    if (!all) return;
    fillConnections(*all);
    Q_EMIT connectionsLoaded();
  });
}

void SchemaTreeModel::fillConnections(const QVector<Connection>& connections) {
  std::vector<std::unique_ptr<Node>> nodes;
  QVector<quint64> leadElsewhere;
  QHash<qint64, Connection> known;
  for (const Connection& connection : connections) {
    auto node = makeNode(m_root.get(), Level::Connection, connection.name);
    node->owner = connection.id;
    node->detail = connectionKindText(connection);
    node->about = connectionPlace(connection);
    nodes.push_back(std::move(node));
    known.insert(connection.id.value, connection);
  }
  // A connection that was renamed is a new row with the old name's place below it; one that leads elsewhere is asked
  // anew.
  for (const auto& child : m_root->children) {
    const auto now = known.constFind(child->owner.value);
    if (now == known.cend()) continue;
    child->name = now->name;
    if (!isSamePlace(m_known.value(child->owner.value), *now)) leadElsewhere += child->id;
  }
  m_known = known;
  replace(m_root.get(), std::move(nodes));
  for (const quint64 id : leadElsewhere) {
    Node* const node = m_nodes.value(id);
    if (node == nullptr || node->state == State::Unknown) continue;
    node->state = State::Unknown;
    replace(node, {});
    ask(node);
  }
  if (!m_wanted.isEmpty()) askForFilter();
}

void SchemaTreeModel::load(const QModelIndex& index) {
  if (!index.isValid()) return;
  Node* const node = nodeOf(index);
  if (node->state == State::Unknown || node->state == State::Failed) ask(node);
}

int SchemaTreeModel::beginAsking(Node* node) {
  ++m_asking;
  // What is known stays in sight until something better comes.
  if (node->state == State::Unknown || node->state == State::Failed) {
    std::vector<std::unique_ptr<Node>> words;
    words.push_back(wordsNode(node, tr("Loading…")));
    replace(node, std::move(words));
  }
  node->state = State::Asked;
  return ++node->answer;
}

template <class Value, class Take>
void SchemaTreeModel::whenAnswered(Node* node, const QFuture<Expected<Value>>& future, Take take) {
  const int answer = beginAsking(node);
  whenDone(future, this, [this, id = node->id, answer, take](const Expected<Value>& value) {
    --m_asking;
    Node* const asked = m_nodes.value(id);
    if (asked != nullptr && asked->answer == answer) {
      if (value) {
        asked->state = State::Known;
        take(asked, *value);
      } else {
        fail(asked, value.error().message);
      }
      Q_EMIT loaded(indexOf(asked));
      if (asked->state != State::Asked && std::exchange(asked->isOutdated, false)) ask(asked);
    }
    if (!m_wanted.isEmpty()) filterAgain();
  });
}

void SchemaTreeModel::fail(Node* node, const QString& why) {
  node->state = State::Failed;
  std::vector<std::unique_ptr<Node>> words;
  words.push_back(wordsNode(node, why));
  replace(node, std::move(words));
}

DatabaseAccess SchemaTreeModel::accessOf(const Node* node) const {
  DatabaseAccess access{connectionOf(node), {}};
  if (!node->catalog.isEmpty()) access.connection.database = node->catalog;
  return access;
}

void SchemaTreeModel::ask(Node* node) {
  switch (node->level) {
    case Level::Connection:
      if (!m_queries.abilities(connectionOf(node).engine).hasCatalogs) return askSchemas(node);
      whenAnswered(node, m_queries.catalogs(accessOf(node), m_cancel),
                   [this](Node* asked, const QVector<CatalogInfo>& catalogs) { fillCatalogs(asked, catalogs); });
      break;
    case Level::Catalog:
      askSchemas(node);
      break;
    case Level::Schema:
      askTables(node, node->name);
      break;
    case Level::Table:
      whenAnswered(node, m_queries.columns(accessOf(node), node->table, m_cancel),
                   [this](Node* asked, const QVector<TableColumn>& columns) { fillColumns(asked, columns); });
      break;
    case Level::Details:
      whenAnswered(node, m_queries.details(accessOf(node), node->table, m_cancel),
                   [this](Node* asked, const TableDetails& details) { fillDetails(asked, details); });
      break;
    default:
      break;
  }
}

void SchemaTreeModel::askSchemas(Node* node) {
  if (!m_queries.abilities(connectionOf(node).engine).hasSchemas) return fillSchemas(node, {{{}, true}});
  whenAnswered(node, m_queries.schemas(accessOf(node), m_cancel),
               [this](Node* asked, const QVector<SchemaInfo>& schemas) { fillSchemas(asked, schemas); });
}

void SchemaTreeModel::askTables(Node* node, const QString& schema) {
  const DatabaseAccess access = accessOf(node);
  const auto whole = [this, access, schema](Node* asked) {
    whenAnswered(asked, m_queries.tables(access, schema, m_cancel),
                 [this](Node* known, const QVector<TableInfo>& tables) { fillTables(known, tables); });
  };
  const bool isShown = !node->children.empty() && node->children.front()->level == Level::Table;
  if (isShown || !m_queries.abilities(access.connection.engine).tellsNamesSooner) return whole(node);
  // What they are follows when the names stand there.
  whenAnswered(node, m_queries.tableNames(access, schema, m_cancel),
               [this, whole](Node* asked, const QVector<TableInfo>& tables) {
                 fillTables(asked, tables);
                 whole(asked);
               });
}

void SchemaTreeModel::fillCatalogs(Node* connection, const QVector<CatalogInfo>& catalogs) {
  std::vector<std::unique_ptr<Node>> nodes;
  for (const CatalogInfo& catalog : catalogs) {
    auto node = makeNode(connection, Level::Catalog, catalog.name);
    node->catalog = catalog.name;
    node->isDefault = catalog.isDefault;
    // The connection's own catalog need not be named.
    if (!catalog.isDefault) node->table.catalog = catalog.name;
    node->detail = catalog.isDefault ? tr("default catalog") : tr("catalog");
    nodes.push_back(std::move(node));
  }
  if (nodes.empty()) nodes.push_back(wordsNode(connection, tr("No catalogs")));
  replace(connection, std::move(nodes));
}

void SchemaTreeModel::fillSchemas(Node* node, const QVector<SchemaInfo>& schemas) {
  // A level with one row says nothing, but below one of several catalogs.
  if (schemas.size() == 1 && node->level == Level::Connection) {
    const SchemaInfo& only = schemas.first();
    node->table = {only.name, {}};
    node->isDefault = only.isDefault;
    return askTables(node, only.name);
  }
  std::vector<std::unique_ptr<Node>> nodes;
  for (const SchemaInfo& schema : schemas) {
    auto made = makeNode(node, Level::Schema, schema.name);
    made->table.schema = schema.name;
    // In another catalog a schema of the same name is not the connection's own.
    made->isDefault = schema.isDefault && (node->level == Level::Connection || node->isDefault);
    made->detail = made->isDefault ? tr("default schema") : tr("schema");
    nodes.push_back(std::move(made));
  }
  if (nodes.empty()) nodes.push_back(wordsNode(node, tr("No schemas")));
  replace(node, std::move(nodes));
}

void SchemaTreeModel::fillTables(Node* node, const QVector<TableInfo>& tables) {
  std::vector<std::unique_ptr<Node>> nodes;
  nodes.reserve(static_cast<size_t>(tables.size()));
  for (const TableInfo& table : tables) {
    auto one = makeNode(node, Level::Table, table.name);
    one->table.name = table.name;
    one->detail = tableKindText(table.kind);
    one->about = table.comment;
    nodes.push_back(std::move(one));
  }
  if (nodes.empty()) nodes.push_back(wordsNode(node, tr("No tables")));
  replace(node, std::move(nodes));
  reloadColumns(node);
}

void SchemaTreeModel::reloadColumns(Node* node) {
  constexpr std::ptrdiff_t kFew = 3;
  const auto isKnown = [](const std::unique_ptr<Node>& child) {
    return child->level == Level::Table && child->state == State::Known;
  };
  const auto known = std::count_if(node->children.begin(), node->children.end(), isKnown);
  // A filter looks into the columns of files as well; many tables are asked for at once.
  const Connection& connection = connectionOf(node);
  const bool isLookedInto = !m_wanted.isEmpty() && isFile(connection);
  if (isLookedInto || (known > kFew && !isCluster(connection.engine))) {
    askAllColumns(node);
  } else if (known > 0) {
    for (const auto& child : node->children) {
      if (isKnown(child)) ask(child.get());
    }
  }
  for (const auto& child : node->children) {
    if (child->level != Level::Table) continue;
    for (const auto& below : child->children) {
      if (below->level == Level::Details && below->state == State::Known) ask(below.get());
    }
  }
}

void SchemaTreeModel::fillColumns(Node* table, const QVector<TableColumn>& columns) {
  std::vector<std::unique_ptr<Node>> nodes;
  for (const TableColumn& column : columns) {
    auto node = makeNode(table, Level::Column, column.name);
    node->state = State::Known;
    const QString type = columnTypeName(column.type, column.element);
    node->detail = column.isPrimaryKey ? tr("%1 · key", "type of a column").arg(type) : type;
    node->about = columnAboutText(column);
    nodes.push_back(std::move(node));
  }
  nodes.push_back(makeNode(table, Level::Details, tr("Keys and indexes")));
  replace(table, std::move(nodes));
}

void SchemaTreeModel::fillDetails(Node* node, const TableDetails& details) {
  std::vector<std::unique_ptr<Node>> nodes;
  const auto add = [&](const QString& name, const QString& detail) {
    auto made = makeNode(node, Level::Detail, name);
    made->state = State::Known;
    made->detail = detail;
    nodes.push_back(std::move(made));
  };
  for (const TableKey& key : details.keys) add(tableKeyText(key), key.name);
  for (const TableIndex& index : details.indexes)
    add(QStringLiteral("%1 (%2)").arg(index.name, index.columns.join(QStringLiteral(", "))),
        index.isUnique ? tr("unique index") : tr("index"));
  for (const QString& partition : details.partitions) add(partition, tr("partition"));
  if (nodes.empty()) nodes.push_back(wordsNode(node, tr("No keys or indexes")));
  replace(node, std::move(nodes));
}

void SchemaTreeModel::askAllColumns(Node* node) {
  const auto future = m_queries.columns(accessOf(node), {node->table.schema, {}}, m_cancel);
  ++m_asking;
  whenDone(future, this, [this, id = node->id](const Expected<QVector<TableColumn>>& columns) {
    --m_asking;
    Node* const asked = m_nodes.value(id);
    if (asked != nullptr && columns) {
      QHash<QString, QVector<TableColumn>> byTable;
      for (const TableColumn& column : *columns) byTable[column.table] += column;
      for (const auto& table : asked->children) {
        if (table->level != Level::Table) continue;
        table->state = State::Known;
        fillColumns(table.get(), byTable.value(table->name));
      }
    }
    if (!m_wanted.isEmpty()) filterAgain();
  });
}

void SchemaTreeModel::reload(Which which) {
  for (const auto& child : m_root->children) {
    if (which == Which::All || isFile(connectionOf(child.get()))) reloadBelow(child.get());
  }
}

void SchemaTreeModel::reload(ConnectionId id) {
  for (const auto& child : m_root->children) {
    if (child->owner == id) reloadBelow(child.get());
  }
}

void SchemaTreeModel::reloadBelow(Node* node) {
  if (node->state == State::Unknown) return;
  if (node->state == State::Asked) {
    node->isOutdated = true;
    return;
  }
  // What is below the tables follows when they have come.
  ask(node);
  for (const auto& child : node->children) {
    if (child->level == Level::Catalog || child->level == Level::Schema) reloadBelow(child.get());
  }
}

}  // namespace courier
