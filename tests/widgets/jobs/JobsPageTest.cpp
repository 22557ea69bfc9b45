#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QToolButton>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/jobs/JobsFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"
#include "widgets/jobs/AttemptView.h"
#include "widgets/jobs/BodyDialog.h"
#include "widgets/jobs/JobDetail.h"
#include "widgets/jobs/JobFacts.h"
#include "widgets/jobs/JobsPage.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

using JobsPageTest = testing::JobsFixture;

TEST_F(JobsPageTest, AnEmptyPageSaysWhatToDo) {
  open();
  EXPECT_EQ(m_page->findChild<QStackedWidget*>()->currentIndex(), 1);
  EXPECT_EQ(testing::unnamedControls(*m_page), QStringList());
  testing::shoot(*m_page, QStringLiteral("jobs-empty"));
}

TEST_F(JobsPageTest, ShowsWhatWasSentAndWhatTheServerSaid) {
  fill();
  open();
  ASSERT_EQ(rows(), 5);
  EXPECT_EQ(cell(0, JobTableModel::DeliveryColumn), QStringLiteral("paused: 401"));
  EXPECT_EQ(cell(2, JobTableModel::StateColumn), QStringLiteral("error"));
  EXPECT_TRUE(reason().startsWith(QStringLiteral("401")));
  auto* attempts = m_page->findChild<AttemptView*>();
  ASSERT_TRUE(waitUntil([&] { return attempts->findChild<DataTable*>()->model()->rowCount() == 2; }));
  EXPECT_TRUE(attempts->findChild<TextView*>()->toPlainText().contains(QStringLiteral("token expired")));
  EXPECT_TRUE(part<QLabel>(*m_page, "result")->text().contains(QStringLiteral("100,000")));
  EXPECT_EQ(testing::unnamedControls(*m_page), QStringList());
  action("edit");
  testing::shoot(*m_page, QStringLiteral("jobs"));
  attempts->findChild<DataTable*>()->selectRow(1);
  EXPECT_FALSE(attempts->findChild<TextView*>()->toPlainText().contains(QStringLiteral("token expired")));
  for (int row = 1; row < 5; ++row) {
    table()->selectRow(row);
    ASSERT_TRUE(
        waitUntil([&] { return attempts->findChild<DataTable*>()->model()->rowCount() == (row == 2 ? 0 : 1); }));
    testing::shoot(*m_page, QStringLiteral("jobs-%1").arg(row));
  }
}

TEST_F(JobsPageTest, FiltersByNeedAndByText) {
  fill();
  open();
  EXPECT_TRUE(waitUntil([this] { return group(QStringLiteral("Needs you"))->text().contains(QLatin1Char('2')); }));
  click(group(QStringLiteral("Waiting")));
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  click(group(QStringLiteral("Needs you")));
  ASSERT_TRUE(waitUntil([this] { return rows() == 2; }));
  click(group(QStringLiteral("All")));
  QTest::keyClicks(part<QLineEdit>(*m_page, "search"), QStringLiteral("warehouse"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  QTest::keyClicks(part<QLineEdit>(*m_page, "search"), QStringLiteral("nothing like it"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 0; }));
  EXPECT_EQ(m_page->findChild<QStackedWidget*>()->currentIndex(), 1);
  m_page->showDelivery(m_waiting);
  ASSERT_TRUE(waitUntil([this] { return rows() == 5; }));
  EXPECT_EQ(table()->currentIndex().row(), 1);
}

TEST_F(JobsPageTest, KeepsTheChoiceWhileThingsChange) {
  fill();
  open();
  m_page->showDelivery(m_refused);
  ASSERT_TRUE(waitUntil([this] { return table()->currentIndex().row() == 3; }));
  addDelivery(QStringLiteral("new"), web(), QStringLiteral("other"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 6; }));
  EXPECT_EQ(table()->currentIndex().row(), 4);
  EXPECT_TRUE(reason().startsWith(QStringLiteral("405")));
}

TEST_F(JobsPageTest, WhatIsFarBackIsShownAmongItsDay) {
  const DeliveryId old = addDelivery(QStringLiteral("long ago"), web(), QStringLiteral("path"));
  const JobId oldJob = addJob(QStringLiteral("bare"), QStringLiteral("SELECT 1"));
  m_clock.advance(qint64{40} * 86'400'000);
  m_database.change(
      QStringLiteral("INSERT INTO job (kind, query_name, sql, state, created_at) WITH RECURSIVE n (i) AS (SELECT 1 "
                     "UNION ALL SELECT "
                     "i + 1 FROM n WHERE i < 300) SELECT 'on_demand', 'filler', 'SELECT 2', 'success', %1 FROM n")
          .arg(m_clock.nowMs()));
  open();
  ASSERT_EQ(rows(), 200);
  choose(old);
  EXPECT_EQ(rows(), 2) << "the lines of that day";
  EXPECT_FALSE(part<Button>(*m_page, "reset")->isHidden());
  m_page->showJob(oldJob);
  auto* detail = m_page->findChild<JobDetail*>();
  ASSERT_TRUE(waitUntil([&] { return detail->line() && detail->line()->job.id == oldJob; }));
  click(part<Button>(*m_page, "reset"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 200; }));
}

TEST_F(JobsPageTest, TriesNowAndCancels) {
  fill();
  open();
  choose(m_waiting);
  click(action("tryNow"));
  ASSERT_TRUE(waitUntil([this] { return !await(m_outbox.look({}, 10, -1))->due.isEmpty(); }));
  click(action("cancel"));
  ASSERT_TRUE(waitUntil([this] { return state(m_waiting) == DeliveryState::Cancelled; }));
  ASSERT_TRUE(waitUntil([this] { return cell(1, JobTableModel::DeliveryColumn) == QStringLiteral("cancelled"); }));
}

TEST_F(JobsPageTest, APausedTargetIsMendedOrResumed) {
  fill();
  open();
  QSignalSpy edits(m_page.get(), &JobsPage::editTargetRequested);
  click(action("edit"));
  ASSERT_EQ(edits.count(), 1);
  EXPECT_EQ(edits[0][0].value<TargetId>(), await(m_outbox.find(m_paused))->targetId);
  click(action("resume"));
  ASSERT_TRUE(waitUntil([this] { return state(m_paused) == DeliveryState::Waiting; }));
  ASSERT_NE(action("tryNow"), nullptr);
}

TEST_F(JobsPageTest, SendsTheSameBytesAgain) {
  fill();
  open();
  choose(m_refused);
  click(action("sendAgain"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 6; }));
  const Delivery again = await(m_outbox.newest(1))->constFirst();
  const Delivery before = *await(m_outbox.find(m_refused));
  EXPECT_EQ(again.bodySha256, before.bodySha256);
  EXPECT_EQ(again.jobId, before.jobId);
  EXPECT_NE(again.idempotencyKey, before.idempotencyKey);
}

TEST_F(JobsPageTest, AsksBeforeAnOlderResultReplacesANewerOne) {
  const DeliveryId older = addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("path"));
  attempt(older, answer(201));
  attempt(addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("path")), answer(201));
  open();
  choose(older);
  click(action("sendAgain"));
  ASSERT_TRUE(waitUntil([this] { return openDialog<ConfirmDialog>(*m_page) != nullptr; }));
  testing::shoot(*openDialog<ConfirmDialog>(*m_page), QStringLiteral("jobs-send-again"));
  openDialog<ConfirmDialog>(*m_page)->reject();
  EXPECT_EQ(await(m_outbox.newest(10))->size(), 2);
  click(action("sendAgain"));
  ASSERT_TRUE(waitUntil([this] { return openDialog<ConfirmDialog>(*m_page) != nullptr; }));
  click(part<Button>(*openDialog<ConfirmDialog>(*m_page), "agree"));
  ASSERT_TRUE(waitUntil([this] { return await(m_outbox.newest(10))->size() == 3; }));
}

TEST_F(JobsPageTest, AnActionThatFailsIsSaid) {
  fill();
  open();
  choose(m_waiting);
  Button* cancel = action("cancel");
  m_database.change(QStringLiteral("UPDATE delivery SET state = 'delivered' WHERE id = ?"), {m_waiting.value});
  click(cancel);
  ASSERT_TRUE(waitUntil([this] { return !trouble().isEmpty(); }));
}

TEST_F(JobsPageTest, ProgressShowsInTheList) {
  const DeliveryId id = addDelivery(QStringLiteral("clicks"), web(), {});
  ASSERT_TRUE(await(m_outbox.beginAttempt(id, false)));
  open();
  m_page->showProgress(id, 34, 100);
  EXPECT_EQ(cell(0, JobTableModel::DeliveryColumn), QStringLiteral("sending 34 %"));
}

TEST_F(JobsPageTest, OpensSavesAndCopies) {
  attempt(addDelivery(QStringLiteral("clicks"), web(), {}), answer(201));
  open();
  auto* facts = m_page->findChild<JobFacts*>();
  facts->openBody();
  ASSERT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) != nullptr; }));
  EXPECT_TRUE(
      openDialog<BodyDialog>(*m_page)->findChild<TextView*>()->toPlainText().contains(QStringLiteral("column_names")));
  testing::shoot(*openDialog<BodyDialog>(*m_page), QStringLiteral("jobs-body"));
  openDialog<BodyDialog>(*m_page)->accept();
  QSignalSpy saved(facts, &JobFacts::bodySaved);
  const QString to = m_database.folder() + QStringLiteral("/copy.json");
  facts->saveBodyTo(to);
  ASSERT_TRUE(waitUntil([&] { return saved.count() == 1; }));
  EXPECT_GT(QFile(to).size(), 0);
  click(part<QToolButton>(*m_page, "copyDigest"));
  EXPECT_EQ(QGuiApplication::clipboard()->text().size(), 64);
  facts->saveBodyTo(m_database.folder() + QStringLiteral("/no/such/folder/copy.json"));
  ASSERT_TRUE(waitUntil([this] { return !trouble().isEmpty(); }));
}

TEST_F(JobsPageTest, ABodyThatIsGoneIsSaid) {
  attempt(addDelivery(QStringLiteral("clicks"), web(), {}), answer(201));
  open();
  for (const QString& name : QDir(spoolFolder()).entryList(QDir::Files)) QFile::remove(spoolFolder() + u'/' + name);
  m_page->findChild<JobFacts*>()->openBody();
  ASSERT_TRUE(waitUntil([this] { return trouble().contains(QStringLiteral("no longer kept")); }));
}

TEST_F(JobsPageTest, ReadsOlderJobsAsOneScrolls) {
  for (int job = 0; job < 450; ++job) {
    m_database.change(
        QStringLiteral("INSERT INTO job (kind, state, sql, created_at) VALUES ('on_demand', 'success', "
                       "'SELECT 1', 0)"));
  }
  open();
  EXPECT_EQ(rows(), 200);
  // The bar's range follows the rows a moment later, so one goes on scrolling as a person does.
  const auto scrolledTo = [this](int count) {
    return waitUntil([this, count] {
      if (rows() < count) table()->scrollToBottom();
      return rows() >= count;
    });
  };
  ASSERT_TRUE(scrolledTo(400));
  EXPECT_EQ(rows(), 400);
  ASSERT_TRUE(scrolledTo(450));
  m_database.change(QStringLiteral("UPDATE job SET query_name = 'again'"));
  m_page->reload();
  ASSERT_TRUE(waitUntil([this] { return cell(0, JobTableModel::QueryColumn) == QStringLiteral("again"); }));
  EXPECT_EQ(rows(), 450);
  QSet<QString> numbers;
  for (int row = 0; row < rows(); ++row) numbers.insert(cell(row, JobTableModel::JobColumn));
  EXPECT_EQ(numbers.size(), 450);
}

TEST_F(JobsPageTest, RemembersColumnWidths) {
  fill();
  open();
  table()->horizontalHeader()->resizeSection(JobTableModel::QueryColumn, 222);
  ASSERT_TRUE(waitUntil([this] { return m_settings.value(QStringLiteral("jobs.widths")).isValid(); }));
  open();
  EXPECT_EQ(table()->horizontalHeader()->sectionSize(JobTableModel::QueryColumn), 222);
}

TEST_F(JobsPageTest, ABrokenStoreIsSaidWithAWayOn) {
  m_database.change(QStringLiteral("ALTER TABLE delivery RENAME TO hidden"));
  m_page = std::make_unique<JobsPage>(m_jobs, m_outbox, m_settings, m_clock, spoolFolder());
  m_page->show();
  ASSERT_TRUE(waitUntil([this] { return !part<Note>(*m_page, "note")->text().isEmpty(); }));
  m_database.change(QStringLiteral("ALTER TABLE hidden RENAME TO delivery"));
  click(part<Note>(*m_page, "note")->findChild<Button*>());
  EXPECT_TRUE(waitUntil([this] { return !m_page->statusText().isEmpty(); }));
}

TEST_F(JobsPageTest, ARunningQueryCanBeStopped) {
  const JobId job = addJob(QStringLiteral("long one"));
  open();
  click(action("stop"));
  ASSERT_TRUE(waitUntil([&] { return await(m_jobs.find(job))->killRequested; }));
}

TEST(AnswerText, IsPlainAndSaysWhenThereIsNone) {
  Attempt attempt;
  attempt.endedMs = 1;
  attempt.report.outcome = AttemptOutcome::Answered;
  attempt.report.answerHeaders = QStringLiteral("A: b\n");
  attempt.report.answerBody = QByteArray("<b>x</b>\0y", 10);
  EXPECT_EQ(answerText(attempt), QStringLiteral("A: b\n\n<b>x</b>␀y"));
  attempt.report.answerBody = QStringLiteral("a\r\nb\u001b[31m\u202ec").toUtf8();
  EXPECT_EQ(answerText(attempt), QStringLiteral("A: b\n\na\nb␛[31m\\u202ec")) << "nothing of it is obeyed";
  attempt.report.answerHeaders = QStringLiteral("Content-Type: text/plain; charset=shift_jis");
  attempt.report.answerBody = "\x93\xFA\x96\x7B";
  EXPECT_TRUE(answerText(attempt).endsWith(QStringLiteral("\n\n日本")));
  attempt.report.answerHeaders = QStringLiteral("Content-Encoding: br");
  attempt.report.answerBody.clear();
  EXPECT_TRUE(answerText(attempt).contains(QStringLiteral("(br)"))) << "why there is nothing";
  attempt.report = {};
  attempt.report.outcome = AttemptOutcome::NotSent;
  attempt.report.message = QStringLiteral("connection refused");
  EXPECT_TRUE(answerText(attempt).contains(QStringLiteral("connection refused")));
  attempt.endedMs = 0;
  EXPECT_EQ(answerText(attempt), QStringLiteral("No answer yet."));
}

}  // namespace
}  // namespace courier
