#include "tests/support/Shots.h"
#include "tests/widgets/connections/ConnectionDialogFixture.h"

namespace courier {
namespace {

using Kind = ConnectionStep::Kind;
using Outcome = ConnectionStep::Outcome;
using testing::waitUntil;

/// "Test" in the dialog, of what stands in the fields.
class ConnectionTestPanelTest : public testing::ConnectionDialogFixture {
 protected:
  void openShop() {
    open();
    paste(QStringLiteral("postgresql://ann:p1@db.example.org/shop"));
  }
  void startTest() {
    click(control<QWidget>("test"));
    ASSERT_TRUE(waitUntil([&] { return !m_asked.empty(); }));
  }
  [[nodiscard]] QString said(int step) const {
    return control<QLabel>(qPrintable(QStringLiteral("check%1").arg(step)))->text();
  }
  [[nodiscard]] QString words() const { return control<QLabel>("testWords")->text(); }
};

TEST_F(ConnectionTestPanelTest, EachStepIsSaidAndWhatWasTypedIsTried) {
  openShop();
  startTest();
  EXPECT_EQ(m_asked.back().connection.host, u"db.example.org");
  EXPECT_EQ(m_asked.back().password, u"p1");
  EXPECT_TRUE(words().contains(QStringLiteral("Trying")));
  answer(ConnectionSteps{{Kind::Name, Outcome::Passed, QStringLiteral("db.example.org is 192.0.2.1.")},
                         {Kind::Connection, Outcome::Passed, QStringLiteral("A PostgreSQL server 15.20 answered.")},
                         {Kind::Tls, Outcome::Warned, QStringLiteral("Encrypted, not verified.")},
                         {Kind::SignIn, Outcome::Failed,
                          QStringLiteral("The server did not accept the user name or password. Check both.")}});
  ASSERT_TRUE(waitUntil([&] { return words().contains(QStringLiteral("not work yet")); }));
  EXPECT_TRUE(said(0).contains(QStringLiteral("192.0.2.1")));
  EXPECT_TRUE(said(3).contains(QStringLiteral("did not accept")));
  testing::shoot(*m_dialog, QStringLiteral("connection-test-failed"));
  // Other fields: it holds no more.
  write("user", QStringLiteral("bob"));
  EXPECT_FALSE(control<QLabel>("testWords")->isVisible());
}

TEST_F(ConnectionTestPanelTest, StopFreesTheScreenAtOnceAndLaterAnswersAreNotShown) {
  openShop();
  startTest();
  auto* button = control<QPushButton>("test");
  EXPECT_EQ(button->text(), u"Stop");
  click(button);
  EXPECT_EQ(words(), u"Stopped.");
  EXPECT_TRUE(m_asked.back().cancel.isCancelled());
  EXPECT_NE(button->text(), u"Stop");
  const auto first = m_asked.back();
  startTest();
  ASSERT_EQ(m_asked.size(), 2U);
  first.answer->addResult(ConnectionSteps{{Kind::Name, Outcome::Failed, QStringLiteral("old")}});
  first.answer->finish();
  answer(ConnectionSteps{{Kind::Name, Outcome::Passed, QStringLiteral("new")}});
  ASSERT_TRUE(waitUntil([&] { return words() == QStringLiteral("It works."); }));
  EXPECT_EQ(said(0), u"new");
}

TEST_F(ConnectionTestPanelTest, TheSavedPasswordIsLeftToWhoKnowsIt) {
  const Connection before = saved(shop(), QStringLiteral("p1"));
  open(before);
  startTest();
  EXPECT_EQ(m_asked.back().password, QString());
  EXPECT_EQ(m_asked.back().connection.secretKey, before.secretKey);
  answer(Error::of(ErrorKind::SecretLocked, QStringLiteral("The keychain is locked.")));
  ASSERT_TRUE(waitUntil([&] { return words() == QStringLiteral("The keychain is locked."); }));
  // Forgotten: nobody is asked for it.
  control<QCheckBox>("keepPassword")->setChecked(false);
  click(control<QWidget>("test"));
  ASSERT_EQ(m_asked.size(), 2U);
  EXPECT_EQ(m_asked.back().connection.secretKey, QString());
  const CancelToken running = m_asked.back().cancel;
  delete m_dialog;
  EXPECT_TRUE(running.isCancelled());
}

}  // namespace
}  // namespace courier
