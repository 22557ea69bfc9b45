#include "widgets/connections/FilePreviewModel.h"

#include "models/base/TableRoles.h"
#include "widgets/common/Labels.h"

namespace courier {

void FilePreviewModel::show(const FileLayout& layout) {
  beginResetModel();
  m_columns = layout.columns;
  m_rows = layout.firstRows;
  endResetModel();
}

int FilePreviewModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FilePreviewModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant FilePreviewModel::data(const QModelIndex& index, int role) const {
  const QString text = m_rows.value(index.row()).value(index.column());
  const bool isNumber = m_columns.value(index.column()).type != CellType::Text;
  switch (role) {
    case Qt::DisplayRole:
      return text.isNull() ? QStringLiteral("NULL") : beginningOf(text);
    case Qt::TextAlignmentRole:
      return int(Qt::AlignVCenter | (isNumber && !text.isNull() ? Qt::AlignRight : Qt::AlignLeft));
    case FaceRole:
      return int(text.isNull() ? Face::Faint : Face::Plain);
    default:
      return {};
  }
}

QVariant FilePreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const FileColumn column = m_columns.value(section);
  if (role == Qt::DisplayRole)
    return tr("%1 · %2", "a column and its type: amount · REAL")
        .arg(beginningOf(column.name, 40), QLatin1String(cellTypeName(column.type)));
  if (role == Qt::ToolTipRole && !column.original.isNull() && column.original != column.name)
    return column.original.isEmpty() ? tr("without a name in the file") : tr("in the file: %1").arg(column.original);
  return {};
}

}  // namespace courier
