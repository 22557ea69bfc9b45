#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <algorithm>

#include "tests/support/Accessibility.h"
#include "tests/support/Enqueue.h"
#include "tests/support/Shots.h"
#include "tests/widgets/jobs/JobsFixture.h"
#include "widgets/common/Dialog.h"
#include "widgets/jobs/ElsewhereDialog.h"
#include "widgets/jobs/JobActions.h"
#include "widgets/targets/BacklogDialog.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class JobActionsTest : public testing::JobsFixture {
 protected:
  /// Four results wait for a paused target, at two addresses.
  void pause() {
    attempt(m_first = addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("path")), answer(401));
    for (const char* to : {"path", "path", "other"}) {
      m_last = addDelivery(QStringLiteral("hourly counts"), web(), QString::fromLatin1(to));
    }
  }
  BacklogDialog* askResume() {
    choose(m_last);
    click(action("resume"));
    EXPECT_TRUE(waitUntil([this] { return openDialog<BacklogDialog>(*m_page) != nullptr; }));
    return openDialog<BacklogDialog>(*m_page);
  }
  int count(DeliveryState wanted) {
    const auto all = await(m_outbox.newest(10));
    return static_cast<int>(
        std::count_if(all->begin(), all->end(), [wanted](const Delivery& each) { return each.state == wanted; }));
  }
  DeliveryId m_first;
  DeliveryId m_last;
};

TEST_F(JobActionsTest, ABacklogIsAskedAboutWithItsCounts) {
  pause();
  open();
  BacklogDialog* ask = askResume();
  const QString sentence = part<QLabel>(*ask, "sentence")->text();
  for (const char* words : {"4 result", "wait for 'myweb'", "2 address"}) {
    EXPECT_TRUE(sentence.contains(QLatin1String(words))) << qUtf8Printable(sentence);
  }
  EXPECT_TRUE(part<Button>(*ask, "sendAll")->text().contains(QStringLiteral("(4)")));
  EXPECT_TRUE(part<Button>(*ask, "sendNewest")->text().contains(QStringLiteral("(2)")));
  EXPECT_TRUE(part<Button>(*ask, "dropAll")->text().contains(QStringLiteral("(4)")));
  EXPECT_EQ(testing::unnamedControls(*ask), QStringList());
  testing::shoot(*ask, QStringLiteral("jobs-backlog"));
  ask->reject();
  EXPECT_EQ(count(DeliveryState::Held), 4) << "nothing happens without a choice";
  EXPECT_EQ(stored(web().id).state, TargetState::Paused);
}

TEST_F(JobActionsTest, SendsAllOfABacklog) {
  pause();
  open();
  click(part<Button>(*askResume(), "sendAll"));
  ASSERT_TRUE(waitUntil([this] { return count(DeliveryState::Waiting) == 4; }));
  EXPECT_EQ(stored(web().id).state, TargetState::Active);
}

TEST_F(JobActionsTest, SendsOnlyTheNewestOfABacklog) {
  pause();
  open();
  click(part<Button>(*askResume(), "sendNewest"));
  ASSERT_TRUE(waitUntil([this] { return count(DeliveryState::Waiting) == 2; }));
  EXPECT_EQ(count(DeliveryState::Cancelled), 2);
}

TEST_F(JobActionsTest, DropsABacklog) {
  pause();
  open();
  click(part<Button>(*askResume(), "dropAll"));
  ASSERT_TRUE(waitUntil([this] { return count(DeliveryState::Cancelled) == 4; }));
  EXPECT_EQ(stored(web().id).state, TargetState::Active);
}

TEST_F(JobActionsTest, OneHeldResultIsResumedUnasked) {
  attempt(m_first = addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("path")), answer(401));
  open();
  choose(m_first);
  click(action("resume"));
  ASSERT_TRUE(waitUntil([this] { return state(m_first) == DeliveryState::Waiting; }));
  EXPECT_EQ(openDialog<BacklogDialog>(*m_page), nullptr);
}

TEST_F(JobActionsTest, WhatAGuardHoldsIsLetGoOrDroppedWithItsReasonInSight) {
  const auto hold = [this](const char* reason) {
    const DeliveryId id = addDelivery(QStringLiteral("hourly counts"), web(), QString::fromLatin1(reason).left(3));
    m_database.change(
        QStringLiteral("UPDATE delivery SET state = 'held', reason_kind = 'guard', reason = ? WHERE id = ?"),
        {QString::fromLatin1(reason), id.value});
    return id;
  };
  const DeliveryId first = hold("The result has no rows.");
  const DeliveryId second = hold("Its columns changed.");
  open();
  choose(first);
  EXPECT_EQ(reason(), QStringLiteral("The result has no rows."));
  EXPECT_EQ(part<Note>(*m_page->findChild<JobDetail*>(), "reason")->tone(), Tone::Warn) << "as its pill";
  ASSERT_NE(action("cancel"), nullptr);
  EXPECT_EQ(action("cancel")->text(), QStringLiteral("Drop"));
  testing::shoot(*m_page, QStringLiteral("jobs-guard"));
  click(action("release"));
  ASSERT_TRUE(waitUntil([&] { return state(first) == DeliveryState::Waiting; }));
  choose(second);
  click(action("cancel"));
  ASSERT_TRUE(waitUntil([&] { return state(second) == DeliveryState::Cancelled; }));
}

TEST_F(JobActionsTest, AnEarlierResultGoesElsewhere) {
  const Target other = addTarget(QStringLiteral("warehouse"), QStringLiteral("webs://ingest.example.net/v1"));
  const DeliveryId sent = addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("path"));
  attempt(sent, answer(201));
  open();
  choose(sent);
  QSignalSpy asked(m_page.get(), &JobsPage::sendElsewhereRequested);
  click(action("elsewhere"));
  ASSERT_EQ(asked.count(), 1);
  const Job job = asked[0][0].value<Job>();
  DeliveryRequest queued;
  ElsewhereDialog::Parts parts{m_targets, m_outbox, m_secrets, m_clock, [&](const DeliveryRequest& request) {
                                 queued = request;
                                 return testing::enqueue(m_outbox, request, job.id,
                                                         body(QStringLiteral("e.json"), "{}", 3));
                               }};
  auto* dialog = new ElsewhereDialog(job, parts, m_page.get());
  dialog->open();
  auto* target = part<QComboBox>(*dialog, "target");
  ASSERT_TRUE(waitUntil([&] { return target->findText(QStringLiteral("warehouse")) >= 0; }));
  target->setCurrentText(QStringLiteral("warehouse"));
  part<QLineEdit>(*dialog, "path")->setText(QStringLiteral("daily"));
  EXPECT_EQ(testing::unnamedControls(*dialog), QStringList());
  testing::shoot(*dialog, QStringLiteral("jobs-elsewhere"));
  click(part<Button>(*dialog, "send"));
  ASSERT_TRUE(waitUntil([&] { return queued.targetId == other.id; }));
  EXPECT_EQ(queued.to.url.address(), QStringLiteral("webs://ingest.example.net/v1/daily"));
  ASSERT_TRUE(waitUntil([&] { return !part<Note>(*dialog, "outcome")->text().isEmpty(); }));
  EXPECT_FALSE(part<Button>(*dialog, "send")->isVisible());
}

TEST_F(JobActionsTest, ElsewhereAsksBeforeANewerResultIsReplaced) {
  const DeliveryId older = addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("a"));
  attempt(older, answer(201));
  attempt(addDelivery(QStringLiteral("hourly counts"), web(), QStringLiteral("b")), answer(201));
  open();
  int sends = 0;
  const Job job = *await(m_jobs.find(await(m_outbox.find(older))->jobId));
  ElsewhereDialog::Parts parts{m_targets, m_outbox, m_secrets, m_clock, [&](const DeliveryRequest& request) {
                                 ++sends;
                                 return testing::enqueue(m_outbox, request, job.id,
                                                         body(QStringLiteral("e.json"), "{}", 3));
                               }};
  auto* dialog = new ElsewhereDialog(job, parts, m_page.get());
  dialog->open();
  auto* target = part<QComboBox>(*dialog, "target");
  ASSERT_TRUE(waitUntil([&] { return target->findText(QStringLiteral("myweb")) >= 0; }));
  part<QLineEdit>(*dialog, "path")->setText(QStringLiteral("b"));
  click(part<Button>(*dialog, "send"));
  ASSERT_TRUE(waitUntil([&] { return openDialog<ConfirmDialog>(*dialog) != nullptr; }));
  openDialog<ConfirmDialog>(*dialog)->reject();
  ASSERT_TRUE(waitUntil([&] { return part<Button>(*dialog, "send")->isEnabled(); }));
  EXPECT_EQ(sends, 0);
  click(part<Button>(*dialog, "send"));
  ASSERT_TRUE(waitUntil([&] { return openDialog<ConfirmDialog>(*dialog) != nullptr; }));
  click(part<Button>(*openDialog<ConfirmDialog>(*dialog), "agree"));
  ASSERT_TRUE(waitUntil([&] { return sends == 1; }));
}

}  // namespace
}  // namespace courier
