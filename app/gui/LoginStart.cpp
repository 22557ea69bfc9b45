#include "app/gui/LoginStart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/schedules/LoginQuestion.h"
#include "widgets/schedules/SchedulesPage.h"

namespace courier {
namespace {

const QString kAskedKey = QStringLiteral("schedules/askedAboutLogin");

}  // namespace

LoginStart::LoginStart(Autostart autostart, Settings& settings, QObject* parent)
    : QObject(parent), m_autostart(std::move(autostart)), m_settings(settings) {}

QString LoginStart::agentProgram() {
  // A program's name ends there as this one's does: in nothing, or in ".exe".
  const QFileInfo own(QCoreApplication::applicationFilePath());
  const QString name = QStringLiteral("query-courier");
  return own.dir().absoluteFilePath(own.suffix().isEmpty() ? name : name + u'.' + own.suffix());
}

void LoginStart::refresh() {
  whenDone(runInBackground([autostart = m_autostart] { return autostart.state(); }), this,
           [this](const Expected<AutostartState>& state) { take(state); });
}

void LoginStart::take(const Expected<AutostartState>& state) {
  m_state = state ? *state : AutostartState();
  m_trouble = state ? QString() : state.error().message;
  Q_EMIT changed();
}

void LoginStart::askOnce(QWidget* window) {
  if (m_settings.value(kAskedKey, false).toBool()) return;
  // What is installed may have been changed by a command since.
  whenDone(runInBackground([autostart = m_autostart] { return autostart.state(); }), window,
           [this, window](const Expected<AutostartState>& state) {
             take(state);
             if (isInstalled()) return;
             m_settings.setValue(kAskedKey, true);
             openQuestion(window);
           });
}

void LoginStart::openQuestion(QWidget* window) {
  const bool stops = isInstalled();
  const LoginQuestion::Words words = stops ? LoginQuestion::stopWords(m_state->place) : LoginQuestion::startWords();
  const auto change = [autostart = m_autostart, stops] {
    return runInBackground([autostart, stops]() -> Expected<QStringList> {
      const auto done = stops ? autostart.uninstall() : autostart.install();
      if (!done) return done.error();
      return stops ? uninstalledWords(*done) : installedWords(*done);
    });
  };
  auto* question = new LoginQuestion(words, change, window);
  connect(question, &LoginQuestion::done, this, &LoginStart::refresh);
  question->open();
}

ScheduleBanner LoginStart::banner(bool areAllowed, int onCount) const {
  if (!areAllowed) return {tr("Your administrator has switched schedules off: none of them runs."), true, {}};
  if (!m_trouble.isEmpty()) return {m_trouble, true, tr("Start at login…")};
  if (!m_state) return {};
  if (!isInstalled()) {
    return {tr("Schedules run only while Query Courier is running and this computer is awake."), onCount > 0,
            tr("Start at login…")};
  }
  const QString until = m_state->survivesLogout
                            ? tr("Query Courier starts with this computer and keeps running when you log out.")
                            : tr("Query Courier starts when you log in and ends when you log out.");
  return {tr("Schedules run while this computer is awake. %1").arg(until), false, tr("Change…")};
}

}  // namespace courier
