#pragma once

#include "models/jobs/KeptBody.h"
#include "widgets/common/Dialog.h"

namespace courier {

/// The beginning of a kept body as text, unpacked where it is packed.
class BodyDialog final : public Dialog {
  Q_OBJECT
 public:
  BodyDialog(const QString& heading, const BodyBeginning& body, QWidget* parent = nullptr);

 Q_SIGNALS:
  void saveRequested();
};

}  // namespace courier
