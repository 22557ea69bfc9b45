#pragma once

#include <QTemporaryDir>
#include <QWidget>

#include "models/base/Clock.h"
#include "models/receiver/Receiver.h"
#include "models/receiver/RequestTableModel.h"

class QLabel;
class QStackedWidget;

namespace courier {

class Button;
class DataTable;
class Note;
class RequestView;

/// A window with a web server on 127.0.0.1 that shows every request as it arrived. Owns the receiver; closing the
/// window stops it. Bodies live in a temporary folder that goes with the window. Main thread.
class ReceiverWindow final : public QWidget {
  Q_OBJECT
 public:
  explicit ReceiverWindow(const Clock& clock, QWidget* parent = nullptr);
  ~ReceiverWindow() override;

  /// Starts the receiver if need be, shows the window and brings it to the front.
  void open();
  /// "web://127.0.0.1:PORT/"; "" while it does not run.
  [[nodiscard]] QString address() const;

 public Q_SLOTS:
  void start();
  void stop();

 Q_SIGNALS:
  /// "Use as target".
  void targetWanted(const QString& address);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void take(const ReceivedRequest& request);
  void showState();
  QTemporaryDir m_folder;
  Receiver m_receiver;
  RequestTableModel m_model;
  Note* m_note;
  QLabel* m_address;
  Button* m_copy;
  Button* m_use;
  Button* m_switch;
  QStackedWidget* m_stack;
  DataTable* m_table;
  RequestView* m_view;
};

}  // namespace courier
