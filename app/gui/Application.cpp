#include "app/gui/Application.h"

#include <QGuiApplication>
#include <QLocale>
#include <utility>

#include "app/gui/Closing.h"
#include "app/gui/LoginStart.h"
#include "app/gui/NoticeWatch.h"
#include "app/gui/PendingWork.h"
#include "models/base/WhenDone.h"
#include "models/query/SampleDatabase.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/FileQuestion.h"
#include "widgets/jobs/ElsewhereDialog.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/query/QueryPage.h"
#include "widgets/receiver/ReceiverWindow.h"
#include "widgets/schedules/SchedulesPage.h"
#include "widgets/send/SendDialog.h"
#include "widgets/targets/TargetsPage.h"
#include "widgets/window/MainWindow.h"

namespace courier {
namespace {

constexpr int kOwnAgainMs = 1000;
constexpr int kWatchMs = 1000;
constexpr auto kWake = std::chrono::milliseconds(250);
const QString kSampleConnection = QStringLiteral("testdb");
const QString kSampleSql = QString::fromUtf16(kSampleQuery);

}  // namespace

Application::Application(Services& services, const OpenReport& report, std::unique_ptr<DesktopNotifier> notifier)
    : m_services(services),
      m_window(std::make_unique<MainWindow>(services.settings())),
      m_notifier(notifier ? std::move(notifier) : makeDesktopNotifier()),
      m_wakesSoon(kWake, [this] { m_services.wake(); }) {
  keepFolderIn(services.settings());
  buildPages();
  connectPages();
  connectSchedules();
  connectLoginStart();
  connectServices();
  connectNotices();
  connectClosing();
  m_ownAgain.setInterval(kOwnAgainMs);
  connect(&m_ownAgain, &QTimer::timeout, this, &Application::retryOwning);
  sayWhatOpeningDid(report);
}

Application::~Application() = default;

void Application::start(const QStringList& files) {
  m_files = files;
  const auto acquired = m_services.owner().tryAcquire();
  if (acquired && *acquired) {
    own();
    showWindow();
    return openFiles();
  }
  takeOverFromOthers();
}

void Application::buildPages() {
  const QueryTabServices tabServices{m_services.queries(),  m_services.jobRunner(),  m_services.targets(),
                                     m_services.settings(), m_services.rowsFolder(), m_services.fileCopies()};
  m_query = new QueryPage(m_services.connections(), m_services.secrets(), m_services.queryRunner(), tabServices);
  m_targets = new TargetsPage(m_services.targets(), m_services.outbox(), m_services.secrets(), m_services.clock());
  m_schedules = new SchedulesPage({m_services.schedules(), m_services.connections(), m_services.targets(),
                                   m_services.secrets(), m_services.clock()});
  m_jobs = new JobsPage(m_services.jobs(), m_services.outbox(), m_services.settings(), m_services.clock(),
                        m_services.spoolFolder());
  m_window->addPage(QStringLiteral("query"), tr("Query"), m_query);
  m_window->addPage(QStringLiteral("targets"), tr("Targets"), m_targets);
  m_window->addPage(QStringLiteral("schedules"), tr("Schedules"), m_schedules);
  m_window->addPage(QStringLiteral("jobs"), tr("Jobs"), m_jobs);
  m_query->restore({tr("Accesses by code"), kSampleSql, kSampleConnection});
}

void Application::connectPages() {
  MainWindow* window = m_window.get();
  connect(window, &MainWindow::filesDropped, this, &Application::openAll);
  connect(window, &MainWindow::outboxClicked, this, [this] { showNotice({}); });
  connect(window, &MainWindow::closed, this, &Application::end);
  connect(m_query, &QueryPage::statusChanged, this,
          [this](const QString& status) { m_window->setPageText(m_query, status); });
  connect(m_query, &QueryPage::sendRequested, this, &Application::openSendDialog);
  connect(m_targets, &TargetsPage::statusChanged, this,
          [this] { m_window->setPageText(m_targets, m_targets->statusText()); });
  connect(m_targets, &TargetsPage::receiverRequested, this, &Application::openReceiver);
  connect(m_jobs, &JobsPage::totalsChanged, this, [this] { m_window->setPageText(m_jobs, m_jobs->statusText()); });
  connect(m_jobs, &JobsPage::deliveryTroubleChanged, m_window.get(), &MainWindow::setTrouble);
  connect(m_jobs, &JobsPage::sendElsewhereRequested, this, &Application::openElsewhere);
  connect(&m_services.jobRunner(), &JobRunner::jobProgressed, m_jobs, &JobsPage::showRows);
  connect(this, &Application::deliveryProgressed, m_jobs, &JobsPage::showProgress);
  m_jobs->setBodyDeleter([this] { return deleteBodies(); });
  connect(m_jobs, &JobsPage::editTargetRequested, this, [this](TargetId id, TargetPart part) {
    m_window->showPage(m_targets);
    m_targets->editTarget(id, part);
  });
  connect(m_jobs, &JobsPage::openQueryRequested, this, [this](const Job& job) {
    m_window->showPage(m_query);
    const QString name = job.queryName.isEmpty() ? tr("Job %1").arg(job.id.value) : job.queryName;
    m_query->openQuery({name, job.sql, job.connectionName});
  });
}

void Application::connectSchedules() {
  connect(m_schedules, &SchedulesPage::statusChanged, this, [this] {
    m_window->setPageText(m_schedules, m_schedules->statusText());
    m_window->setNextRun(m_schedules->nextText());
  });
  connect(m_schedules, &SchedulesPage::queued, this, [this] { m_services.wake(); });
  connect(m_schedules, &SchedulesPage::jobWanted, this, [this](JobId id) {
    m_window->showPage(m_jobs);
    m_jobs->showJob(id);
  });
  connect(m_query, &QueryPage::scheduleRequested, this,
          [this](const QString& name, const QString& sql, ConnectionId id) {
            m_window->showPage(m_schedules);
            m_schedules->scheduleQuery(name, sql, id);
          });
  // The scheduler's own writing tells too: looked at again after a moment, and many at once.
  connect(&m_services.schedules(), &ScheduleStore::changed, this, [this] { m_wakesSoon.ask(); });
  // What became of a run is written by the stores of jobs and deliveries.
  connect(&m_services.jobs(), &JobStore::changed, m_schedules, &SchedulesPage::reload);
  // A slot's job is written with its slot: queued, or failed before it began.
  connect(&m_services.schedules(), &ScheduleStore::changed, m_jobs, &JobsPage::reload);
  // A schedule whose target or connection goes says so.
  connect(&m_services.targets(), &TargetStore::changed, m_schedules, &SchedulesPage::reload);
  connect(&m_services.connections(), &ConnectionStore::changed, m_schedules, &SchedulesPage::reload);
  connect(&m_services.outbox(), &Outbox::changed, m_schedules, &SchedulesPage::reload);
  connect(&m_services.schedules(), &ScheduleStore::changed, m_targets, &TargetsPage::reload);
}

void Application::connectLoginStart() {
  m_login = new LoginStart(Autostart(LoginStart::agentProgram(), m_services.dataFolder()), m_services.settings(), this);
  const auto show = [this] {
    const bool areAllowed = m_services.policy().current().areSchedulesAllowed();
    m_schedules->setBanner(m_login->banner(areAllowed, m_schedules->onCount()));
  };
  connect(m_login, &LoginStart::changed, this, show);
  connect(m_schedules, &SchedulesPage::statusChanged, this, show);
  connect(m_schedules, &SchedulesPage::firstSaved, this, [this] { m_login->askOnce(m_window.get()); });
  connect(m_schedules, &SchedulesPage::bannerButtonClicked, this, [this] { m_login->openQuestion(m_window.get()); });
  connect(m_window.get(), &MainWindow::pageShown, this, [this](QWidget* page) {
    if (page == m_schedules) m_login->refresh();
  });
  m_login->refresh();
}

void Application::connectClosing() {
  m_pending = new PendingWork(*m_outboxWatch, m_services.schedules(), m_services.clock(), m_services.policy(), this);
  connect(&m_services.database(), &Database::changedElsewhere, m_pending, &PendingWork::refresh);
  m_closing =
      new Closing(*m_window, *m_pending, m_services.settings(),
                  Autostart(LoginStart::agentProgram(), m_services.dataFolder()), m_services.dataFolder(), this);
  connect(m_closing, &Closing::openWanted, this, &Application::raiseWindow);
  connect(qGuiApp, &QGuiApplication::commitDataRequest, this, &Application::end, Qt::DirectConnection);
}

void Application::connectServices() {
  m_outboxWatch = new OutboxWatch(m_services.outbox(), this);
  connect(m_outboxWatch, &OutboxWatch::changed, this, [this] {
    m_window->setOutbox(m_outboxWatch->counts().waiting, m_outboxWatch->needsYou());
    m_window->setBadge(m_jobs, m_outboxWatch->needsYou());
  });
  Database& database = m_services.database();
  connect(&database, &Database::changedElsewhere, m_outboxWatch, &OutboxWatch::refresh);
  connect(&database, &Database::changedElsewhere, m_jobs, &JobsPage::reload);
  connect(&database, &Database::changedElsewhere, m_schedules, &SchedulesPage::reload);
  connect(&database, &Database::changedElsewhere, m_targets, &TargetsPage::reload);
  database.watch(kWatchMs);
  connect(&database, &Database::changedElsewhere, m_query, &QueryPage::refreshConnections);
  connect(&m_services.owner(), &Owner::raiseAsked, this, &Application::raiseWindow);
  connect(&m_services.owner(), &Owner::openAsked, this, [this](const QString& path) { openAll({path}); });
}

void Application::connectNotices() {
  m_notices = new NoticeWatch(m_services.notices(), this);
  // A notice is written with the delivery, the job or the slot that it tells of, by this process or another.
  connect(&m_services.outbox(), &Outbox::changed, m_notices, &NoticeWatch::refresh);
  connect(&m_services.jobs(), &JobStore::changed, m_notices, &NoticeWatch::refresh);
  connect(&m_services.schedules(), &ScheduleStore::changed, m_notices, &NoticeWatch::refresh);
  connect(&m_services.database(), &Database::changedElsewhere, m_notices, &NoticeWatch::refresh);
  connect(m_notices, &NoticeWatch::told, this,
          [this](const Notice& notice) { m_notifier->tell(noticeKey(notice), noticeTitle(notice.kind), notice.text); });
  connect(m_notices, &NoticeWatch::withdrawn, m_notifier.get(), &DesktopNotifier::withdraw);
  connect(m_notifier.get(), &DesktopNotifier::clicked, this, [this](const QString& key) {
    raiseWindow();
    showNotice(key);
  });
  connect(m_jobs, &JobsPage::targetLookedAt, m_notices, &NoticeWatch::lookedAt);
  connect(m_schedules, &SchedulesPage::lookedAt, m_notices, &NoticeWatch::lookedAtSchedule);
  connect(m_schedules, &SchedulesPage::noticeDismissed, m_notices, &NoticeWatch::dismiss);
  connect(m_notices, &NoticeWatch::changed, this, [this] {
    const QVector<Notice> notices = m_notices->ofSchedules();
    m_schedules->showNotices(notices);
    m_window->setBadge(m_schedules, notices.size());
  });
}

void Application::end() {
  if (m_isEnding) return;
  m_isEnding = true;
  m_ownAgain.stop();
  m_query->saveAll();
  m_window->closeUnasked();
  whenDone(m_services.end(), this, [this](const Expected<void>&) { Q_EMIT finished(); });
}

void Application::raiseWindow() {
  if (m_isEnding) return;
  m_closing->windowShown();
  m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
  m_window->show();
  m_window->raise();
  m_window->activateWindow();
}

void Application::showDelivery(DeliveryId id) {
  m_window->showPage(m_jobs);
  m_jobs->showDelivery(id);
}

// Read anew: what was shown may be of a moment ago.
void Application::showNotice(const QString& key) {
  // Their page says at its top what there is to tell.
  if (key == kSchedulesKey) return m_window->showPage(m_schedules);
  m_window->showPage(m_jobs);
  whenDone(m_services.notices().unseen(), this, [this, key](const Expected<QVector<Notice>>& unseen) {
    const Notice* notice = unseen ? newestNotice(*unseen, key) : nullptr;
    if (notice != nullptr) return m_jobs->showDelivery(notice->deliveryId);
    if (m_outboxWatch->needsYou() > 0) m_jobs->showWhatNeedsYou();
  });
}

void Application::own() {
  m_ownAgain.stop();
  m_services.startOwning([this](DeliveryLoop& loop) {
    connect(&loop, &DeliveryLoop::progressed, this, &Application::deliveryProgressed);
    connect(&loop, &DeliveryLoop::failed, m_jobs, &JobsPage::showDeliveryTrouble);
    connect(&loop, &DeliveryLoop::settled, m_jobs, &JobsPage::endDeliveryTrouble);
  });
}

void Application::takeOverFromOthers() {
  whenDone(m_services.owner().askToRaise(), this, [this](bool raised) {
    if (raised) return handFilesOver();
    // An agent or a command: it ends its attempt and yields; until then the window works without owning.
    whenDone(m_services.owner().askToHandOver(), this, [this](bool) { retryOwning(); });
    m_ownAgain.start();
    showWindow();
    openFiles();
  });
}

void Application::handFilesOver() {
  if (m_files.isEmpty()) return Q_EMIT finished();
  whenDone(m_services.owner().askToOpen(m_files.takeFirst()), this, [this](bool) { handFilesOver(); });
}

void Application::openAll(const QStringList& files) {
  m_window->showPage(m_query);
  m_query->openFiles(files);
}

void Application::openFiles() {
  if (m_files.isEmpty()) return;
  const auto open = [this] { openAll(std::exchange(m_files, {})); };
  if (m_query->isRestored()) return open();
  connect(m_query, &QueryPage::restored, this, open, Qt::SingleShotConnection);
}

void Application::retryOwning() {
  if (m_services.owner().isOwner()) {
    m_ownAgain.stop();
    return;
  }
  const auto acquired = m_services.owner().tryAcquire();
  if (acquired && *acquired) own();
}

void Application::showWindow() {
  m_window->show();
}

void Application::openSendDialog(const ShownResult& result) {
  const SendDialog::Send send = [this, job = result.job](const std::shared_ptr<const RowSource>& rows,
                                                         const QVector<DeliveryRequest>& requests, bool moreRowsExist) {
    return m_services.jobRunner().sendShownToAll(job, rows, requests, moreRowsExist);
  };
  auto* dialog =
      new SendDialog(result, m_services.targets(), m_services.outbox(), m_services.secrets(), send, m_window.get());
  connect(dialog, &SendDialog::receiverRequested, dialog, [this, dialog] {
    openReceiver();
    dialog->useAddress(m_receiver->addressWithSignIn());
  });
  connect(dialog, &SendDialog::showInJobsRequested, this, &Application::showDelivery);
  connect(this, &Application::deliveryProgressed, dialog, &SendDialog::showProgress);
  dialog->open();
}

void Application::openElsewhere(const Job& job) {
  const auto send = [this, id = job.id](const DeliveryRequest& request) {
    return m_services.jobRunner()
        .exportResult(id, request)
        .then([](const Expected<JobRunner::Exported>& exported) -> Expected<DeliveryId> {
          if (!exported) return exported.error();
          return exported->delivery;
        });
  };
  auto* dialog = new ElsewhereDialog(
      job, {m_services.targets(), m_services.outbox(), m_services.secrets(), m_services.clock(), send}, m_window.get());
  connect(dialog, &ElsewhereDialog::showInJobsRequested, m_jobs, &JobsPage::showDelivery);
  connect(this, &Application::deliveryProgressed, dialog, &ElsewhereDialog::showProgress);
  dialog->open();
}

QFuture<Expected<DeletedBodies>> Application::deleteBodies() {
  return m_services.spoolCleaner().deleteKeptBodies().then(
      [](const Expected<SpoolCleaner::Deleted>& deleted) -> Expected<DeletedBodies> {
        if (!deleted) return deleted.error();
        return DeletedBodies{deleted->bodies, deleted->bytes};
      });
}

void Application::openReceiver() {
  if (!m_receiver) {
    m_receiver = new ReceiverWindow(m_services.settings(), m_services.clock(), m_window.get());
    connect(m_receiver, &ReceiverWindow::targetWanted, this, [this](const QString& address) {
      m_window->showPage(m_targets);
      m_window->raise();
      m_targets->newTargetAt(address);
    });
  }
  m_receiver->open();
}

void Application::sayWhatOpeningDid(const OpenReport& report) {
  if (report.quarantined.isEmpty()) return;
  auto* dialog =
      new MessageDialog(tr("Your data could not be read"),
                        tr("courier.db was damaged. Query Courier set it aside as %1 and started with an empty one. "
                           "Keep that file: its contents may be recoverable.")
                            .arg(report.quarantined),
                        m_window.get());
  QMetaObject::invokeMethod(dialog, &Dialog::open, Qt::QueuedConnection);
}

}  // namespace courier
