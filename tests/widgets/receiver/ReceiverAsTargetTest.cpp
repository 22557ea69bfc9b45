#include <QLineEdit>

#include "tests/support/Shots.h"
#include "tests/widgets/PagesFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/receiver/ReceiverWindow.h"
#include "widgets/targets/TargetDialog.h"
#include "widgets/targets/TargetsPage.h"

namespace courier {
namespace {

using testing::waitUntil;

/// The test receiver and the Targets page beside it, connected as the program connects them.
class ReceiverAsTargetTest : public testing::PagesFixture {
 protected:
  ReceiverAsTargetTest() {
    m_page = std::make_unique<TargetsPage>(m_targets, m_outbox, m_secrets, m_clock);
    m_page->resize(1192, 772);
    m_page->show();
    m_receiver = std::make_unique<ReceiverWindow>(m_settings, m_clock);
    QObject::connect(m_receiver.get(), &ReceiverWindow::targetWanted, m_page.get(), &TargetsPage::newTargetAt);
    m_receiver->open();
  }
  TargetDialog* use() {
    click(part<Button>(*m_receiver, "use"));
    return openDialog<TargetDialog>(*m_page);
  }
  QAbstractItemModel* requests() { return m_receiver->findChild<DataTable*>()->model(); }
  QString answer() { return requests()->index(0, RequestTableModel::AnswerColumn).data().toString(); }
  std::unique_ptr<TargetsPage> m_page;
  std::unique_ptr<ReceiverWindow> m_receiver;
};

TEST_F(ReceiverAsTargetTest, TheTargetItMakesSignsInAsItDemands) {
  part<QLineEdit>(*m_receiver, "user")->setText(QStringLiteral("zoë@work"));
  part<QLineEdit>(*m_receiver, "password")->setText(QStringLiteral("p:a/ss%"));
  TargetDialog* dialog = use();
  ASSERT_NE(dialog, nullptr);
  testing::shoot(*dialog, QStringLiteral("receiver-as-target"));
  click(part<Button>(*dialog, "check"));
  click(part<Button>(*dialog, "checkSend"));
  ASSERT_TRUE(waitUntil([this] { return requests()->rowCount() == 1; }));
  EXPECT_EQ(answer(), QStringLiteral("201"));
  EXPECT_TRUE(waitUntil([&] { return part<Button>(*dialog, "check")->text() == QStringLiteral("Check again"); }));
  // Another password is obeyed at once.
  part<QLineEdit>(*m_receiver, "password")->setText(QStringLiteral("other"));
  click(part<Button>(*dialog, "check"));
  click(part<Button>(*dialog, "checkSend"));
  ASSERT_TRUE(waitUntil([this] { return requests()->rowCount() == 2; }));
  EXPECT_EQ(answer(), QStringLiteral("401"));
  EXPECT_TRUE(waitUntil([&] { return part<Button>(*dialog, "check")->text() == QStringLiteral("Check again"); }));
}

}  // namespace
}  // namespace courier
