#include "widgets/connections/SchemaTreeModel.h"

#include <QMimeData>
#include <algorithm>
#include <functional>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/query/SqlName.h"
#include "widgets/common/Labels.h"
#include "widgets/connections/LongestRise.h"
#include "widgets/connections/SchemaTreeNode.h"

namespace courier {

using Level = SchemaTreeModel::Level;

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
    case Level::Catalog:
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
  if (node->level == Level::Catalog || node->level == Level::Column) return quotedName(node->name, dialectOf(node));
  if (node->level == Level::Schema) return quotedName({{}, node->name, node->table.catalog}, dialectOf(node));
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
  node->catalog = parent->catalog;
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

DatabaseAccess SchemaTreeModel::accessOf(const QModelIndex& index) const {
  return index.isValid() ? accessOf(nodeOf(index)) : DatabaseAccess();
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

std::optional<QStringList> SchemaTreeModel::columnsOf(const QModelIndex& table) const {
  if (!table.isValid() || nodeOf(table)->state != State::Known) return std::nullopt;
  QStringList names;
  for (const auto& child : nodeOf(table)->children) {
    if (child->level == Level::Column) names += child->name;
  }
  return names;
}

bool SchemaTreeModel::isDefault(const QModelIndex& index) const {
  if (!index.isValid()) return false;
  const Node* const node = nodeOf(index);
  return (node->level == Level::Catalog || node->level == Level::Schema) && node->isDefault;
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
