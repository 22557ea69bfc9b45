#include "widgets/connections/SchemaTreeModel.h"

#include <QMimeData>
#include <algorithm>
#include <functional>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/query/ConnectionTableModel.h"
#include "models/query/SqlName.h"
#include "widgets/common/Labels.h"
#include "widgets/connections/ConnectionText.h"
#include "widgets/connections/LongestRise.h"
#include "widgets/connections/SchemaText.h"

namespace courier {

struct SchemaTreeModel::Node {
  quint64 id = 0;
  Node* parent = nullptr;
  Level level = Level::Words;
  QString name;
  QString detail;      ///< dim at the right
  QString about;       ///< the tool tip's lines below the name
  ConnectionId owner;  ///< the connection
  TableName table;     ///< of a Table, Column, Details
  bool isDefault = false;
  bool isFound = false;     ///< it, what it stands in, or something below it is named as the filter
  bool holdsFound = false;  ///< something below it is
  State state = State::Unknown;
  bool isOutdated = false;  ///< what is asked just now is to be asked once more: it may have changed meanwhile
  int answer = 0;           ///< the number of the last question: earlier answers count no more
  std::vector<std::unique_ptr<Node>> children;
  std::vector<Node*> shown;
  int row = 0;  ///< among what its parent shows
};

namespace {

using Level = SchemaTreeModel::Level;

bool isFile(const Connection& connection) {
  return connection.host.isEmpty() && !connection.file.isEmpty() && connection.engine != Engine::Odbc;
}

/// What is asked of both is the same.
bool isSamePlace(const Connection& one, const Connection& other) {
  return one.engine == other.engine && one.file == other.file && one.host == other.host && one.port == other.port &&
         one.database == other.database && one.user == other.user && one.secretKey == other.secretKey &&
         one.server == other.server;
}

}  // namespace

SchemaTreeModel::SchemaTreeModel(ConnectionStore& connections, QueryRunner& queries, QObject* parent)
    : QAbstractItemModel(parent), m_connections(connections), m_queries(queries), m_root(std::make_unique<Node>()) {
  m_root->state = State::Known;
  connect(&m_connections, &ConnectionStore::changed, this, &SchemaTreeModel::loadConnections);
}

SchemaTreeModel::~SchemaTreeModel() {
  m_cancel.cancel();
}

SchemaTreeModel::Node* SchemaTreeModel::nodeOf(const QModelIndex& index) {
  return static_cast<Node*>(index.internalPointer());
}

QModelIndex SchemaTreeModel::indexOf(const Node* node) const {
  if (node == nullptr || node == m_root.get()) return {};
  // A row that the filter leaves out has no index.
  const auto& shown = node->parent->shown;
  const auto row = static_cast<size_t>(node->row);
  return row < shown.size() && shown[row] == node ? createIndex(node->row, 0, const_cast<Node*>(node)) : QModelIndex();
}

QModelIndex SchemaTreeModel::index(int row, int column, const QModelIndex& parent) const {
  const Node* const node = parent.isValid() ? nodeOf(parent) : m_root.get();
  if (column != 0 || row < 0 || row >= static_cast<int>(node->shown.size())) return {};
  return createIndex(row, 0, node->shown[static_cast<size_t>(row)]);
}

QModelIndex SchemaTreeModel::parent(const QModelIndex& child) const {
  return child.isValid() ? indexOf(nodeOf(child)->parent) : QModelIndex();
}

int SchemaTreeModel::rowCount(const QModelIndex& parent) const {
  return static_cast<int>((parent.isValid() ? nodeOf(parent) : m_root.get())->shown.size());
}

int SchemaTreeModel::columnCount(const QModelIndex&) const {
  return 1;
}

bool SchemaTreeModel::hasChildren(const QModelIndex& parent) const {
  if (!parent.isValid()) return !m_root->shown.empty();
  const Node* const node = nodeOf(parent);
  switch (node->level) {
    case Level::Connection:
    case Level::Schema:
    case Level::Table:
    case Level::Details:
      return m_wanted.isEmpty() || !node->shown.empty() || node->state == State::Unknown;
    default:
      return false;
  }
}

QVariant SchemaTreeModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Node* const node = nodeOf(index);
  switch (role) {
    case Qt::DisplayRole:
      return node->name;
    case Qt::ToolTipRole:
      return node->about.isEmpty() ? beginningOf(node->name)
                                   : beginningOf(node->name + QLatin1Char('\n') + node->about);
    case Qt::AccessibleTextRole:
      return node->detail.isEmpty() ? node->name : QStringLiteral("%1, %2").arg(node->name, node->detail);
    case Qt::AccessibleDescriptionRole:
      return beginningOf(node->about);
    case ConnectionRole:
      return node->owner.value;
    case DetailRole:
      return node->detail;
    case LevelRole:
      return static_cast<int>(node->level);
    case IdRole:
      return node->id;
    case InsertRole:
      break;
    default:
      return {};
  }
  if (node->level == Level::Schema || node->level == Level::Column) return quotedName(node->name, dialectOf(node));
  if (node->level != Level::Table) return QString();
  TableName table = node->table;
  if (node->isDefault) table.schema.clear();
  return quotedName(table, dialectOf(node));
}

Qt::ItemFlags SchemaTreeModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  return data(index, InsertRole).toString().isEmpty() ? flags : flags | Qt::ItemIsDragEnabled;
}

QStringList SchemaTreeModel::mimeTypes() const {
  return {QStringLiteral("text/plain")};
}

QMimeData* SchemaTreeModel::mimeData(const QModelIndexList& indexes) const {
  QStringList names;
  for (const QModelIndex& index : indexes) names += data(index, InsertRole).toString();
  auto* mime = new QMimeData;
  mime->setText(names.join(QStringLiteral(", ")));
  return mime;
}

std::unique_ptr<SchemaTreeModel::Node> SchemaTreeModel::makeNode(Node* parent, Level level, const QString& name) {
  auto node = std::make_unique<Node>();
  node->id = m_nextId++;
  node->parent = parent;
  node->level = level;
  node->name = name;
  node->owner = parent->owner;
  node->table = parent->table;
  node->isDefault = parent->isDefault;
  m_nodes.insert(node->id, node.get());
  return node;
}

std::unique_ptr<SchemaTreeModel::Node> SchemaTreeModel::wordsNode(Node* parent, const QString& words) {
  auto node = makeNode(parent, Level::Words, words);
  node->state = State::Known;
  return node;
}

void SchemaTreeModel::forget(const Node& node) {
  m_nodes.remove(node.id);
  for (const auto& child : node.children) forget(*child);
}

void SchemaTreeModel::replace(Node* parent, std::vector<std::unique_ptr<Node>> children) {
  // Those that stay keep their node, and with it what is below it, open and chosen.
  QHash<std::pair<int, QString>, Node*> known;
  for (const auto& child : parent->children) {
    if (child->level != Level::Words) known.insert({static_cast<int>(child->level), child->name}, child.get());
  }
  std::vector<Node*> stays;
  QSet<const Node*> staying;
  for (const auto& child : children) {
    Node* const before = known.take({static_cast<int>(child->level), child->name});
    stays.push_back(before);
    if (before == nullptr) continue;
    before->detail = child->detail;
    before->about = child->about;
    before->isDefault = child->isDefault;
    staying.insert(before);
  }
  // What has changed its place is made anew.
  QHash<const Node*, int> places;
  for (const auto& child : parent->children) places.insert(child.get(), static_cast<int>(places.size()));
  std::vector<int> order;
  for (const Node* const node : stays) order.push_back(node == nullptr ? -1 : places.value(node));
  const std::vector<bool> isInOrder = longestRise(order);
  for (size_t at = 0; at < stays.size(); ++at) {
    if (stays[at] == nullptr || isInOrder[at]) continue;
    staying.remove(stays[at]);
    stays[at] = nullptr;
  }
  const bool isInSight = parent == m_root.get() || indexOf(parent).isValid();
  const bool isReset = isInSight && !m_wanted.isEmpty();
  const bool tells = isInSight && !isReset;
  if (isReset) beginResetModel();
  removeOthers(parent, staying, tells);
  insertNew(parent, std::move(children), stays, tells);
  if (isReset) {
    // Until the filter has seen them the new ones are left out.
    endResetModel();
    filterAgain();
  } else if (tells && !parent->shown.empty()) {
    const QModelIndex index = indexOf(parent);
    Q_EMIT dataChanged(this->index(0, 0, index), this->index(static_cast<int>(parent->shown.size()) - 1, 0, index));
  }
}

void SchemaTreeModel::removeOthers(Node* parent, const QSet<const Node*>& staying, bool tells) {
  auto& children = parent->children;
  for (size_t end = children.size(); end > 0;) {
    if (staying.contains(children[end - 1].get())) {
      --end;
      continue;
    }
    size_t begin = end - 1;
    while (begin > 0 && !staying.contains(children[begin - 1].get())) --begin;
    if (tells) beginRemoveRows(indexOf(parent), static_cast<int>(begin), static_cast<int>(end) - 1);
    const auto from = children.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = children.begin() + static_cast<std::ptrdiff_t>(end);
    std::for_each(from, to, [this](const std::unique_ptr<Node>& gone) { forget(*gone); });
    children.erase(from, to);
    show(parent);
    if (tells) endRemoveRows();
    end = begin;
  }
}

void SchemaTreeModel::insertNew(Node* parent, std::vector<std::unique_ptr<Node>> made, const std::vector<Node*>& stays,
                                bool tells) {
  for (size_t begin = 0; begin < made.size();) {
    if (stays[begin] != nullptr) {
      forget(*made[begin]);
      ++begin;
      continue;
    }
    size_t end = begin + 1;
    while (end < made.size() && stays[end] == nullptr) ++end;
    if (tells) beginInsertRows(indexOf(parent), static_cast<int>(begin), static_cast<int>(end) - 1);
    const auto from = std::make_move_iterator(made.begin() + static_cast<std::ptrdiff_t>(begin));
    const auto to = std::make_move_iterator(made.begin() + static_cast<std::ptrdiff_t>(end));
    parent->children.insert(parent->children.begin() + static_cast<std::ptrdiff_t>(begin), from, to);
    show(parent);
    if (tells) endInsertRows();
    begin = end;
  }
}

void SchemaTreeModel::show(Node* parent) {
  parent->shown.clear();
  for (const auto& child : parent->children) {
    if (!m_wanted.isEmpty() && !child->isFound) continue;
    child->row = static_cast<int>(parent->shown.size());
    parent->shown.push_back(child.get());
  }
}

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

void SchemaTreeModel::ask(Node* node) {
  switch (node->level) {
    case Level::Connection:
      if (!m_queries.abilities(connectionOf(node).engine).hasSchemas) return fillSchemas(node, {{{}, true}});
      whenAnswered(node, m_queries.schemas({connectionOf(node), {}}, m_cancel),
                   [this](Node* asked, const QVector<SchemaInfo>& schemas) { fillSchemas(asked, schemas); });
      break;
    case Level::Schema:
      askTables(node, node->name);
      break;
    case Level::Table:
      whenAnswered(node, m_queries.columns({connectionOf(node), {}}, node->table, m_cancel),
                   [this](Node* asked, const QVector<TableColumn>& columns) { fillColumns(asked, columns); });
      break;
    case Level::Details:
      whenAnswered(node, m_queries.details({connectionOf(node), {}}, node->table, m_cancel),
                   [this](Node* asked, const TableDetails& details) { fillDetails(asked, details); });
      break;
    default:
      break;
  }
}

void SchemaTreeModel::askTables(Node* node, const QString& schema) {
  const DatabaseAccess access{connectionOf(node), {}};
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

void SchemaTreeModel::fillSchemas(Node* connection, const QVector<SchemaInfo>& schemas) {
  // A level with one row says nothing.
  if (schemas.size() == 1) {
    const SchemaInfo& only = schemas.first();
    connection->table = {only.name, {}};
    connection->isDefault = only.isDefault;
    return askTables(connection, only.name);
  }
  std::vector<std::unique_ptr<Node>> nodes;
  for (const SchemaInfo& schema : schemas) {
    auto node = makeNode(connection, Level::Schema, schema.name);
    node->table = {schema.name, {}};
    node->isDefault = schema.isDefault;
    node->detail = schema.isDefault ? tr("default schema") : tr("schema");
    nodes.push_back(std::move(node));
  }
  if (nodes.empty()) nodes.push_back(wordsNode(connection, tr("No schemas")));
  replace(connection, std::move(nodes));
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
  const bool isLookedInto = !m_wanted.isEmpty() && isFile(connectionOf(node));
  if (isLookedInto || known > kFew) {
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
  const auto future = m_queries.columns({connectionOf(node), {}}, {node->table.schema, {}}, m_cancel);
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
    if (child->level == Level::Schema) reloadBelow(child.get());
  }
}

void SchemaTreeModel::setFilter(const QString& text) {
  if (text == m_wanted) return;
  m_wanted = text;
  if (!text.isEmpty()) {
    askForFilter();
    return filterAgain();
  }
  beginResetModel();
  for (Node* const node : std::as_const(m_nodes)) show(node);
  show(m_root.get());
  endResetModel();
}

void SchemaTreeModel::askForFilter() {
  // Files cost nothing to look into; a server is asked only where a person has opened it.
  for (const auto& child : m_root->children) {
    if (!isFile(connectionOf(child.get()))) continue;
    if (child->state == State::Unknown) {
      ask(child.get());
    } else if (child->state == State::Known) {
      askAllColumns(child.get());
    }
  }
}

void SchemaTreeModel::filterAgain() {
  if (m_isFiltering) {
    m_filterAgain = true;
    return;
  }
  m_isFiltering = true;
  m_filterAgain = false;
  std::vector<std::pair<quint64, QString>> names;
  names.reserve(static_cast<size_t>(m_nodes.size()));
  for (auto node = m_nodes.cbegin(); node != m_nodes.cend(); ++node) {
    if ((*node)->level != Level::Words && (*node)->level != Level::Details)
      names.emplace_back(node.key(), (*node)->name);
  }
  whenDone(runInBackground([names = std::move(names), wanted = m_wanted] {
             QSet<quint64> found;
             for (const auto& [id, name] : names) {
               if (name.contains(wanted, Qt::CaseInsensitive)) found.insert(id);
             }
             return found;
           }),
           this, [this](const QSet<quint64>& found) {
             m_isFiltering = false;
             if (m_wanted.isEmpty()) return;
             applyFilter(found);
             if (m_filterAgain) filterAgain();
           });
}

void SchemaTreeModel::applyFilter(const QSet<quint64>& found) {
  beginResetModel();
  const std::function<bool(Node*, bool)> look = [&](Node* node, bool isInFound) {
    const bool isFound = found.contains(node->id);
    node->holdsFound = false;
    for (const auto& child : node->children)
      node->holdsFound = look(child.get(), isInFound || isFound) || node->holdsFound;
    node->isFound = isFound || isInFound || node->holdsFound;
    show(node);
    return isFound || node->holdsFound;
  };
  look(m_root.get(), false);
  endResetModel();
  Q_EMIT filtered();
}

bool SchemaTreeModel::holdsFound(const QModelIndex& index) const {
  return index.isValid() && nodeOf(index)->holdsFound;
}

const Connection& SchemaTreeModel::connectionOf(const Node* node) const {
  static const Connection none;
  const auto known = m_known.constFind(node->owner.value);
  return known == m_known.cend() ? none : *known;
}

SqlDialect SchemaTreeModel::dialectOf(const Node* node) const {
  return SqlDialect::of(connectionOf(node).engine);
}

Connection SchemaTreeModel::connectionOf(const QModelIndex& index) const {
  return index.isValid() ? connectionOf(nodeOf(index)) : Connection();
}

QVector<Connection> SchemaTreeModel::loadedConnections() const {
  QVector<Connection> loaded;
  for (const auto& child : m_root->children) {
    if (child->state == State::Known || child->state == State::Asked) loaded += connectionOf(child.get());
  }
  return loaded;
}

TableName SchemaTreeModel::tableOf(const QModelIndex& index) const {
  return index.isValid() ? nodeOf(index)->table : TableName();
}

bool SchemaTreeModel::isDefaultSchema(const QModelIndex& index) const {
  return index.isValid() && nodeOf(index)->level == Level::Schema && nodeOf(index)->isDefault;
}

QModelIndex SchemaTreeModel::indexOf(ConnectionId id) const {
  for (const auto& child : m_root->children) {
    if (child->owner == id) return indexOf(child.get());
  }
  return {};
}

QModelIndex SchemaTreeModel::indexOfId(quint64 id) const {
  return indexOf(m_nodes.value(id));
}

}  // namespace courier
