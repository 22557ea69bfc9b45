#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "app/Services.h"
#include "app/gui/DesktopNotifier.h"
#include "models/base/WhenDone.h"
#include "widgets/jobs/HistoryMenu.h"
#include "widgets/results/ShownResult.h"

namespace courier {

class Closing;
class JobsPage;
class LoginStart;
class MainWindow;
class NoticeWatch;
class OutboxWatch;
class PendingWork;
class QueryPage;
class ReceiverWindow;
class SchedulesPage;
class TargetsPage;

/// The window's program: builds the pages from the services and connects what one feature says to what another does.
/// All such connections are here and nowhere else. Main thread.
class Application final : public QObject {
  Q_OBJECT
 public:
  /// `services`: opened; outlives this. `notifier`: this desktop's where it is left out.
  explicit Application(Services& services, const OpenReport& report, std::unique_ptr<DesktopNotifier> notifier = {});
  ~Application() override;

  /// Becomes the owner, asking an agent or a command to hand over, and shows the window. Where another window runs
  /// on this data folder, that one comes to the front, with the files, and finished() follows.
  void start(const QStringList& files = {});
  [[nodiscard]] MainWindow& window() { return *m_window; }
  [[nodiscard]] Closing& closing() { return *m_closing; }
  /// Ends without asking anybody, as at the session's end: queries under way are stopped and written down, and
  /// finished() follows.
  void end();

 Q_SIGNALS:
  /// The program can end: drafts are queued for the disk, nothing runs any more.
  void finished();
  /// Of whichever loop this process works with, also one that begins later.
  void deliveryProgressed(courier::DeliveryId id, qint64 bytesSent, qint64 bytesTotal);

 private:
  void buildPages();
  void connectPages();
  void connectSchedules();
  void connectLoginStart();
  void connectServices();
  void connectClosing();
  void own();
  void takeOverFromOthers();
  /// To the window that runs; then finished().
  void handFilesOver();
  void openAll(const QStringList& files);
  /// Those of the command line, once the page has its tabs.
  void openFiles();
  void retryOwning();
  void showWindow();
  void openSendDialog(const ShownResult& result);
  void openElsewhere(const Job& job);
  [[nodiscard]] QFuture<Expected<DeletedBodies>> deleteBodies();
  void openReceiver();
  void showDelivery(DeliveryId id);
  /// The delivery that the newest notice of this key is about; with "", of those that want a person.
  void showNotice(const QString& key);
  void raiseWindow();
  void connectNotices();
  void sayWhatOpeningDid(const OpenReport& report);

  Services& m_services;
  std::unique_ptr<MainWindow> m_window;
  QueryPage* m_query = nullptr;
  TargetsPage* m_targets = nullptr;
  SchedulesPage* m_schedules = nullptr;
  JobsPage* m_jobs = nullptr;
  ReceiverWindow* m_receiver = nullptr;
  OutboxWatch* m_outboxWatch = nullptr;
  std::unique_ptr<DesktopNotifier> m_notifier;
  NoticeWatch* m_notices = nullptr;
  LoginStart* m_login = nullptr;
  PendingWork* m_pending = nullptr;
  Closing* m_closing = nullptr;
  bool m_isEnding = false;
  QStringList m_files;
  QTimer m_ownAgain;
  Soon m_wakesSoon;
};

}  // namespace courier
