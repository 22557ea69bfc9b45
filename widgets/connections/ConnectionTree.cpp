#include "widgets/connections/ConnectionTree.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPair>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <algorithm>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"
#include "widgets/connections/ConnectionText.h"

namespace courier {
namespace {

constexpr int kLookMs = 2000;

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

/// What tells whether a database file has changed, cheaply. Reads the disk.
QString fileState(const QString& path) {
  QString state;
  for (const QString& file : {path, path + QStringLiteral("-wal")}) {
    const QFileInfo info(file);
    state += QStringLiteral("%1 %2;").arg(info.lastModified().toMSecsSinceEpoch()).arg(info.size());
  }
  return state;
}

bool isSame(const QVector<TableInfo>& first, const QVector<TableInfo>& second) {
  const auto sameColumn = [](const TableColumn& a, const TableColumn& b) {
    return a.name == b.name && a.databaseType == b.databaseType && a.type == b.type;
  };
  const auto sameTable = [&sameColumn](const TableInfo& a, const TableInfo& b) {
    return a.schema == b.schema && a.name == b.name && a.isView == b.isView &&
           std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(), sameColumn);
  };
  return std::equal(first.begin(), first.end(), second.begin(), second.end(), sameTable);
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
    if (item && item->data(LevelRole).toInt() == static_cast<int>(Level::Connection)) loadTables(item, Ask::Once);
  });
  connect(this, &QTreeView::doubleClicked, this, &ConnectionTree::choose);
  connect(this, &QTreeView::activated, this, [this](const QModelIndex& index) {
    if (!QGuiApplication::mouseButtons()) choose(index);
  });
  connect(&m_connections, &ConnectionStore::changed, this, &ConnectionTree::reload);
  m_looks.setInterval(kLookMs);
  connect(&m_looks, &QTimer::timeout, this, &ConnectionTree::lookAtFiles);
  m_looks.start();
}

ConnectionTree::~ConnectionTree() {
  m_cancel.cancel();
}

void ConnectionTree::setFilter(const QString& text) {
  const QString wanted = text.trimmed();
  if (wanted == m_wanted) return;
  if (m_wanted.isEmpty()) m_openBefore = openRows();
  m_wanted = wanted;
  m_filter->setFilterFixedString(wanted);
  if (wanted.isEmpty()) {
    collapseAll();
    openRows(m_openBefore);
    if (currentIndex().isValid()) scrollTo(currentIndex());
    return;
  }
  // What was never opened may hold it too.
  for (int row = 0; row < m_model->rowCount(); ++row) loadTables(m_model->item(row), Ask::Once);
  openToFound();
  viewport()->update();
}

void ConnectionTree::openToFound() {
  for (int row = 0; row < m_filter->rowCount(); ++row) {
    const QModelIndex connection = m_filter->index(row, 0);
    setExpanded(connection, holds(connection));
    for (int table = 0; table < m_filter->rowCount(connection); ++table) {
      const QModelIndex index = m_filter->index(table, 0, connection);
      setExpanded(index, holds(index));
    }
  }
}

bool ConnectionTree::holds(const QModelIndex& parent) const {
  for (int row = 0; row < m_filter->rowCount(parent); ++row) {
    const QModelIndex child = m_filter->index(row, 0, parent);
    if (child.data(LevelRole).toInt() == static_cast<int>(Level::Words)) continue;
    if (child.data().toString().contains(m_wanted, Qt::CaseInsensitive) || holds(child)) return true;
  }
  return false;
}

QSet<QString> ConnectionTree::openRows() const {
  QSet<QString> open;
  for (int row = 0; row < m_filter->rowCount(); ++row) {
    const QModelIndex connection = m_filter->index(row, 0);
    const QString key = connection.data(ConnectionRole).toString();
    if (isExpanded(connection)) open.insert(key);
    for (int table = 0; table < m_filter->rowCount(connection); ++table) {
      const QModelIndex index = m_filter->index(table, 0, connection);
      if (isExpanded(index)) open.insert(key + QLatin1Char('/') + index.data().toString());
    }
  }
  return open;
}

void ConnectionTree::openRows(const QSet<QString>& open) {
  for (int row = 0; row < m_filter->rowCount(); ++row) {
    const QModelIndex connection = m_filter->index(row, 0);
    const QString key = connection.data(ConnectionRole).toString();
    if (open.contains(key)) expand(connection);
    for (int table = 0; table < m_filter->rowCount(connection); ++table) {
      const QModelIndex index = m_filter->index(table, 0, connection);
      if (open.contains(key + QLatin1Char('/') + index.data().toString())) expand(index);
    }
  }
}

void ConnectionTree::reload() {
  whenDone(m_connections.all(), this, [this](const Expected<QVector<Connection>>& all) {
    if (all) fill(*all);
  });
}

void ConnectionTree::refresh() {
  reload();
  for (int row = 0; row < m_model->rowCount(); ++row) {
    QStandardItem* item = m_model->item(row);
    if (m_loaded.contains(item->data(ConnectionRole).toLongLong())) loadTables(item, Ask::Again);
  }
}

void ConnectionTree::refreshTables(ConnectionId id) {
  QStandardItem* item = itemOf(id);
  if (item && m_loaded.contains(id.value)) loadTables(item, Ask::Again);
}

bool ConnectionTree::filesWereLookedAt() const {
  return !m_isLooking && std::all_of(m_loaded.cbegin(), m_loaded.cend(),
                                     [this](qint64 id) { return !m_fileStates.value(id).isEmpty(); });
}

void ConnectionTree::lookAtFiles() {
  if (m_isLooking || !isVisible()) return;
  QVector<QPair<qint64, QString>> files;
  for (const qint64 id : std::as_const(m_loaded)) {
    const Connection connection = m_known.value(id);
    if (connection.engine == Engine::Sqlite && !connection.file.isEmpty()) files.append({id, connection.file});
  }
  if (files.isEmpty()) return;
  m_isLooking = true;
  whenDone(runInBackground([files] {
             QHash<qint64, QString> states;
             for (const auto& [id, file] : files) states.insert(id, fileState(file));
             return states;
           }),
           this, [this](const QHash<qint64, QString>& states) {
             m_isLooking = false;
             for (auto state = states.cbegin(); state != states.cend(); ++state) {
               const QString before = std::exchange(m_fileStates[state.key()], state.value());
               if (!before.isEmpty() && before != state.value()) refreshTables(ConnectionId{state.key()});
             }
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

// The whole row, its indent too.
void ConnectionTree::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Theme& theme = Theme::of(palette());
  const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
  if (selectionModel()->isSelected(index)) painter->fillRect(row, theme.accentSoft);
  QTreeView::drawRow(painter, option, index);
  if (!hasFocus() || currentIndex() != index) return;
  painter->setPen(theme.accent);
  painter->drawRect(row.adjusted(0, 0, -1, -1));
}

void ConnectionTree::paintEvent(QPaintEvent* event) {
  QTreeView::paintEvent(event);
  if (m_wanted.isEmpty() || m_filter->rowCount() > 0) return;
  QPainter painter(viewport());
  painter.setPen(Theme::of(palette()).dim);
  painter.drawText(viewport()->rect().adjusted(8, 8, -8, -8), Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap,
                   filterText());
}

QString ConnectionTree::filterText() const {
  if (m_wanted.isEmpty() || m_filter->rowCount() > 0) return {};
  return m_loading.isEmpty() ? tr("Nothing is named “%1”.").arg(beginningOf(m_wanted)) : tr("Searching…");
}

void ConnectionTree::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && !m_wanted.isEmpty()) return Q_EMIT filterCleared();
  if (event->key() == Qt::Key_F5) return refresh();
  QTreeView::keyPressEvent(event);
}

void ConnectionTree::contextMenuEvent(QContextMenuEvent* event) {
  const QModelIndex index = event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
  const ConnectionId id{index.data(ConnectionRole).toLongLong()};
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (id.isValid()) {
    menu->addAction(tr("&New query here"), this, [this, id] { Q_EMIT newQueryWanted(id); });
    menu->addAction(tr("&Use for this query"), this, [this, id] { Q_EMIT connectionChosen(id); });
    menu->addSeparator();
  }
  const QString name = index.data(InsertRole).toString();
  if (!name.isEmpty()) {
    menu->addAction(tr("&Insert name"), this, [this, name] { Q_EMIT nameChosen(name); });
    menu->addAction(tr("&Copy name"), this, [name] { QGuiApplication::clipboard()->setText(name); });
    menu->addSeparator();
  }
  menu->addAction(tr("&Refresh"), QKeySequence(Qt::Key_F5), this, &ConnectionTree::refresh);
  const QPoint at = index.isValid() ? visualRect(index).bottomLeft() : QPoint(8, 8);
  menu->popup(event->reason() == QContextMenuEvent::Mouse ? event->globalPos() : viewport()->mapToGlobal(at));
}

void ConnectionTree::fill(const QVector<Connection>& connections) {
  QHash<qint64, Connection> known;
  for (const Connection& connection : connections) known.insert(connection.id.value, connection);
  for (int row = m_model->rowCount() - 1; row >= 0; --row) {
    const qint64 id = m_model->item(row)->data(ConnectionRole).toLongLong();
    if (known.contains(id)) continue;
    m_model->removeRow(row);
    m_loaded.remove(id);
    m_tables.remove(id);
    m_fileStates.remove(id);
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
  if (!m_wanted.isEmpty()) {
    for (int row = 0; row < m_model->rowCount(); ++row) loadTables(m_model->item(row), Ask::Once);
  }
  if (m_expandNext.isValid()) expandConnection(m_expandNext);
}

void ConnectionTree::loadTables(QStandardItem* item, Ask ask) {
  const qint64 id = item->data(ConnectionRole).toLongLong();
  if (m_loading.contains(id) || !m_known.contains(id)) return;
  if (ask == Ask::Once && m_loaded.contains(id)) return;
  m_loaded.insert(id);
  m_loading.insert(id);
  whenDone(m_queries.tables(m_known.value(id), QString(), m_cancel), this,
           [this, id](const Expected<QVector<TableInfo>>& tables) {
             m_loading.remove(id);
             if (QStandardItem* parent = itemOf(ConnectionId{id})) showTables(parent, tables);
             viewport()->update();
           });
}

void ConnectionTree::showTables(QStandardItem* item, const Expected<QVector<TableInfo>>& tables) {
  const ConnectionId id{item->data(ConnectionRole).toLongLong()};
  if (!tables) {
    // The next time it is opened up it is asked again.
    m_loaded.remove(id.value);
    m_tables.remove(id.value);
    m_fileStates.remove(id.value);
    item->removeRows(0, item->rowCount());
    item->appendRow(makeItem(tables.error().message, Level::Words, id, {}));
    return;
  }
  const auto shown = m_tables.constFind(id.value);
  if (shown != m_tables.cend() && isSame(*shown, *tables)) return;
  const QSet<QString> open = openRows();
  const QModelIndex current = currentIndex();
  const bool isHere = current.parent().isValid() && current.data(ConnectionRole).toLongLong() == id.value;
  const bool isColumn = current.data(LevelRole).toInt() == static_cast<int>(Level::Column);
  const QString name = isColumn ? current.parent().data().toString() : current.data().toString();
  m_tables.insert(id.value, *tables);
  item->removeRows(0, item->rowCount());
  fillTables(item, *tables);
  if (!m_wanted.isEmpty()) return openToFound();
  openRows(open);
  if (!isHere) return;
  const auto again =
      m_model->match(item->index().siblingAtColumn(0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive);
  if (!again.isEmpty()) setCurrentIndex(m_filter->mapFromSource(again.first()));
}

void ConnectionTree::fillTables(QStandardItem* item, const QVector<TableInfo>& tables) {
  const ConnectionId id{item->data(ConnectionRole).toLongLong()};
  if (tables.isEmpty()) item->appendRow(makeItem(tr("No tables"), Level::Words, id, {}));
  for (const TableInfo& table : tables) {
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
  } else if (level == Level::Table || level == Level::Column) {
    Q_EMIT nameChosen(index.data(InsertRole).toString());
  }
}

}  // namespace courier
