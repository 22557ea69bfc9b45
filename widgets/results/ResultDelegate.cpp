#include "widgets/results/ResultDelegate.h"

#include "models/data/ResultTableModel.h"

namespace courier {

CellLook ResultDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  CellLook cell = CellDelegate::look(option, index);
  const Theme& theme = Theme::of(option.palette);
  switch (static_cast<CellKind>(index.data(ResultTableModel::KindRole).toInt())) {
    case CellKind::Integer:
      cell.text = groupedNumber(cell.text, option.locale);
      cell.alignment = Qt::AlignRight;
      break;
    case CellKind::Real:
      cell.alignment = Qt::AlignRight;
      break;
    case CellKind::Null:
      cell.color = theme.null;
      cell.font.setItalic(true);
      break;
    case CellKind::Blob:
      cell.color = theme.dim;
      break;
    case CellKind::Boolean:
    case CellKind::Text:
    case CellKind::Array:
      break;
  }
  return cell;
}

}  // namespace courier
