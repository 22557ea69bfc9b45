#pragma once

#include "widgets/common/Dialog.h"

namespace courier {

/// Asks before something that cannot be undone: what happens, what stays. accepted() when the person agrees.
class ConfirmDialog final : public Dialog {
  Q_OBJECT
 public:
  ConfirmDialog(const QString& question, const QString& consequences, const QString& agree, QWidget* parent = nullptr);
};

}  // namespace courier
