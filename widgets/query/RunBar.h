#pragma once

#include <QWidget>

#include "models/storage/Settings.h"
#include "models/targets/TargetStore.h"

class QLabel;

namespace courier {

class Button;
class ConnectionBox;
class SendButton;

/// The bar between editor and result: Run, Stop, the connection, how far the run is, "Send to".
class RunBar final : public QWidget {
  Q_OBJECT
 public:
  RunBar(TargetStore& targets, Settings& settings, QWidget* parent = nullptr);

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
