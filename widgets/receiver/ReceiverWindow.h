#pragma once

#include <QTemporaryDir>

#include "models/base/Clock.h"
#include "models/receiver/Receiver.h"
#include "models/receiver/RequestTableModel.h"
#include "models/storage/Settings.h"
#include "widgets/common/FocusPlace.h"
#include "widgets/common/Page.h"

class QLabel;

namespace courier {

class Button;
class DataTable;
class EmptyState;
class Note;
class ReceiverFields;
class RequestView;

/// A window with a web server on 127.0.0.1 that shows every request as it arrived. Owns the receiver; closing the
/// window stops it. Bodies live in a temporary folder that goes with the window. Main thread.
class ReceiverWindow final : public Page {
  Q_OBJECT
 public:
  /// `settings`: remembers its port; outlives it.
  ReceiverWindow(Settings& settings, const Clock& clock, QWidget* parent = nullptr);
  ~ReceiverWindow() override;

  /// Starts the receiver if need be, shows the window and brings it to the front.
  void open();
  /// "web://127.0.0.1:PORT/"; "" while it does not run.
  [[nodiscard]] QString address() const;
  /// The same with the user and password that it demands, for a target: not to be shown.
  [[nodiscard]] QString addressWithSignIn() const;
  /// Where it keeps bodies while they are listed.
  [[nodiscard]] QString folder() const { return m_folder.path(); }

 public Q_SLOTS:
  /// On the port of the last time, after a restart too, so that a target made of it still holds. Where another program
  /// has taken that, on a free one until it stops, and says so; the person may keep the new one.
  void start();
  void stop();
  /// Forgets every request, with the files their bodies are in.
  void clear();

 Q_SIGNALS:
  /// "Use as target", with addressWithSignIn().
  void targetWanted(const QString& address);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void take(const ReceivedRequest& request);
  void forget(const QVector<ReceivedRequest>& requests);
  void showState();
  [[nodiscard]] Expected<void> startAt(quint16 port);
  [[nodiscard]] quint16 keptPort() const;
  void keepPort();
  void connectParts();
  QTemporaryDir m_folder;
  Receiver m_receiver;
  RequestTableModel m_model;
  Note* m_note;
  QLabel* m_address;
  FocusPlace m_cameFrom;
  Settings& m_settings;
  ReceiverFields* m_fields;
  EmptyState* m_empty;
  Button* m_copy;
  Button* m_clear;
  Button* m_use;
  Button* m_switch;
  DataTable* m_table;
  RequestView* m_view;
};

}  // namespace courier
