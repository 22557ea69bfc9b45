#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QStackedWidget>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/schedules/SchedulesFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/Note.h"
#include "widgets/query/SqlEditor.h"
#include "widgets/schedules/SchedulesPage.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;
using Model = ScheduleTableModel;

class SchedulesPageTest : public testing::SchedulesFixture {
 protected:
  SchedulesPageTest() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
  ~SchedulesPageTest() override { QLocale::setDefault(m_before); }
  void open() {
    m_page = std::make_unique<SchedulesPage>(parts());
    m_page->resize(1192, 772);
    m_page->show();
    activate(*m_page);
    ASSERT_TRUE(waitUntil([this] { return !m_page->statusText().isEmpty(); }));
  }
  DataTable* table() { return m_page->table(); }
  QString cell(int row, int column) { return table()->model()->index(row, column).data().toString(); }
  QString note(int row, int column) { return table()->model()->index(row, column).data(NoteRole).toString(); }
  QPoint at(int row, int column) { return table()->visualRect(table()->model()->index(row, column)).center(); }
  void choose(const QString& entry) {
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, at(table()->currentIndex().row(), Model::MenuColumn));
    ASSERT_TRUE(waitUntil([this] { return m_page->findChild<QMenu*>() != nullptr; }));
    auto* menu = m_page->findChild<QMenu*>();
    testing::shoot(*menu, QStringLiteral("schedules-menu"));
    for (QAction* action : menu->actions()) {
      if (action->text().remove(u'&') != entry) continue;
      action->trigger();
      menu->close();
      return;
    }
    FAIL() << "no entry " << qPrintable(entry);
  }
  /// A run that has ended, of the slot that is `minutes` ago.
  void ran(const Schedule& schedule, int minutes, qint64 rows) {
    const auto jobs = await(m_schedules.backfill(schedule.id, {m_clock.nowMs() - minutes * 60'000}));
    ASSERT_TRUE(jobs.ok());
    ASSERT_TRUE(await(m_jobs.takeQueued(QStringLiteral("test"))).ok());
    ASSERT_TRUE(await(m_jobs.succeed(jobs->first(), rows, false, {}, std::nullopt)).ok());
  }
  std::unique_ptr<SchedulesPage> m_page;

 private:
  QLocale m_before;
};

TEST_F(SchedulesPageTest, AnEmptyPageSaysWhatToDo) {
  open();
  EXPECT_EQ(m_page->findChild<QStackedWidget*>()->currentIndex(), 1);
  int primary = 0;
  for (const auto* button : m_page->findChildren<Button*>()) {
    primary += button->isVisible() && button->property("kind").toString() == QStringLiteral("primary") ? 1 : 0;
  }
  EXPECT_EQ(primary, 1) << "one main thing to do";
  EXPECT_EQ(testing::unnamedControls(*m_page), QStringList());
  m_page->setBanner({QStringLiteral("Schedules run only while this window is open and this computer is awake."), true,
                     QStringLiteral("Start at login…")});
  QSignalSpy clicked(m_page.get(), &SchedulesPage::bannerButtonClicked);
  click(part<Button>(*m_page, "bannerButton"));
  EXPECT_EQ(clicked.count(), 1);
  testing::shoot(*m_page, QStringLiteral("schedules-empty"));
  click(part<Button>(*m_page, "new"));
  EXPECT_NE(openDialog<ScheduleDialog>(*m_page), nullptr);
}

TEST_F(SchedulesPageTest, ListsSchedulesWithTheirRuns) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  Schedule hourly = made(QStringLiteral("hourly_count_example"), QStringLiteral("0 * * * *"));
  hourly.sendTo = planFor(target, QStringLiteral("path"));
  hourly = add(hourly);
  Schedule off = made(QStringLiteral("month_end"), QStringLiteral("30 2 1 * *"));
  off.isOn = false;
  add(off);
  add(made(QStringLiteral("never"), QStringLiteral("0 0 31 2 *")));
  add(made(QStringLiteral("once"), {}));
  add(made(QStringLiteral("weekly_report"), QStringLiteral("30 7 * * mon,thu")));
  ran(hourly, 5, 3);
  open();
  m_page->setBanner({QStringLiteral("Schedules run while this window or the agent is running. Query Courier starts "
                                    "when you log in."),
                     false, QStringLiteral("Change…")});
  EXPECT_EQ(m_page->statusText(), QStringLiteral("5 schedules, 3 on"));
  EXPECT_EQ(cell(0, Model::NameColumn), QStringLiteral("hourly_count_example"));
  EXPECT_EQ(cell(0, Model::WhenColumn), QStringLiteral("At minute 0 of every hour"));
  EXPECT_TRUE(note(0, Model::NextColumn).endsWith(QStringLiteral("New York")));
  EXPECT_EQ(cell(0, Model::LastColumn), QStringLiteral("ran"));
  EXPECT_TRUE(note(0, Model::LastColumn).endsWith(QStringLiteral(", 3 rows")));
  EXPECT_EQ(cell(0, Model::TargetColumn), QStringLiteral("myweb:path"));
  EXPECT_EQ(cell(1, Model::SwitchColumn), QStringLiteral("Off"));
  EXPECT_EQ(cell(1, Model::NextColumn), QStringLiteral("off"));
  EXPECT_EQ(cell(2, Model::NextColumn), QStringLiteral("never"));
  EXPECT_EQ(cell(3, Model::NextColumn), QStringLiteral("on demand"));
  EXPECT_TRUE(m_page->nextText().startsWith(QStringLiteral("Next: hourly_count_example ")));
  testing::shoot(*m_page, QStringLiteral("schedules"));
}

TEST_F(SchedulesPageTest, TheSwitchGoesByMouseAndByKey) {
  add(made(QStringLiteral("daily"), QStringLiteral("0 9 * * *")));
  open();
  QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, at(0, Model::SwitchColumn));
  ASSERT_TRUE(waitUntil([this] { return !stored().first().isOn; }));
  ASSERT_TRUE(waitUntil([this] { return cell(0, Model::SwitchColumn) == QStringLiteral("Off"); }));
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Space);
  ASSERT_TRUE(waitUntil([this] { return stored().first().isOn; }));
}

TEST_F(SchedulesPageTest, EnterEditsAndTheFirstOneIsTold) {
  open();
  QSignalSpy first(m_page.get(), &SchedulesPage::firstSaved);
  m_page->scheduleQuery(QStringLiteral("from a tab"), QStringLiteral("SELECT 7"), m_connection);
  auto* dialog = openDialog<ScheduleDialog>(*m_page);
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(part<QLineEdit>(*dialog, "name")->text(), QStringLiteral("from a tab"));
  EXPECT_EQ(dialog->findChild<SqlEditor*>()->sql(), QStringLiteral("SELECT 7"));
  ASSERT_TRUE(waitUntil([&] { return dialog->findChild<QComboBox*>(QStringLiteral("connection"))->count() > 0; }));
  click(part<Button>(*dialog, "save"));
  ASSERT_TRUE(waitUntil([&] { return first.count() == 1 && table()->model()->rowCount() == 1; }));
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Return);
  ASSERT_TRUE(waitUntil([this] { return openDialog<ScheduleDialog>(*m_page) != nullptr; }));
  EXPECT_EQ(part<QLineEdit>(*openDialog<ScheduleDialog>(*m_page), "name")->text(), QStringLiteral("from a tab"));
}

TEST_F(SchedulesPageTest, RunNowQueuesAJobAndLeadsToIt) {
  add(made(QStringLiteral("daily"), QStringLiteral("0 9 * * *")));
  open();
  QSignalSpy queued(m_page.get(), &SchedulesPage::queued);
  QSignalSpy job(m_page.get(), &SchedulesPage::jobWanted);
  choose(QStringLiteral("Run now"));
  ASSERT_TRUE(waitUntil([&] { return queued.count() == 1; }));
  EXPECT_EQ(part<Note>(*m_page, "note")->text(), QStringLiteral("Job 1 was queued."));
  click(part<Note>(*m_page, "note")->findChild<Button*>());
  EXPECT_EQ(job.count(), 1);
  ASSERT_TRUE(waitUntil([this] { return cell(0, Model::LastColumn) == QStringLiteral("waiting"); }));
}

TEST_F(SchedulesPageTest, ACopyHasANameOfItsOwn) {
  add(made(QStringLiteral("daily"), QStringLiteral("0 9 * * *")));
  add(made(QStringLiteral("daily_2"), QStringLiteral("0 9 * * *")));
  open();
  choose(QStringLiteral("Duplicate…"));
  auto* dialog = openDialog<ScheduleDialog>(*m_page);
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(part<QLineEdit>(*dialog, "name")->text(), QStringLiteral("daily_3"));
  EXPECT_EQ(stored().size(), 2);
}

TEST_F(SchedulesPageTest, ALostTargetIsSaidInTheRowWithTheMend) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("web://reports.example.org/"));
  Schedule hourly = made(QStringLiteral("hourly"), QStringLiteral("0 * * * *"));
  hourly.sendTo = planFor(target, QStringLiteral("path"));
  add(hourly);
  add(made(QStringLiteral("a_fine_one"), QStringLiteral("0 1 * * *")));
  ASSERT_TRUE(await(m_targets.remove(target.id)).ok());
  open();
  ASSERT_TRUE(waitUntil([this] { return table()->model()->rowCount() == 2; }));
  EXPECT_EQ(cell(1, Model::NextColumn), QStringLiteral("will fail"));
  EXPECT_NE(cell(0, Model::NextColumn), QStringLiteral("will fail"));
  auto* lacks = part<Note>(*m_page, "lacks");
  EXPECT_TRUE(lacks->text().startsWith(QStringLiteral("hourly: The target myweb:path no longer exists.")))
      << lacks->text().toStdString();
  testing::shoot(*m_page, QStringLiteral("schedules-lost-target"));
  click(part<Button>(*m_page, "editLacking"));
  ScheduleDialog* dialog = nullptr;
  ASSERT_TRUE(waitUntil([&] { return (dialog = openDialog<ScheduleDialog>(*m_page)) != nullptr; }));
  EXPECT_TRUE(dialog->windowTitle().contains(QStringLiteral("hourly")));
  dialog->reject();
}

TEST_F(SchedulesPageTest, DeletingAsks) {
  add(made(QStringLiteral("daily"), QStringLiteral("0 9 * * *")));
  open();
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Delete);
  auto* ask = openDialog<ConfirmDialog>(*m_page);
  ASSERT_NE(ask, nullptr);
  testing::shoot(*ask, QStringLiteral("schedule-delete"));
  ask->accept();
  ASSERT_TRUE(waitUntil([this] { return stored().isEmpty(); }));
  ASSERT_TRUE(waitUntil([this] { return m_page->findChild<QStackedWidget*>()->currentIndex() == 1; }));
}

}  // namespace
}  // namespace courier
