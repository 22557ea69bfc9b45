#include "widgets/connections/ConnectionTree.h"

#include <QGuiApplication>
#include <QPainter>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"
#include "widgets/connections/ConnectionText.h"

namespace courier {
namespace {

/// Name at the left, kind or type small and dim at the right.
class TreeDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Theme& theme = Theme::of(option.palette);
    const auto level = static_cast<ConnectionTree::Level>(index.data(ConnectionTree::LevelRole).toInt());
    const QString detail = index.data(ConnectionTree::DetailRole).toString();
    painter->save();
    QRect rect = option.rect.adjusted(2, 0, -6, 0);
    const QFont detailFont = smallFont();
    const QFontMetrics detailMetrics(detailFont);
    const QFont nameFont = level == ConnectionTree::Level::Connection ? semibold(option.font) : option.font;
    const QFontMetrics nameMetrics(nameFont);
    const QString text = beginningOf(index.data(Qt::DisplayRole).toString());
    const int room = rect.width();
    int detailWidth = detail.isEmpty() ? 0 : detailMetrics.horizontalAdvance(detail);
    // The name matters more: the detail gives way first.
    if (detailWidth > 0 && nameMetrics.horizontalAdvance(text) + 10 + detailWidth > room) {
      detailWidth = std::max(0, room - nameMetrics.horizontalAdvance(text) - 10);
    }
    if (detailWidth > 12) {
      painter->setFont(detailFont);
      painter->setPen(theme.dim);
      painter->drawText(rect, Qt::AlignVCenter | Qt::AlignRight,
                        detailMetrics.elidedText(detail, Qt::ElideRight, detailWidth + 1));
    }
    painter->setFont(nameFont);
    painter->setPen(level == ConnectionTree::Level::Words ? theme.dim : theme.text);
    const int nameRoom = room - (detailWidth > 12 ? detailWidth + 10 : 0);
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      nameMetrics.elidedText(text, Qt::ElideRight, nameRoom));
    painter->restore();
  }

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {60, 24}; }
};

QStandardItem* makeItem(const QString& text, ConnectionTree::Level level, ConnectionId connection,
                        const QString& detail) {
  auto* item = new QStandardItem(text);
  item->setEditable(false);
  item->setData(static_cast<int>(level), ConnectionTree::LevelRole);
  item->setData(connection.value, ConnectionTree::ConnectionRole);
  item->setData(detail, ConnectionTree::DetailRole);
  item->setToolTip(beginningOf(text));
  if (!detail.isEmpty()) item->setData(QStringLiteral("%1, %2").arg(text, detail), Qt::AccessibleTextRole);
  return item;
}

}  // namespace

QString quotedIdentifier(const QString& name) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
  if (plain.match(name).hasMatch()) return name;
  QString escaped = name;
  escaped.replace(QLatin1Char('"'), QStringLiteral("\"\""));
  return QStringLiteral("\"%1\"").arg(escaped);
}

ConnectionTree::ConnectionTree(ConnectionStore& connections, QueryRunner& queries, QWidget* parent)
    : QTreeView(parent),
      m_connections(connections),
      m_queries(queries),
      m_model(new QStandardItemModel(this)),
      m_filter(new QSortFilterProxyModel(this)) {
  setAccessibleName(tr("Connections, tables and columns"));
  setHeaderHidden(true);
  setFrameShape(QFrame::NoFrame);
  setIndentation(16);
  setUniformRowHeights(true);
  setExpandsOnDoubleClick(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setItemDelegate(new TreeDelegate(this));
  m_filter->setSourceModel(m_model);
  m_filter->setRecursiveFilteringEnabled(true);
  m_filter->setAutoAcceptChildRows(true);
  m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
  setModel(m_filter);
  connect(this, &QTreeView::expanded, this, [this](const QModelIndex& index) {
    QStandardItem* item = m_model->itemFromIndex(m_filter->mapToSource(index));
    if (item && item->data(LevelRole).toInt() == static_cast<int>(Level::Connection)) loadTables(item);
  });
  connect(this, &QTreeView::doubleClicked, this, &ConnectionTree::choose);
  connect(this, &QTreeView::activated, this, [this](const QModelIndex& index) {
    if (!QGuiApplication::mouseButtons()) choose(index);
  });
  connect(&m_connections, &ConnectionStore::changed, this, &ConnectionTree::reload);
}

ConnectionTree::~ConnectionTree() {
  m_cancel.cancel();
}

void ConnectionTree::setFilter(const QString& text) {
  m_filter->setFilterFixedString(text.trimmed());
  if (text.trimmed().isEmpty()) return;
  for (int row = 0; row < m_filter->rowCount(); ++row) expand(m_filter->index(row, 0));
}

void ConnectionTree::reload() {
  whenDone(m_connections.all(), this, [this](const Expected<QVector<Connection>>& all) {
    if (all) fill(*all);
  });
}

void ConnectionTree::expandConnection(ConnectionId id) {
  QStandardItem* item = itemOf(id);
  if (!item) {
    m_expandNext = id;
    return;
  }
  m_expandNext = {};
  expand(m_filter->mapFromSource(item->index()));
}

void ConnectionTree::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const {
  if (selectionModel()->isSelected(index)) painter->fillRect(rect, Theme::of(palette()).accentSoft);
  QTreeView::drawBranches(painter, rect, index);
}

void ConnectionTree::fill(const QVector<Connection>& connections) {
  QHash<qint64, Connection> known;
  for (const Connection& connection : connections) known.insert(connection.id.value, connection);
  for (int row = m_model->rowCount() - 1; row >= 0; --row) {
    const qint64 id = m_model->item(row)->data(ConnectionRole).toLongLong();
    if (known.contains(id)) continue;
    m_model->removeRow(row);
    m_loaded.remove(id);
  }
  for (const Connection& connection : connections) {
    QStandardItem* item = itemOf(connection.id);
    if (!item) {
      item = makeItem(connection.name, Level::Connection, connection.id, connectionKindText(connection));
      item->appendRow(makeItem(tr("Loading…"), Level::Words, connection.id, {}));
      m_model->appendRow(item);
    }
    item->setText(connection.name);
    item->setToolTip(connection.engine == Engine::Sqlite ? connection.file : connection.name);
    item->setData(connectionKindText(connection), DetailRole);
  }
  m_known = known;
  if (m_expandNext.isValid()) expandConnection(m_expandNext);
}

void ConnectionTree::loadTables(QStandardItem* item) {
  const qint64 id = item->data(ConnectionRole).toLongLong();
  if (m_loaded.contains(id) || !m_known.contains(id)) return;
  m_loaded.insert(id);
  whenDone(m_queries.tables(m_known.value(id), QString(), m_cancel), this,
           [this, id](const Expected<QVector<TableInfo>>& tables) {
             if (QStandardItem* parent = itemOf(ConnectionId{id})) showTables(parent, tables);
           });
}

void ConnectionTree::showTables(QStandardItem* item, const Expected<QVector<TableInfo>>& tables) {
  const ConnectionId id{item->data(ConnectionRole).toLongLong()};
  item->removeRows(0, item->rowCount());
  if (!tables) {
    // The next time it is opened up it is asked again.
    m_loaded.remove(id.value);
    auto* words = makeItem(tables.error().message, Level::Words, id, {});
    item->appendRow(words);
    return;
  }
  if (tables->isEmpty()) item->appendRow(makeItem(tr("No tables"), Level::Words, id, {}));
  for (const TableInfo& table : *tables) {
    const QString name = table.schema.isEmpty() ? table.name : table.schema + QLatin1Char('.') + table.name;
    auto* row = makeItem(name, Level::Table, id, table.isView ? tr("view") : QString());
    row->setData(table.schema.isEmpty()
                     ? quotedIdentifier(table.name)
                     : quotedIdentifier(table.schema) + QLatin1Char('.') + quotedIdentifier(table.name),
                 InsertRole);
    for (const TableColumn& column : table.columns) {
      auto* child = makeItem(column.name, Level::Column, id, columnTypeName(column.type));
      child->setData(quotedIdentifier(column.name), InsertRole);
      if (!column.databaseType.isEmpty()) {
        child->setToolTip(QStringLiteral("%1 %2").arg(column.name, column.databaseType));
      }
      row->appendRow(child);
    }
    item->appendRow(row);
  }
}

QStandardItem* ConnectionTree::itemOf(ConnectionId id) const {
  for (int row = 0; row < m_model->rowCount(); ++row) {
    if (m_model->item(row)->data(ConnectionRole).toLongLong() == id.value) return m_model->item(row);
  }
  return nullptr;
}

void ConnectionTree::choose(const QModelIndex& index) {
  const auto level = static_cast<Level>(index.data(LevelRole).toInt());
  if (level == Level::Connection) {
    setExpanded(index, !isExpanded(index));
    Q_EMIT connectionChosen(ConnectionId{index.data(ConnectionRole).toLongLong()});
  } else if (level == Level::Table || level == Level::Column) {
    Q_EMIT nameChosen(index.data(InsertRole).toString());
  }
}

}  // namespace courier
