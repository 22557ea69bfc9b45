#pragma once

#include <functional>

#include "widgets/common/CellDelegate.h"

namespace courier {

/// Draws a cell as a switch. Main thread.
class SwitchDelegate final : public CellDelegate {
  Q_OBJECT
 public:
  using IsOn = std::function<bool(const QModelIndex& index)>;
  SwitchDelegate(IsOn isOn, QObject* parent = nullptr);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  IsOn m_isOn;
};

}  // namespace courier
