#include "models/explore/DiffTableModel.h"

#include <QCoreApplication>
#include <algorithm>
#include <limits>
#include <optional>

#include "models/base/TableRoles.h"
#include "models/data/CellText.h"

namespace courier {
namespace {

/// Its batch keeps the value alive.
struct Found {
  ColumnBatchPtr batch;
  Cell cell;
};

std::optional<Found> find(const ResultStore& store, qint64 row, int column) {
  if (row < 0 || column < 0) return std::nullopt;
  const auto located = store.locate(row);
  if (!located || column >= located->batch->columnCount()) return std::nullopt;
  return Found{located->batch, located->batch->cell(located->row, column)};
}

QString names(const ResultDiff& diff, ColumnChange change) {
  QStringList list;
  for (const DiffColumn& column : diff.columns) {
    if (column.change != change) continue;
    QString name = QStringLiteral("“%1”").arg(column.name);
    if (change == ColumnChange::TypeChanged) {
      name += QStringLiteral(" (%1 → %2)").arg(column.olderType, column.newerType);
    }
    list.append(name);
  }
  return list.join(QStringLiteral(", "));
}

}  // namespace

DiffTableModel::DiffTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void DiffTableModel::setDiff(std::shared_ptr<ResultStore> older, std::shared_ptr<ResultStore> newer,
                             std::shared_ptr<const ResultDiff> diff) {
  beginResetModel();
  m_older = std::move(older);
  m_newer = std::move(newer);
  m_diff = std::move(diff);
  endResetModel();
}

int DiffTableModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !m_diff) return 0;
  return static_cast<int>(std::min<size_t>(m_diff->rows.size(), std::numeric_limits<int>::max()));
}

int DiffTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_diff ? 0 : static_cast<int>(m_diff->columns.size()) + 1;
}

QVariant DiffTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || !m_diff) return {};
  const DiffRow& row = m_diff->rows[static_cast<size_t>(index.row())];
  if (role == ChangeRole) return static_cast<int>(row.change);
  return index.column() == 0 ? changeWord(row, role) : value(row, m_diff->columns[index.column() - 1], role);
}

QVariant DiffTableModel::changeWord(const DiffRow& row, int role) const {
  if (role == ValueChangedRole) return false;
  if (role == ResultTableModel::KindRole) return static_cast<int>(CellKind::Text);
  if (role == NoteRole) {
    const qint64 number = (row.change == RowChange::Removed ? row.older : row.newer) + 1;
    return row.change == RowChange::Removed ? tr("row %L1 before").arg(number) : tr("row %L1").arg(number);
  }
  if (role != Qt::DisplayRole && role != ResultTableModel::RawTextRole) return {};
  switch (row.change) {
    case RowChange::Added:
      return tr("added");
    case RowChange::Removed:
      return tr("removed");
    case RowChange::Changed:
      break;
  }
  return tr("changed");
}

QVariant DiffTableModel::value(const DiffRow& row, const DiffColumn& column, int role) const {
  const bool isServed = role == Qt::DisplayRole || role == Qt::ToolTipRole || role == ValueChangedRole ||
                        role == ResultTableModel::KindRole || role == ResultTableModel::RawTextRole;
  if (!isServed) return {};
  const auto was = find(*m_older, row.older, column.older);
  const auto is = find(*m_newer, row.newer, column.newer);
  const bool changed = was && is && !isSameValue(was->cell, is->cell);
  if (role == ValueChangedRole) return changed;
  const QString arrow = QStringLiteral(" → ");
  if (changed) {
    if (role == ResultTableModel::KindRole) return static_cast<int>(CellKind::Text);
    if (role == ResultTableModel::RawTextRole) return cellRawText(was->cell) + arrow + cellRawText(is->cell);
    return cellDisplayText(was->cell) + arrow + cellDisplayText(is->cell);
  }
  // A row of one result has no value in a column of the other.
  const auto& found = is ? is : was;
  if (!found) return role == Qt::DisplayRole ? QVariant(QString()) : QVariant();
  if (role == ResultTableModel::KindRole) return static_cast<int>(found->cell.kind);
  if (role == ResultTableModel::RawTextRole) return cellRawText(found->cell);
  return role == Qt::DisplayRole ? QVariant(cellDisplayText(found->cell)) : QVariant();
}

QVariant DiffTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || !m_diff || section < 0 || section > m_diff->columns.size()) return {};
  if (section == 0) return role == Qt::DisplayRole ? QVariant(tr("Change")) : QVariant();
  const DiffColumn& column = m_diff->columns[section - 1];
  if (role == Qt::DisplayRole) return column.name;
  if (role != ResultTableModel::TypeNameRole) return {};
  switch (column.change) {
    case ColumnChange::Same:
      break;
    case ColumnChange::TypeChanged:
      return QStringLiteral("%1 → %2").arg(column.olderType, column.newerType);
    case ColumnChange::Added:
      return tr("%1, added", "a column's type, then what happened to the column").arg(column.newerType);
    case ColumnChange::Removed:
      return tr("%1, removed", "a column's type, then what happened to the column").arg(column.olderType);
  }
  return column.newer >= 0 ? column.newerType : column.olderType;
}

QStringList diffNotes(const ResultDiff& diff) {
  QStringList notes;
  const bool hasCommon =
      std::any_of(diff.columns.begin(), diff.columns.end(), [](const DiffColumn& column) { return column.isInBoth(); });
  if (!hasCommon && !diff.columns.isEmpty()) {
    notes.append(DiffTableModel::tr("The two bodies have no column in common, so no row can be the same."));
  } else if (!diff.keys.isEmpty()) {
    QStringList keys;
    for (const int key : diff.keys) keys.append(QStringLiteral("“%1”").arg(diff.columns[key].name));
    notes.append(DiffTableModel::tr("Rows are matched by %1.").arg(keys.join(QStringLiteral(", "))));
  } else if (diff.keysRefused) {
    notes.append(
        DiffTableModel::tr("The chosen columns do not identify each row, so whole rows are compared: a changed row "
                           "counts as one removed and one added."));
  } else {
    notes.append(DiffTableModel::tr("Whole rows are compared: a changed row counts as one removed and one added."));
  }
  if (const QString list = names(diff, ColumnChange::Added); !list.isEmpty()) {
    notes.append(DiffTableModel::tr("Columns added: %1.").arg(list));
  }
  if (const QString list = names(diff, ColumnChange::Removed); !list.isEmpty()) {
    notes.append(DiffTableModel::tr("Columns removed: %1.").arg(list));
  }
  if (const QString list = names(diff, ColumnChange::TypeChanged); !list.isEmpty()) {
    notes.append(DiffTableModel::tr("Types changed: %1.").arg(list));
  }
  if (diff.columnsMoved) notes.append(DiffTableModel::tr("The columns are in a different order."));
  if (diff.rowsMoved) notes.append(DiffTableModel::tr("The rows are in a different order."));
  return notes;
}

}  // namespace courier
