#include "models/explore/ResultTableModel.h"

#include <QByteArray>
#include <algorithm>

#include "models/data/CellText.h"

namespace courier {

ResultTableModel::ResultTableModel(QObject* parent) : QAbstractTableModel(parent) {}

ResultTableModel::~ResultTableModel() = default;

void ResultTableModel::setStore(std::shared_ptr<ResultStore> store) {
  if (m_store) disconnect(m_store.get(), nullptr, this, nullptr);
  m_store = std::move(store);
  if (m_store) {
    connect(m_store.get(), &ResultStore::begun, this, &ResultTableModel::reset);
    connect(m_store.get(), &ResultStore::appended, this, &ResultTableModel::grow);
  }
  reset();
  if (m_store) grow(m_store->rowCount());
}

void ResultTableModel::catchUp() {
  if (m_store) grow(m_store->rowCount());
}

int ResultTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_rowCount;
}

int ResultTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ResultTableModel::data(const QModelIndex& index, int role) const {
  const bool isServed = role == Qt::DisplayRole || role == KindRole || role == RawTextRole || role == BytesRole;
  if (!isServed || !index.isValid() || (m_rows && index.row() >= m_rows->size())) return {};
  const qint64 row = resultRow(index.row());
  const Cached& place = cached(row);
  // A new result may be in the store while the old one's row and column counts are still shown.
  if (!place.batch || index.column() >= place.batch->columnCount())
    return role == Qt::DisplayRole ? QVariant(tr("(cannot be read)")) : QVariant();
  const Cell cell = place.batch->cell(static_cast<int>(row - place.firstRow), index.column());
  switch (role) {
    case KindRole:
      return static_cast<int>(cell.kind);
    case RawTextRole:
      return cellRawText(cell);
    case BytesRole:
      if (cell.kind != CellKind::Text && cell.kind != CellKind::Blob && cell.kind != CellKind::Array) return {};
      return QByteArray(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size()));
    default:
      return cellDisplayText(cell);
  }
}

QVariant ResultTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
  if (section < 0 || section >= m_columns.size()) return {};
  const Column& column = m_columns[section];
  if (role == Qt::DisplayRole) return column.name;
  if (role == Qt::ToolTipRole && !column.databaseType.isEmpty()) return column.databaseType;
  if (role == TypeNameRole) return columnTypeName(column.type, column.element);
  if (role == SortRole) {
    for (qsizetype at = 0; at < m_arrangement.order.size(); ++at) {
      const SortKey& key = m_arrangement.order[at];
      if (key.column == section) return static_cast<int>(key.descending ? -at - 1 : at + 1);
    }
    return 0;
  }
  if (role == FilterRole) {
    return std::any_of(m_arrangement.filters.cbegin(), m_arrangement.filters.cend(),
                       [section](const ValueFilter& filter) { return filter.column == section; });
  }
  return {};
}

void ResultTableModel::reset() {
  beginResetModel();
  m_columns = m_store ? m_store->typedColumns() : Columns();
  m_rowCount = 0;
  m_rows.reset();
  m_arrangement = {};
  m_cache = {};
  endResetModel();
}

void ResultTableModel::setRows(RowListPtr rows, Arrangement arrangement) {
  m_rows = std::move(rows);
  m_arrangement = std::move(arrangement);
  showRows(m_rows ? m_rows->size() : m_store ? m_store->rowCount() : 0);
  if (m_rowCount > 0 && !m_columns.isEmpty())
    Q_EMIT dataChanged(index(0, 0), index(m_rowCount - 1, static_cast<int>(m_columns.size()) - 1));
  if (!m_columns.isEmpty()) Q_EMIT headerDataChanged(Qt::Horizontal, 0, static_cast<int>(m_columns.size()) - 1);
}

qint64 ResultTableModel::resultRow(int place) const {
  return m_rows ? m_rows->rowAt(place) : place;
}

void ResultTableModel::showRows(qint64 rowCount) {
  const int rows = static_cast<int>(std::min<qint64>(rowCount, kMostShown));
  if (rows > m_rowCount) {
    beginInsertRows({}, m_rowCount, rows - 1);
    m_rowCount = rows;
    endInsertRows();
  } else if (rows < m_rowCount) {
    beginRemoveRows({}, rows, m_rowCount - 1);
    m_rowCount = rows;
    endRemoveRows();
  }
}

void ResultTableModel::grow(qint64 rowCount) {
  // Rows that were not arranged yet are not among those shown.
  if (!m_rows) showRows(rowCount);
  Columns typed = m_store->typedColumns();
  if (typed.size() != m_columns.size() || typed == m_columns) return;
  m_columns = std::move(typed);
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, static_cast<int>(m_columns.size()) - 1);
}

const ResultTableModel::Cached& ResultTableModel::cached(qint64 row) const {
  const auto holds = [row](const Cached& each) {
    return each.batch && row >= each.firstRow && row < each.firstRow + each.batch->rowCount();
  };
  if (holds(m_cache[m_lastUsed])) return m_cache[m_lastUsed];
  const auto known = std::find_if(m_cache.begin(), m_cache.end(), holds);
  if (known != m_cache.end()) {
    m_lastUsed = static_cast<size_t>(known - m_cache.begin());
    return *known;
  }
  m_lastUsed = m_oldest;
  m_oldest = (m_oldest + 1) % m_cache.size();
  Cached& place = m_cache[m_lastUsed];
  const auto located = m_store->locate(row);
  place = located ? Cached{row - located->row, located->batch} : Cached{};
  return place;
}

}  // namespace courier
