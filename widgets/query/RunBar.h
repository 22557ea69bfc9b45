#pragma once

#include <QVector>
#include <QWidget>

#include "models/query/Connection.h"
#include "models/storage/Settings.h"
#include "models/targets/TargetStore.h"
#include "widgets/common/Button.h"

class QLabel;

namespace courier {

class ConnectionBox;

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

/// The bar between editor and result: Run, Stop, the connection, how far the run is, "Send to".
class RunBar final : public QWidget {
  Q_OBJECT
 public:
  RunBar(TargetStore& targets, Settings& settings, QWidget* parent = nullptr);

  /// The connection of the next run: its label is in Run's words.
  void setConnection(const Connection& connection);
  void setRunning(bool running);
  /// "12,000 rows… 1.2 s"; "" says nothing.
  void setProgress(const QString& text);
  void setSendable(bool sendable);
  [[nodiscard]] ConnectionBox* connectionBox() const { return m_connections; }
  [[nodiscard]] SendButton* sendButton() const { return m_send; }
  [[nodiscard]] QString progress() const;

 Q_SIGNALS:
  void runClicked();
  void stopClicked();
  void scheduleClicked();

 private:
  Button* m_run;
  Button* m_stop;
  ConnectionBox* m_connections;
  QLabel* m_progress;
  SendButton* m_send;
};

}  // namespace courier
