// What the page tells of a job and offers to do with it: when, how long, its SQL, menus, what is dealt with.
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>

#include "models/outbox/DeliveryWords.h"
#include "tests/support/Shots.h"
#include "tests/widgets/jobs/JobsFixture.h"
#include "widgets/common/TextView.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;
using Model = JobTableModel;

class JobLookTest : public testing::JobsFixture {
 protected:
  /// A query that took a second and a half.
  JobId ran(const QString& sql) {
    const JobId job = addJob(QStringLiteral("counts"), sql);
    m_clock.advance(1500);
    if (!await(m_jobs.succeed(job, 3, false, {}, std::nullopt))) qFatal("the job did not end");
    return job;
  }
  QMenu* openMenu(int row) {
    const QPoint at = table()->visualRect(table()->model()->index(row, Model::QueryColumn)).center();
    Q_EMIT table()->customContextMenuRequested(at);
    QMenu* menu = nullptr;
    for (auto* found : m_page->findChildren<QMenu*>()) {
      if (found->isVisible()) menu = found;
    }
    return menu;
  }
  static QAction* entry(const QMenu& menu, const QString& text) {
    for (QAction* action : menu.actions()) {
      if (action->text().remove(u'&') == text) return action;
    }
    return nullptr;
  }
  qint64 needsYou() { return await(m_jobs.totals())->needsYou; }
};

TEST_F(JobLookTest, SaysWhenAQueryRanAndHowLong) {
  ran(QStringLiteral("SELECT 1"));
  open();
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(cell(0, Model::WhenColumn), QStringLiteral("09:00"));
  EXPECT_EQ(cell(0, Model::DurationColumn), QStringLiteral("1.5 s"));
  EXPECT_EQ(part<QLabel>(*m_page, "when")->text(), QStringLiteral("09:00:00"));
  EXPECT_EQ(part<QLabel>(*m_page, "duration")->text(), QStringLiteral("1.5 s"));
}

TEST_F(JobLookTest, ShowsTheSqlAsItWasWrittenAndOpensAllOfIt) {
  const QString sql = QStringLiteral("SELECT code,\n       count(1) AS cnt  -- of all\n") +
                      QStringLiteral("FROM www_access\n").repeated(400);
  ran(sql);
  open();
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  const QString shown = part<TextView>(*m_page, "sql")->toPlainText();
  EXPECT_TRUE(sql.startsWith(shown));
  EXPECT_EQ(shown.size(), 4096) << "the list has no more of it";
  testing::shoot(*m_page, QStringLiteral("jobs-sql"));
  QSignalSpy wanted(m_page.get(), &JobsPage::openQueryRequested);
  click(part<Button>(*m_page, "openInEditor"));
  ASSERT_TRUE(waitUntil([&] { return wanted.count() == 1; }));
  EXPECT_EQ(qvariant_cast<Job>(wanted[0][0]).sql, sql);
}

TEST_F(JobLookTest, ALineHasAMenuOfAllThatCanBeDone) {
  const DeliveryId refused = addDelivery(QStringLiteral("clicks"), web(), QStringLiteral("a"));
  attempt(refused, answer(405));
  open();
  choose(refused);
  QMenu* menu = openMenu(0);
  ASSERT_NE(menu, nullptr);
  for (const char* text : {"Edit target…", "Send again", "Send elsewhere…", "Dismiss", "Open query in editor",
                           "Copy the SQL", "Open the body", "Save the body…"}) {
    EXPECT_NE(entry(*menu, QString::fromUtf8(text)), nullptr) << text;
  }
  testing::shoot(*menu, QStringLiteral("jobs-menu"));
  entry(*menu, QStringLiteral("Copy the SQL"))->trigger();
  EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("SELECT 1"));
  menu->close();
}

TEST_F(JobLookTest, WhatIsDealtWithIsDismissed) {
  for (const int status : {405, 413}) {
    const DeliveryId refused = addDelivery(QStringLiteral("clicks"), web(), QString::number(status));
    attempt(refused, answer(status));
  }
  open();
  EXPECT_EQ(needsYou(), 2);
  const DeliveryId newest = await(m_outbox.newest(1))->first().id;
  choose(newest);
  click(action("dismiss"));
  EXPECT_TRUE(waitUntil([this] { return needsYou() == 1; }));
  EXPECT_EQ(state(newest), DeliveryState::Refused) << "the history stays as it is";
  m_page->showWhatNeedsYou();
  EXPECT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(await(m_outbox.counts())->unanswered, 1);
  EXPECT_FALSE(await(m_outbox.dismiss(addDelivery(QStringLiteral("b"), web(), {}))).ok()) << "it only waits";
}

TEST_F(JobLookTest, TheTimeOfTheNextTryIsTheSameEverywhere) {
  const DeliveryId waiting = addDelivery(QStringLiteral("clicks"), web(), QStringLiteral("a"));
  for (int tries = 0; tries < 4; ++tries) attempt(waiting, answer(503));
  open();
  choose(waiting);
  m_clock.advance(2 * 60'000);
  const QString next = deliveryWords(*await(m_outbox.find(waiting)), m_clock.nowMs()).text;
  EXPECT_TRUE(next.startsWith(QStringLiteral("next try in ")));
  EXPECT_TRUE(waitUntil([&] { return reason().contains(QStringLiteral("; ") + next + QLatin1Char('.')); }))
      << reason().toStdString();
  EXPECT_EQ(cell(0, Model::DeliveryColumn), next);
}

TEST_F(JobLookTest, ColumnsGiveWayInTheirOrder) {
  attempt(addDelivery(QStringLiteral("clicks"), web(), QStringLiteral("a")), answer(405));
  open();
  const auto isShown = [this](int column) { return !table()->isColumnHidden(column); };
  EXPECT_TRUE(isShown(Model::DurationColumn));
  m_page->resize(936, 700);
  EXPECT_TRUE(waitUntil([&] { return !isShown(Model::DurationColumn); }));
  for (const auto column : {Model::WhenColumn, Model::QueryColumn, Model::DeliveryColumn}) {
    EXPECT_TRUE(isShown(column));
  }
  // The bar goes a moment after the column.
  EXPECT_TRUE(waitUntil([&] { return !table()->horizontalScrollBar()->isVisible(); }));
  testing::shoot(*m_page, QStringLiteral("jobs-narrow"));
  m_page->resize(1192, 772);
  EXPECT_TRUE(waitUntil([&] { return isShown(Model::DurationColumn); }));
  EXPECT_TRUE(isShown(Model::JobColumn));
  EXPECT_TRUE(waitUntil([&] { return !table()->horizontalScrollBar()->isVisible(); }));
  EXPECT_LE(table()->horizontalHeader()->length(), table()->viewport()->width());
  EXPECT_GE(table()->columnWidth(Model::DurationColumn), 80) << "its heading is whole";
}

TEST_F(JobLookTest, AJobOfTheQueryPageIsSentElsewhereOnceItWasSent) {
  const JobId job = ran(QStringLiteral("SELECT 1"));
  const SpoolFile sent = body(QStringLiteral("shown.json"), "{}", 3);
  ASSERT_TRUE(await(m_outbox.enqueueAll({{testing::requestTo(web(), QStringLiteral("a")), sent}}, job)).ok());
  const DeliveryId id = await(m_outbox.newest(1))->first().id;
  attempt(id, answer(200));
  open();
  choose(id);
  QSignalSpy wanted(m_page.get(), &JobsPage::sendElsewhereRequested);
  click(action("elsewhere"));
  EXPECT_EQ(wanted.count(), 1);
}

}  // namespace
}  // namespace courier
