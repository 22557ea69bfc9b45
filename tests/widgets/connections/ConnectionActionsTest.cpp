#include "widgets/connections/ConnectionActions.h"

#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/support/Shots.h"
#include "tests/widgets/connections/ConnectionDialogFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/connections/ConnectionNameDialog.h"
#include "widgets/connections/ConnectionsDialog.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

/// What can be done with connections, by themselves and from the list of all.
class ConnectionActionsTest : public testing::ConnectionDialogFixture {
 protected:
  ConnectionActionsTest() {
    m_window.resize(1000, 700);
    m_window.show();
    activate(m_window);
    QObject::connect(&m_actions, &ConnectionActions::created, &m_window, [this](ConnectionId id) { m_created = id; });
  }
  template <class Kind>
  Kind* opened() {
    if (!waitUntil([&] { return openDialog<Kind>(m_window) != nullptr; })) qFatal("no dialog");
    Kind* dialog = openDialog<Kind>(m_window);
    activate(*dialog);
    return dialog;
  }
  static QStringList names(const QVector<Connection>& connections) {
    QStringList names;
    for (const Connection& one : connections) names += one.name;
    return names;
  }
  [[nodiscard]] QStringList names() { return names(*await(m_connections.all())); }

  QWidget m_window;
  ConnectionActions m_actions{services(), &m_window};
  ConnectionId m_created;
};

TEST_F(ConnectionActionsTest, ANameIsChangedOrTheSentenceSaysWhyNot) {
  const Connection first = saved(shop(), QStringLiteral("p1"));
  Connection other = shop();
  other.name = QStringLiteral("stock");
  saved(other);
  m_actions.rename(first.id);
  auto* dialog = opened<ConnectionNameDialog>();
  auto* name = part<QLineEdit>(*dialog, "name");
  EXPECT_TRUE(name->hasFocus());
  EXPECT_EQ(name->selectedText(), u"shop");
  QTest::keyClicks(name, QStringLiteral("stock"));
  QTest::keyClick(name, Qt::Key_Return);
  auto* field = qobject_cast<CheckedField*>(name->parentWidget());
  ASSERT_TRUE(waitUntil([&] { return field->error().contains(QStringLiteral("already")); }));
  name->setText(QStringLiteral("store"));
  QTest::keyClick(name, Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return names() == QStringList({QStringLiteral("stock"), QStringLiteral("store")}); }));
  EXPECT_EQ(passwordUnder(found(first.id).secretKey), u"p1");
}

TEST_F(ConnectionActionsTest, ACopyIsMadeUnderAFreeName) {
  const Connection first = saved(shop(), QStringLiteral("p1"));
  m_actions.duplicate(first.id);
  auto* dialog = opened<ConnectionNameDialog>();
  EXPECT_EQ(part<QLineEdit>(*dialog, "name")->text(), u"shop 2");
  QTest::keyClick(part<QLineEdit>(*dialog, "name"), Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return m_created.isValid(); }));
  EXPECT_EQ(found(m_created).host, first.host);
  EXPECT_EQ(passwordUnder(found(m_created).secretKey), u"p1");
}

TEST_F(ConnectionActionsTest, DeletingSaysWhatUsesItAndBeginsAtNo) {
  const Connection first = saved(shop(), QStringLiteral("p1"));
  m_database.change(QStringLiteral("INSERT INTO schedule (name, cron, zone, sql, connection_id, created_at) "
                                   "VALUES ('nightly', '@daily', 'UTC', 'SELECT 1', ?, 1)"),
                    {first.id.value});
  m_actions.askDelete(first.id);
  auto* ask = opened<ConfirmDialog>();
  QString said;
  for (const QLabel* label : ask->findChildren<QLabel*>()) said += label->text();
  EXPECT_TRUE(said.contains(QStringLiteral("nightly")) && said.contains(QStringLiteral("will fail")))
      << qPrintable(said);
  testing::shoot(*ask, QStringLiteral("connection-delete"));
  QTest::keyClick(ask->focusWidget(), Qt::Key_Return);
  EXPECT_EQ(names(), QStringList{QStringLiteral("shop")});
  m_actions.askDelete(first.id);
  click(part<QWidget>(*opened<ConfirmDialog>(), "agree"));
  ASSERT_TRUE(waitUntil([&] { return names().isEmpty(); }));
  EXPECT_TRUE(waitUntil([&] { return passwordUnder(first.secretKey) == QStringLiteral("(none)"); }));
}

TEST_F(ConnectionActionsTest, TheListDoesItAllByKeyboard) {
  Connection file;
  file.name = QStringLiteral("log");
  file.file = QStringLiteral("/data/log.db");
  file.readOnly = false;
  const Connection log = saved(file);
  const Connection server = saved(shop());
  m_actions.manage();
  auto* list = opened<ConnectionsDialog>();
  auto* table = list->findChild<DataTable*>();
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() == 2; }));
  EXPECT_TRUE(table->hasFocus());
  testing::shoot(*list, QStringLiteral("connections"));
  QTest::keyClick(table, Qt::Key_Return);
  auto* edited = opened<ConnectionDialog>();
  EXPECT_EQ(part<QLineEdit>(*edited, "name")->text(), u"log");
  QTest::keyClick(edited, Qt::Key_Escape);
  ASSERT_TRUE(waitUntil([&] { return openDialog<ConnectionDialog>(m_window) == nullptr; }));
  activate(*list);
  QTest::keyClick(table, Qt::Key_Down);
  QTest::keyClick(table, Qt::Key_F2);
  auto* renamed = opened<ConnectionNameDialog>();
  EXPECT_EQ(part<QLineEdit>(*renamed, "name")->text(), u"shop");
  QTest::keyClick(renamed, Qt::Key_Escape);
  ASSERT_TRUE(waitUntil([&] { return openDialog<ConnectionNameDialog>(m_window) == nullptr; }));
  activate(*list);
  click(part<QWidget>(*list, "test"));
  ASSERT_TRUE(waitUntil([&] { return !m_asked.empty(); }));
  EXPECT_EQ(m_asked.back().connection.id, server.id);
  answer(ConnectionSteps{{ConnectionStep::Kind::Name, ConnectionStep::Outcome::Passed, QStringLiteral("found")}});
  ASSERT_TRUE(waitUntil([&] { return part<QLabel>(*list, "testWords")->text() == QStringLiteral("It works."); }));
  testing::shoot(*list, QStringLiteral("connections-tested"));
  QTest::keyClick(table, Qt::Key_Delete);
  click(part<QWidget>(*opened<ConfirmDialog>(), "agree"));
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() == 1; }));
  EXPECT_EQ(names(), QStringList{log.name});
}

TEST_F(ConnectionActionsTest, AConnectionThatIsGoneIsSaid) {
  QSignalSpy failed(&m_actions, &ConnectionActions::failed);
  m_actions.edit(ConnectionId{99});
  ASSERT_TRUE(waitUntil([&] { return failed.count() == 1; }));
  EXPECT_TRUE(failed.first().first().toString().contains(QStringLiteral("no longer exists")));
}

}  // namespace
}  // namespace courier
