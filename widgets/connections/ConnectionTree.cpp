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
#include <QStyledItemDelegate>
#include <algorithm>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/query/SqlName.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kLookMs = 2000;
constexpr int kFirstRows = 1000;

/// Name at the left, kind or type small and dim at the right.
class TreeDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Theme& theme = Theme::of(option.palette);
    const auto level = static_cast<SchemaTreeModel::Level>(index.data(SchemaTreeModel::LevelRole).toInt());
    const QString detail = index.data(SchemaTreeModel::DetailRole).toString();
    painter->save();
    QRect rect = option.rect.adjusted(2, 0, -6, 0);
    const QFont detailFont = smallFont();
    const QFontMetrics detailMetrics(detailFont);
    const QFont nameFont = level == SchemaTreeModel::Level::Connection ? semibold(option.font) : option.font;
    const QFontMetrics nameMetrics(nameFont);
    const QString text = beginningOf(index.data(Qt::DisplayRole).toString());
    // A text that has just its own width is shortened by some fonts.
    constexpr int kGap = 12;
    const int room = rect.width();
    const int nameWidth = nameMetrics.horizontalAdvance(text) + 2;
    int detailWidth = detail.isEmpty() ? 0 : detailMetrics.horizontalAdvance(detail);
    // The name matters more: the detail gives way first.
    if (detailWidth > 0 && nameWidth + kGap + detailWidth > room) detailWidth = std::max(0, room - nameWidth - kGap);
    if (detailWidth > 12) {
      painter->setFont(detailFont);
      painter->setPen(theme.dim);
      painter->drawText(rect, Qt::AlignVCenter | Qt::AlignRight,
                        detailMetrics.elidedText(detail, Qt::ElideRight, detailWidth + 1));
    }
    painter->setFont(nameFont);
    painter->setPen(level == SchemaTreeModel::Level::Words ? theme.dim : theme.text);
    const int nameRoom = room - (detailWidth > 12 ? detailWidth + kGap : 0);
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      nameMetrics.elidedText(text, Qt::ElideRight, nameRoom));
    painter->restore();
  }

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {60, 24}; }
};

/// The statement that shows a table's first rows. Treasure Data reads the whole table unless an interval of its time
/// says how much.
QString previewText(Engine engine, const TableName& table, const QStringList& columns) {
  const SqlDialect dialect = SqlDialect::of(engine);
  if (engine != Engine::TreasureData || !columns.contains(QStringLiteral("time")))
    return firstRowsText(table, dialect, kFirstRows);
  return ConnectionTree::tr("-- Only rows of the last day are read. Widen the interval to read more.") + u'\n' +
         firstRowsText(table, dialect, kFirstRows, QStringLiteral("TD_INTERVAL(time, '-1d')"));
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

}  // namespace

using Level = SchemaTreeModel::Level;

ConnectionTree::ConnectionTree(ConnectionStore& connections, QueryRunner& queries, QWidget* parent)
    : QTreeView(parent), m_model(new SchemaTreeModel(connections, queries, this)), m_queries(queries) {
  setAccessibleName(tr("Connections, tables and columns"));
  setHeaderHidden(true);
  setFrameShape(QFrame::NoFrame);
  setIndentation(16);
  setUniformRowHeights(true);
  setExpandsOnDoubleClick(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setDragEnabled(true);
  setDragDropMode(QAbstractItemView::DragOnly);
  setItemDelegate(new TreeDelegate(this));
  setModel(m_model);
  connect(this, &QTreeView::expanded, m_model, &SchemaTreeModel::load);
  connect(this, &QTreeView::doubleClicked, this, &ConnectionTree::choose);
  connect(this, &QTreeView::activated, this, [this](const QModelIndex& index) {
    if (!QGuiApplication::mouseButtons()) choose(index);
  });
  connect(m_model, &SchemaTreeModel::connectionsLoaded, this, [this] {
    if (m_expandNext.isValid()) expandConnection(m_expandNext);
  });
  connect(m_model, &SchemaTreeModel::loaded, this, &ConnectionTree::showLoaded);
  connect(m_model, &SchemaTreeModel::filtered, this, &ConnectionTree::openToFound);
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
  const quint64 current = currentIndex().data(SchemaTreeModel::IdRole).toULongLong();
  m_model->setFilter(wanted);
  if (wanted.isEmpty()) {
    for (const quint64 id : std::as_const(m_openBefore)) expand(m_model->indexOfId(id));
    setCurrentIndex(m_model->indexOfId(current));
    if (currentIndex().isValid()) scrollTo(currentIndex());
  }
  viewport()->update();
}

void ConnectionTree::openToFound() {
  const std::function<void(const QModelIndex&)> openBelow = [&](const QModelIndex& parent) {
    for (int row = 0; row < m_model->rowCount(parent); ++row) {
      const QModelIndex index = m_model->index(row, 0, parent);
      if (!m_model->holdsFound(index)) continue;
      expand(index);
      openBelow(index);
    }
  };
  openBelow({});
  viewport()->update();
}

QSet<quint64> ConnectionTree::openRows() const {
  QSet<quint64> open;
  const std::function<void(const QModelIndex&)> lookBelow = [&](const QModelIndex& parent) {
    for (int row = 0; row < m_model->rowCount(parent); ++row) {
      const QModelIndex index = m_model->index(row, 0, parent);
      if (!isExpanded(index)) continue;
      open.insert(index.data(SchemaTreeModel::IdRole).toULongLong());
      lookBelow(index);
    }
  };
  lookBelow({});
  return open;
}

void ConnectionTree::reload() {
  m_model->loadConnections();
}

void ConnectionTree::refresh() {
  reload();
  m_model->reload(SchemaTreeModel::Which::All);
}

void ConnectionTree::refreshFiles() {
  reload();
  m_model->reload(SchemaTreeModel::Which::Files);
}

void ConnectionTree::refreshTables(ConnectionId id) {
  m_model->reload(id);
}

bool ConnectionTree::filesWereLookedAt() const {
  const QVector<Connection> loaded = m_model->loadedConnections();
  return !m_isLooking && std::all_of(loaded.cbegin(), loaded.cend(), [this](const Connection& connection) {
    return connection.file.isEmpty() || !m_fileStates.value(connection.id.value).isEmpty();
  });
}

void ConnectionTree::lookAtFiles() {
  if (m_isLooking || !isVisible()) return;
  QVector<QPair<qint64, QString>> files;
  for (const Connection& connection : m_model->loadedConnections()) {
    if (connection.engine == Engine::Sqlite && !connection.file.isEmpty())
      files.append({connection.id.value, connection.file});
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
  const QModelIndex index = m_model->indexOf(id);
  m_expandNext = index.isValid() ? ConnectionId() : id;
  if (index.isValid()) expand(index);
}

// Of many schemas the one that needs no name is what most people look for.
void ConnectionTree::showLoaded(const QModelIndex& index) {
  viewport()->update();
  const auto level = static_cast<Level>(index.data(SchemaTreeModel::LevelRole).toInt());
  if (!m_wanted.isEmpty() || (level != Level::Connection && level != Level::Catalog)) return;
  const quint64 id = index.data(SchemaTreeModel::IdRole).toULongLong();
  if (m_opened.contains(id)) return;
  for (int row = 0; row < m_model->rowCount(index); ++row) {
    const QModelIndex child = m_model->index(row, 0, index);
    const auto below = static_cast<Level>(child.data(SchemaTreeModel::LevelRole).toInt());
    if (below != Level::Schema && below != Level::Catalog) return;
    m_opened.insert(id);
    if (m_model->isDefault(child)) expand(child);
  }
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
  if (m_wanted.isEmpty() || m_model->rowCount() > 0) return;
  QPainter painter(viewport());
  painter.setPen(Theme::of(palette()).dim);
  painter.drawText(viewport()->rect().adjusted(8, 8, -8, -8), Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap,
                   filterText());
}

QString ConnectionTree::filterText() const {
  if (m_wanted.isEmpty() || m_model->rowCount() > 0) return {};
  return m_model->isBusy() ? tr("Searching…") : tr("Nothing is named “%1”.").arg(beginningOf(m_wanted));
}

void ConnectionTree::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && !m_wanted.isEmpty()) return Q_EMIT filterCleared();
  if (event->key() == Qt::Key_F5) return refresh();
  const QModelIndex index = currentIndex();
  if (static_cast<Level>(index.data(SchemaTreeModel::LevelRole).toInt()) == Level::Connection && index.isValid()) {
    const ConnectionId id = m_model->connectionOf(index).id;
    if (event->key() == Qt::Key_F2) return Q_EMIT renameWanted(id);
    if (event->key() == Qt::Key_Delete) return Q_EMIT deleteWanted(id);
  }
  if (event->matches(QKeySequence::Copy)) return copyName(index);
  QTreeView::keyPressEvent(event);
}

void ConnectionTree::contextMenuEvent(QContextMenuEvent* event) {
  const QModelIndex index = event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (index.isValid()) fillMenu(menu, index);
  menu->addAction(tr("&Refresh"), QKeySequence(Qt::Key_F5), this, &ConnectionTree::refresh);
  const QPoint at = index.isValid() ? visualRect(index).bottomLeft() : QPoint(8, 8);
  menu->popup(event->reason() == QContextMenuEvent::Mouse ? event->globalPos() : viewport()->mapToGlobal(at));
}

void ConnectionTree::fillMenu(QMenu* menu, const QModelIndex& index) {
  const auto level = static_cast<Level>(index.data(SchemaTreeModel::LevelRole).toInt());
  const Connection connection = m_model->connectionOf(index);
  const ConnectionId id = connection.id;
  if (level == Level::Table) {
    const TableName table = m_model->tableOf(index);
    menu->addAction(tr("&Show first %L1 rows").arg(kFirstRows), this,
                    [this, kept = QPersistentModelIndex(index)] { showFirstRows(kept); });
    menu->addAction(tr("Show C&REATE text"), this,
                    [this, access = m_model->accessOf(index), table] { showCreateText(access, table); });
    menu->addSeparator();
  }
  menu->addAction(tr("&New query here"), this, [this, id] { Q_EMIT newQueryWanted(id); });
  menu->addAction(tr("&Use for this query"), this, [this, id] { Q_EMIT connectionChosen(id); });
  menu->addSeparator();
  if (level == Level::Connection) {
    menu->addAction(tr("&Edit…"), this, [this, id] { Q_EMIT editWanted(id); });
    menu->addAction(tr("Rena&me…"), QKeySequence(Qt::Key_F2), this, [this, id] { Q_EMIT renameWanted(id); });
    menu->addAction(tr("Du&plicate"), this, [this, id] { Q_EMIT duplicateWanted(id); });
    menu->addAction(tr("&Delete…"), QKeySequence(Qt::Key_Delete), this, [this, id] { Q_EMIT deleteWanted(id); });
    menu->addSeparator();
  }
  if (const QString name = index.data(SchemaTreeModel::InsertRole).toString(); !name.isEmpty()) {
    menu->addAction(tr("&Insert name"), this, [this, name] { Q_EMIT nameChosen(name); });
    menu->addAction(tr("&Copy name"), QKeySequence::Copy, this, [this, index] { copyName(index); });
    menu->addSeparator();
  }
}

void ConnectionTree::copyName(const QModelIndex& index) const {
  QString name = index.data(SchemaTreeModel::InsertRole).toString();
  if (name.isEmpty()) name = index.data().toString();
  QGuiApplication::clipboard()->setText(name);
}

void ConnectionTree::showFirstRows(const QModelIndex& index) {
  if (!index.isValid()) return;
  const DatabaseAccess access = m_model->accessOf(index);
  const TableName table = m_model->tableOf(index);
  const auto show = [this, id = access.connection.id, engine = access.connection.engine,
                     table](const QStringList& columns) {
    Q_EMIT queryWanted(id, table.name, previewText(engine, table, columns), kFirstRows);
  };
  if (access.connection.engine != Engine::TreasureData) return show({});
  if (const auto known = m_model->columnsOf(index)) return show(*known);
  whenDone(m_queries.columns(access, table, m_cancel), this,
           [this, show](const Expected<QVector<TableColumn>>& columns) {
             if (!columns) return Q_EMIT failed(columns.error().message);
             QStringList names;
             for (const TableColumn& column : *columns) names += column.name;
             show(names);
           });
}

void ConnectionTree::showCreateText(const DatabaseAccess& access, const TableName& table) {
  whenDone(m_queries.details(access, table, m_cancel), this,
           [this, connection = access.connection, table](const Expected<TableDetails>& details) {
             if (!details) return Q_EMIT failed(details.error().message);
             if (details->createText.isEmpty())
               return Q_EMIT failed(tr("The database does not tell how “%1” was made.").arg(table.name));
             const QString text = details->isRebuilt ? tr("-- Rebuilt from the database's catalog.") +
                                                           QLatin1Char('\n') + details->createText
                                                     : details->createText;
             Q_EMIT queryWanted(connection.id, table.name, text, 0);
           });
}

void ConnectionTree::choose(const QModelIndex& index) {
  switch (static_cast<Level>(index.data(SchemaTreeModel::LevelRole).toInt())) {
    case Level::Connection:
    case Level::Catalog:
    case Level::Schema:
    case Level::Details:
      return setExpanded(index, !isExpanded(index));
    case Level::Table:
    case Level::Column:
      return Q_EMIT nameChosen(index.data(SchemaTreeModel::InsertRole).toString());
    default:
      return;
  }
}

}  // namespace courier
