#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QStackedWidget>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/PagesFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/Note.h"
#include "widgets/targets/TargetDialog.h"
#include "widgets/targets/TargetsPage.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class TargetsPageTest : public testing::PagesFixture {
 protected:
  void open() {
    m_page = std::make_unique<TargetsPage>(m_targets, m_outbox, m_secrets, m_clock);
    m_page->resize(1192, 772);
    m_page->show();
    activate(*m_page);
    ASSERT_TRUE(waitUntil([this] { return !m_page->statusText().isEmpty(); }));
  }
  DataTable* table() { return m_page->findChild<DataTable*>(); }
  int rows() { return table()->model()->rowCount(); }
  std::unique_ptr<TargetsPage> m_page;
};

TEST_F(TargetsPageTest, AnEmptyPageSaysWhatToDo) {
  open();
  EXPECT_EQ(m_page->findChild<QStackedWidget*>()->currentIndex(), 1);
  EXPECT_EQ(testing::unnamedControls(*m_page), QStringList());
  testing::shoot(*m_page, QStringLiteral("targets-empty"));
  QSignalSpy asked(m_page.get(), &TargetsPage::receiverRequested);
  click(part<Button>(*m_page, "receiver"));
  EXPECT_EQ(asked.count(), 1);
  click(part<Button>(*m_page, "new"));
  EXPECT_NE(openDialog<TargetDialog>(*m_page), nullptr);
}

TEST_F(TargetsPageTest, ListsTargetsAndFollowsWhatHappens) {
  const Target myweb = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                 QStringLiteral("alice"), QStringLiteral("secret"));
  const Target warehouse = addTarget(QStringLiteral("warehouse"), QStringLiteral("webs://ingest.example.net:8443/v1"),
                                     QStringLiteral("loader"), QStringLiteral("secret"));
  addTarget(QStringLiteral("local"), QStringLiteral("web://127.0.0.1:8080/"));
  attempt(addDelivery(QStringLiteral("hourly counts"), myweb, QStringLiteral("path")), answer(201));
  attempt(addDelivery(QStringLiteral("clicks"), warehouse, QStringLiteral("clicks")), answer(401));
  open();
  EXPECT_EQ(rows(), 3);
  EXPECT_EQ(m_page->statusText(), QStringLiteral("3 targets"));
  table()->selectRow(2);
  EXPECT_TRUE(part<Note>(*m_page, "paused")->text().startsWith(QStringLiteral("401")));
  testing::shoot(*m_page, QStringLiteral("targets"));
  click(part<Button>(*m_page, "resume"));
  ASSERT_TRUE(waitUntil([&] { return stored(warehouse.id).state == TargetState::Active; }));
  ASSERT_TRUE(waitUntil([&] { return part<Note>(*m_page, "paused")->text().isEmpty(); }));
  addTarget(QStringLiteral("aaa"), QStringLiteral("web://127.0.0.1:8081/"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 4; }));
  EXPECT_EQ(table()->currentIndex().row(), 3);
}

TEST_F(TargetsPageTest, EnterAndDoubleClickEdit) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open();
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Return);
  auto* dialog = openDialog<TargetDialog>(*m_page);
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(part<QLineEdit>(*dialog, "name")->text(), QStringLiteral("myweb"));
  testing::shoot(*dialog, QStringLiteral("target-dialog"));
  part<QLineEdit>(*dialog, "name")->setText(QStringLiteral("renamed"));
  click(part<Button>(*dialog, "save"));
  ASSERT_TRUE(
      waitUntil([this] { return table()->model()->index(0, 0).data().toString() == QStringLiteral("renamed"); }));
}

TEST_F(TargetsPageTest, DeleteAsksAndSaysWhatStays) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                  QStringLiteral("alice"), QStringLiteral("secret"));
  open();
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Delete);
  ConfirmDialog* ask = nullptr;
  ASSERT_TRUE(waitUntil([&] { return (ask = openDialog<ConfirmDialog>(*m_page)) != nullptr; }));
  EXPECT_TRUE(ask->windowTitle().contains(QStringLiteral("myweb")));
  testing::shoot(*ask, QStringLiteral("target-delete"));
  ask->reject();
  EXPECT_EQ(rows(), 1);
  activate(*m_page);
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Delete);
  ASSERT_TRUE(waitUntil([&] { return (ask = openDialog<ConfirmDialog>(*m_page)) != nullptr; }));
  click(part<Button>(*ask, "agree"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 0; }));
  EXPECT_TRUE(waitUntil([&] { return passwordUnder(target.to.secretKey) == QStringLiteral("(none)"); }));
}

TEST_F(TargetsPageTest, WhatStillWaitsKeepsItsPassword) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                  QStringLiteral("alice"), QStringLiteral("secret"));
  addDelivery(QStringLiteral("clicks"), target, {});
  open();
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Delete);
  ASSERT_TRUE(waitUntil([this] { return openDialog<ConfirmDialog>(*m_page) != nullptr; }));
  click(part<Button>(*openDialog<ConfirmDialog>(*m_page), "agree"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 0; }));
  EXPECT_EQ(passwordUnder(target.to.secretKey), QStringLiteral("secret"));
}

TEST_F(TargetsPageTest, TheSchedulesThatSendThereAreSaidAndNamedBeforeDeleting) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  for (const char* name : {"nightly", "hourly"}) {
    m_database.change(QStringLiteral("INSERT INTO schedule (name, cron, zone, sql, plan, created_at) "
                                     "VALUES (?, '', 'UTC', 'SELECT 1', json_object('targetId', ?), 0)"),
                      {QString::fromLatin1(name), target.id.value});
  }
  open();
  const QModelIndex used = table()->model()->index(0, TargetTableModel::UsedByColumn);
  EXPECT_TRUE(used.data().toString().startsWith(QStringLiteral("2 schedule")));
  const QString hint = used.data(Qt::ToolTipRole).toString();
  EXPECT_TRUE(hint.contains(QLatin1Char('2')) && hint.endsWith(QStringLiteral("hourly, nightly"))) << qPrintable(hint);
  table()->setFocus();
  QTest::keyClick(table(), Qt::Key_Delete);
  ASSERT_TRUE(waitUntil([this] { return openDialog<ConfirmDialog>(*m_page) != nullptr; }));
  auto* ask = openDialog<ConfirmDialog>(*m_page);
  QString said;
  for (const auto* label : ask->findChildren<QLabel*>()) said += label->text();
  EXPECT_TRUE(said.contains(QStringLiteral("hourly, nightly"))) << qPrintable(said);
  testing::shoot(*ask, QStringLiteral("target-delete-scheduled"));
}

TEST_F(TargetsPageTest, TheMenuOffersWhatCanBeDone) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open();
  const QRect cell = table()->visualRect(table()->model()->index(0, TargetTableModel::MenuColumn));
  QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell.center());
  auto* menu = m_page->findChild<QMenu*>();
  ASSERT_NE(menu, nullptr);
  EXPECT_EQ(menu->actions().size(), 3);
  menu->actions().constFirst()->trigger();
  EXPECT_NE(openDialog<TargetDialog>(*m_page), nullptr);
  menu->close();
}

TEST_F(TargetsPageTest, ABrokenStoreIsSaidWithAWayOn) {
  m_database.change(QStringLiteral("ALTER TABLE target RENAME TO hidden"));
  m_page = std::make_unique<TargetsPage>(m_targets, m_outbox, m_secrets, m_clock);
  m_page->show();
  ASSERT_TRUE(waitUntil([this] { return !part<Note>(*m_page, "note")->text().isEmpty(); }));
  EXPECT_TRUE(m_page->statusText().isEmpty());
  m_database.change(QStringLiteral("ALTER TABLE hidden RENAME TO target"));
  click(part<Note>(*m_page, "note")->findChild<Button*>());
  EXPECT_TRUE(waitUntil([this] { return !m_page->statusText().isEmpty(); }));
}

TEST_F(TargetsPageTest, AReceiversAddressStartsANewTarget) {
  open();
  m_page->newTargetAt(QStringLiteral("web://127.0.0.1:4711/"));
  auto* dialog = openDialog<TargetDialog>(*m_page);
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(part<QLineEdit>(*dialog, "address")->text(), QStringLiteral("web://127.0.0.1:4711/"));
  EXPECT_EQ(part<QLineEdit>(*dialog, "user")->text(), QString());
}

TEST_F(TargetsPageTest, AReceiversUserAndPasswordComeIntoTheirFields) {
  open();
  m_page->newTargetAt(QStringLiteral("web://ada%40x:p%3Aw@127.0.0.1:4711/"));
  auto* dialog = openDialog<TargetDialog>(*m_page);
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(part<QLineEdit>(*dialog, "address")->text(), QStringLiteral("web://127.0.0.1:4711/"));
  EXPECT_EQ(part<QLineEdit>(*dialog, "user")->text(), QStringLiteral("ada@x"));
  EXPECT_EQ(part<QLineEdit>(*dialog, "password")->text(), QStringLiteral("p:w"));
  EXPECT_EQ(part<QLineEdit>(*dialog, "password")->echoMode(), QLineEdit::Password);
}

}  // namespace
}  // namespace courier
