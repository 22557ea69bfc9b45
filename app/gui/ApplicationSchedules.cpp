// Application: schedules, who runs them, and how the program ends.
#include <QGuiApplication>

#include "app/gui/Application.h"
#include "app/gui/Closing.h"
#include "app/gui/LoginStart.h"
#include "app/gui/PendingWork.h"
#include "models/base/WhenDone.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/query/QueryPage.h"
#include "widgets/schedules/SchedulesPage.h"
#include "widgets/targets/TargetsPage.h"
#include "widgets/window/MainWindow.h"

namespace courier {
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

void Application::end() {
  if (m_isEnding) return;
  m_isEnding = true;
  m_ownAgain.stop();
  m_query->saveAll();
  m_window->closeUnasked();
  whenDone(m_services.end(), this, [this](const Expected<void>&) { Q_EMIT finished(); });
}

}  // namespace courier
