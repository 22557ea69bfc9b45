#include "widgets/schedules/LoginQuestion.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "models/base/WorkerThread.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Await.h"
#include "tests/support/Shots.h"
#include "widgets/common/Note.h"

namespace courier {
namespace {

using testing::waitUntil;

class LoginQuestionTest : public ::testing::Test {
 protected:
  ~LoginQuestionTest() override { delete m_question; }
  void open(const LoginQuestion::Words& words) {
    m_question = new LoginQuestion(words, [this] {
      ++m_asked;
      return runInBackground([outcome = m_outcome] { return outcome; });
    });
    m_question->show();
  }
  template <class Widget>
  Widget* part(const char* name) {
    return m_question->findChild<Widget*>(QString::fromLatin1(name));
  }
  QPointer<LoginQuestion> m_question;
  Expected<QStringList> m_outcome =
      QStringList{QStringLiteral("It starts when you log in."), QStringLiteral("It ends when you log out.")};
  int m_asked = 0;
};

TEST_F(LoginQuestionTest, DoesItAndSaysWhatWasDone) {
  open(LoginQuestion::startWords());
  EXPECT_EQ(
      part<QLabel>("words")->text(),
      QStringLiteral("Schedules run only while Query Courier is running and this computer is awake. Start it when "
                     "you log in?"));
  EXPECT_EQ(testing::unnamedControls(*m_question), QStringList());
  testing::shoot(*m_question, QStringLiteral("login-question"));
  QSignalSpy done(m_question, &LoginQuestion::done);
  QTest::mouseClick(part<Button>("yes"), Qt::LeftButton);
  ASSERT_TRUE(waitUntil([&] { return done.count() == 1; }));
  EXPECT_EQ(m_asked, 1);
  EXPECT_EQ(part<QLabel>("words")->text(), QStringLiteral("It starts when you log in.\nIt ends when you log out."));
  EXPECT_FALSE(part<Button>("yes")->isVisible());
  testing::shoot(*m_question, QStringLiteral("login-done"));
  QTest::mouseClick(part<Button>("no"), Qt::LeftButton);
  EXPECT_TRUE(waitUntil([this] { return m_question.isNull(); }));
}

TEST_F(LoginQuestionTest, SaysWhyItCannotAndCanBeTriedAgain) {
  m_outcome = Error::of(ErrorKind::Storage, QStringLiteral("The file cannot be written."));
  open(LoginQuestion::startWords());
  QTest::mouseClick(part<Button>("yes"), Qt::LeftButton);
  ASSERT_TRUE(waitUntil([this] { return !part<Note>("note")->text().isEmpty(); }));
  EXPECT_EQ(part<Note>("note")->text(), QStringLiteral("The file cannot be written."));
  EXPECT_TRUE(part<Button>("yes")->isEnabled());
  testing::shoot(*m_question, QStringLiteral("login-failed"));
}

TEST_F(LoginQuestionTest, NotNowDoesNothing) {
  open(LoginQuestion::startWords());
  QTest::keyClick(m_question, Qt::Key_Escape);
  EXPECT_TRUE(waitUntil([this] { return m_question.isNull(); }));
  EXPECT_EQ(m_asked, 0);
}

TEST_F(LoginQuestionTest, NamesWhatStartsIt) {
  open(LoginQuestion::stopWords(QStringLiteral("/home/a/.config/autostart/query-courier.desktop")));
  EXPECT_TRUE(part<QLabel>("words")->text().contains(QStringLiteral("query-courier.desktop")));
  testing::shoot(*m_question, QStringLiteral("login-stop"));
}

}  // namespace
}  // namespace courier
