#pragma once

#include <QVector>

#include "models/storage/Settings.h"
#include "models/targets/TargetStore.h"
#include "widgets/common/Button.h"

namespace courier {

/// "Send to: myweb ▾": offers the saved targets and another address. The one chosen last comes first the next time.
/// With no target it asks at once. Main thread.
class SendButton final : public Button {
  Q_OBJECT
 public:
  SendButton(TargetStore& targets, Settings& settings, QWidget* parent = nullptr);

  [[nodiscard]] QString preferredTarget() const;
  /// As a click on the preferred target.
  void sendToPreferred();

 Q_SIGNALS:
  /// `target`: a saved target's name, or "" where the person has yet to say.
  void sendWanted(const QString& target);

 private:
  void reload();
  void show(const QVector<Target>& targets);
  void choose(const QString& target);

  TargetStore& m_targets;
  Settings& m_settings;
  QMenu* m_targetMenu;
  QStringList m_names;
};

}  // namespace courier
