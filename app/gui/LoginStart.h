#pragma once

#include <QObject>
#include <optional>

#include "app/Autostart.h"
#include "models/storage/Settings.h"

class QWidget;

namespace courier {

struct ScheduleBanner;

/// Whether the agent starts at login, as the window knows and changes it. The looking and changing is done in the
/// background. Main thread.
class LoginStart final : public QObject {
  Q_OBJECT
 public:
  /// `autostart` of the program beside this one.
  LoginStart(Autostart autostart, Settings& settings, QObject* parent = nullptr);

  /// The query-courier beside the running program: an absolute path.
  [[nodiscard]] static QString agentProgram();

  /// Looks anew; changed() follows.
  void refresh();
  /// The first schedule was saved: asks, unless that was done before or it is installed.
  void askOnce(QWidget* window);
  /// Asks whether to start at login, or to stop doing so.
  void openQuestion(QWidget* window);
  [[nodiscard]] bool isInstalled() const { return m_state && m_state->isInstalled(); }
  /// What the Schedules page says at its top. `areAllowed`: by the administrator; `onCount`: schedules that are on.
  [[nodiscard]] ScheduleBanner banner(bool areAllowed, int onCount) const;

 Q_SIGNALS:
  void changed();

 private:
  void take(const Expected<AutostartState>& state);

  Autostart m_autostart;
  Settings& m_settings;
  std::optional<AutostartState> m_state;  ///< nothing while it is not known
  QString m_trouble;
};

}  // namespace courier
