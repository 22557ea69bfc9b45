#pragma once

#include "widgets/common/CellDelegate.h"

namespace courier {

/// One value of a result: numbers at the right in the locale's groups, NULL dim and slanted, blobs dim.
class ResultDelegate : public CellDelegate {
  Q_OBJECT
 public:
  using CellDelegate::CellDelegate;

 protected:
  [[nodiscard]] CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace courier
