#include "models/data/ResultTableModel.h"

#include <QByteArray>
#include <algorithm>
#include <limits>

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

int ResultTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_rowCount;
}

int ResultTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ResultTableModel::data(const QModelIndex& index, int role) const {
  const bool isServed = role == Qt::DisplayRole || (role >= KindRole && role <= BytesRole && role != TypeNameRole);
  if (!isServed || !index.isValid()) return {};
  const Cached& place = cached(index.row());
  // A new result may be in the store while the old one's row and column counts are still shown.
  if (!place.batch || index.column() >= place.batch->columnCount())
    return role == Qt::DisplayRole ? QVariant(tr("(cannot be read)")) : QVariant();
  const Cell cell = place.batch->cell(static_cast<int>(index.row() - place.firstRow), index.column());
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
  return {};
}

void ResultTableModel::reset() {
  beginResetModel();
  m_columns = m_store ? m_store->typedColumns() : Columns();
  m_rowCount = 0;
  m_cache = {};
  endResetModel();
}

void ResultTableModel::grow(qint64 rowCount) {
  const int rows = static_cast<int>(std::min<qint64>(rowCount, std::numeric_limits<int>::max()));
  if (rows > m_rowCount) {
    beginInsertRows({}, m_rowCount, rows - 1);
    m_rowCount = rows;
    endInsertRows();
  }
  Columns typed = m_store->typedColumns();
  if (typed.size() != m_columns.size() || typed == m_columns) return;
  m_columns = std::move(typed);
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, static_cast<int>(m_columns.size()) - 1);
}

const ResultTableModel::Cached& ResultTableModel::cached(int row) const {
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
