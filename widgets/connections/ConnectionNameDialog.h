#pragma once

#include <QFuture>
#include <functional>

#include "models/base/Expected.h"
#include "widgets/common/Dialog.h"

namespace courier {

class CheckedField;

/// Asks for a connection's name, to rename or to duplicate it. Stays open and says why while the name cannot be had.
class ConnectionNameDialog final : public Dialog {
  Q_OBJECT
 public:
  using Save = std::function<QFuture<Expected<void>>(const QString& name)>;

  ConnectionNameDialog(const QString& heading, const QString& name, const QString& agree, Save save,
                       QWidget* parent = nullptr);

 private:
  void trySave();
  Save m_save;
  CheckedField* m_name;
  Button* m_agree;
};

}  // namespace courier
