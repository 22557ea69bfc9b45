// What becomes of the program when its window is closed.
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLabel>

#include "app/AutostartText.h"
#include "app/gui/Closing.h"
#include "tests/app/gui/ApplicationFixture.h"
#include "widgets/window/QuitQuestion.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class ClosingTest : public testing::ApplicationFixture {
 protected:
  ClosingTest() {
    qputenv("XDG_CONFIG_HOME", m_folder.filePath(QStringLiteral("config")).toUtf8());
    hasTray(false);
  }
  ~ClosingTest() override { qunsetenv("XDG_CONFIG_HOME"); }

  void hasTray(bool isThere) {
    m_program->closing().setHasTray([isThere] { return isThere; });
  }
  [[nodiscard]] ConnectionId connection() {
    return await(m_services->connections().findByName(QStringLiteral("testdb"))).value().id;
  }
  void createSchedule(const QString& name, const QString& cron = QStringLiteral("0 0 1 1 *")) {
    Schedule schedule;
    schedule.name = name;
    schedule.cron = CronExpression::parse(cron).value();
    schedule.zone = QStringLiteral("UTC");
    schedule.sql = QStringLiteral("SELECT 1 AS one");
    schedule.connectionId = connection();
    ASSERT_TRUE(await(m_services->schedules().create(schedule)));
  }
  /// Closes the window until it is seen that something is pending.
  void createScheduleAndWait() {
    createSchedule(QStringLiteral("yearly"));
    PendingWork* pending = m_program->findChild<PendingWork*>();
    ASSERT_TRUE(waitUntil([&] { return pending->isAny(); }));
  }
  [[nodiscard]] QuitQuestion* question() {
    QuitQuestion* found = nullptr;
    EXPECT_TRUE(waitUntil([&] {
      for (auto* dialog : window().findChildren<QuitQuestion*>()) {
        if (dialog->isVisible()) found = dialog;
      }
      return found != nullptr;
    }));
    return found;
  }
  static bool says(const QuitQuestion& question, const QString& words) {
    for (const QLabel* label : question.findChildren<QLabel*>()) {
      if (label->text().contains(words)) return true;
    }
    return false;
  }
  static void click(QuitQuestion& question, const char* button) {
    QTest::mouseClick(question.findChild<Button*>(QString::fromLatin1(button)), Qt::LeftButton);
  }
};

TEST_F(ClosingTest, NothingPendingEnds) {
  // One that runs only when it is told to is not pending.
  createSchedule(QStringLiteral("by hand"), {});
  QSignalSpy finished(m_program.get(), &Application::finished);
  EXPECT_TRUE(window().close());
  EXPECT_TRUE(waitUntil([&] { return finished.count() == 1; }));
}

TEST_F(ClosingTest, WithoutATrayItAsksOnceAndRemembersToKeepRunning) {
  createScheduleAndWait();
  QSignalSpy finished(m_program.get(), &Application::finished);
  EXPECT_EQ(onClose(m_services->settings()), OnClose::Ask);
  EXPECT_FALSE(window().close());
  QuitQuestion* asked = question();
  ASSERT_NE(asked, nullptr);
  EXPECT_TRUE(says(*asked, QStringLiteral("1 schedule is on. Nothing runs until you start Query Courier again.")));
  click(*asked, "keep");
  EXPECT_FALSE(window().isVisible());
  EXPECT_EQ(onClose(m_services->settings()), OnClose::Keep);
  EXPECT_TRUE(m_services->owner().isOwner());

  // A second start brings it back; from then on nothing is asked.
  {
    Services other(ServicesOptions{m_folder.filePath(QStringLiteral("data")), {}, {}});
    const auto opened = other.open();
    ASSERT_TRUE(opened);
    Application second(other, *opened);
    QSignalSpy secondFinished(&second, &Application::finished);
    second.start();
    ASSERT_TRUE(waitUntil([&] { return secondFinished.count() == 1; }));
  }
  EXPECT_TRUE(waitUntil([&] { return window().isVisible(); }));
  EXPECT_FALSE(window().close());
  EXPECT_FALSE(window().isVisible());
  EXPECT_EQ(finished.count(), 0);
}

TEST_F(ClosingTest, AKeyQuitsWhateverClosingMeans) {
  createScheduleAndWait();
  setOnClose(m_services->settings(), OnClose::Keep);
  QSignalSpy finished(m_program.get(), &Application::finished);
  QTest::keyClick(&window(), Qt::Key_Q, Qt::ControlModifier);
  QuitQuestion* asked = question();
  ASSERT_NE(asked, nullptr);
  EXPECT_TRUE(says(*asked, QStringLiteral("1 schedule is on.")));
  click(*asked, "quit");
  EXPECT_TRUE(waitUntil([&] { return finished.count() == 1; }));
  EXPECT_EQ(onClose(m_services->settings()), OnClose::Keep);
}

TEST_F(ClosingTest, ARememberedAnswerIsTakenBackAsOneQuits) {
  createScheduleAndWait();
  setOnClose(m_services->settings(), OnClose::Keep);
  QSignalSpy finished(m_program.get(), &Application::finished);
  QTest::keyClick(&window(), Qt::Key_Q, Qt::ControlModifier);
  QuitQuestion* asked = question();
  ASSERT_NE(asked, nullptr);
  auto* forget = asked->findChild<QCheckBox*>(QStringLiteral("forget"));
  ASSERT_NE(forget, nullptr);
  EXPECT_FALSE(forget->isChecked());
  forget->click();
  EXPECT_EQ(onClose(m_services->settings()), OnClose::Keep) << "until one quits";
  click(*asked, "quit");
  EXPECT_TRUE(waitUntil([&] { return finished.count() == 1; }));
  EXPECT_EQ(onClose(m_services->settings()), OnClose::Ask);
}

TEST_F(ClosingTest, TheAnswerToQuitIsRememberedAndCanBeChanged) {
  createScheduleAndWait();
  setOnClose(m_services->settings(), OnClose::Quit);
  QSignalSpy finished(m_program.get(), &Application::finished);
  EXPECT_FALSE(window().close());
  QuitQuestion* asked = question();
  ASSERT_NE(asked, nullptr);
  EXPECT_EQ(asked->findChild<Button*>(QStringLiteral("keep")), nullptr);
  asked->reject();
  EXPECT_TRUE(window().isVisible());
  setOnClose(m_services->settings(), OnClose::Ask);
  EXPECT_FALSE(window().close());
  asked = question();
  ASSERT_NE(asked, nullptr);
  EXPECT_NE(asked->findChild<Button*>(QStringLiteral("keep")), nullptr);
  click(*asked, "quit");
  EXPECT_TRUE(waitUntil([&] { return finished.count() == 1; }));
  EXPECT_EQ(onClose(m_services->settings()), OnClose::Quit);
}

TEST_F(ClosingTest, WhereThereIsATrayItGoesOnThere) {
  hasTray(true);
  createScheduleAndWait();
  EXPECT_FALSE(window().close());
  EXPECT_FALSE(window().isVisible());
  const QList<QAction*> actions = m_program->closing().tray().menu().actions();
  ASSERT_EQ(actions.size(), 2);
  actions.first()->trigger();
  EXPECT_TRUE(window().isVisible());
  EXPECT_FALSE(window().close());
  QSignalSpy finished(m_program.get(), &Application::finished);
  actions.last()->trigger();
  QuitQuestion* asked = question();
  ASSERT_NE(asked, nullptr);
  EXPECT_EQ(asked->findChild<Button*>(QStringLiteral("keep")), nullptr);
  click(*asked, "quit");
  EXPECT_TRUE(waitUntil([&] { return finished.count() == 1; }));
}

TEST_F(ClosingTest, WhereTheAgentIsInstalledItSaysSo) {
  createSchedule(QStringLiteral("another"));
  createScheduleAndWait();
  const QString folder = m_folder.filePath(QStringLiteral("config/autostart"));
  ASSERT_TRUE(QDir().mkpath(folder));
  QFile entry(folder + QStringLiteral("/query-courier.desktop"));
  ASSERT_TRUE(entry.open(QIODevice::WriteOnly));
  entry.write(autostarttext::desktopEntry(
      {QStringLiteral("/q"), QStringLiteral("--data-dir"), m_services->dataFolder(), QStringLiteral("agent")}));
  entry.close();
  EXPECT_FALSE(window().close());
  QuitQuestion* asked = question();
  ASSERT_NE(asked, nullptr);
  EXPECT_TRUE(says(
      *asked,
      QStringLiteral(
          "2 schedules are on. The agent keeps running if it runs already; otherwise it starts at your next login.")));
}

TEST_F(ClosingTest, TheSessionsEndAsksNobodyAndStopsWhatRuns) {
  createScheduleAndWait();
  tab()->editor()->load(QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                       "SELECT COUNT(*) FROM n"),
                        0);
  tab()->focusEditor();
  QTest::keyClick(tab()->editor(), Qt::Key_Return, Qt::ControlModifier);
  const auto stateOfNewest = [&]() -> std::optional<JobState> {
    const auto lines = await(m_services->jobs().lines({}));
    if (!lines || lines->isEmpty()) return std::nullopt;
    return lines->first().job.state;
  };
  ASSERT_TRUE(waitUntil([&] { return stateOfNewest() == JobState::Running; }));
  QSignalSpy finished(m_program.get(), &Application::finished);
  m_program->end();
  EXPECT_FALSE(window().isVisible());
  ASSERT_TRUE(waitUntil([&] { return finished.count() == 1; }));
  EXPECT_EQ(stateOfNewest(), JobState::Killed);
  EXPECT_FALSE(m_services->owner().isOwner());
}

}  // namespace
}  // namespace courier
