#include "widgets/connections/ConnectionMark.h"

#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "models/query/ServerOptionTable.h"
#include "tests/support/Shots.h"
#include "tests/widgets/query/QueryPageFixture.h"
#include "widgets/connections/ConnectionActions.h"
#include "widgets/connections/ConnectionNameDialog.h"
#include "widgets/connections/ConnectionTree.h"
#include "widgets/connections/ConnectionsPanel.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/RunBar.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

TEST(ConnectionMark, ItsWordsCanBeReadOnEveryColourInBothSchemes) {
  for (const Theme* theme : {&Theme::light(), &Theme::dark()}) {
    QSet<QRgb> fills;
    for (const OptionChoice& choice : serverOption(ServerOptionId::Colour).choices) {
      const MarkColors colors = markColors(static_cast<MarkColour>(choice.value), *theme);
      EXPECT_GE(contrastRatio(colors.fill, colors.onFill), 4.5) << choice.key << (theme->isDark ? " dark" : " light");
      if (choice.value != static_cast<int>(MarkColour::None)) {
        EXPECT_GE(contrastRatio(colors.fill, theme->panel), 3.0) << choice.key << (theme->isDark ? " dark" : " light");
      }
      fills.insert(colors.fill.rgb());
    }
    EXPECT_EQ(static_cast<size_t>(fills.size()), serverOption(ServerOptionId::Colour).choices.size());
  }
}

/// The Query page where something is about to run on a connection that is marked.
class MarkedPageTest : public testing::QueryPageFixture {
 protected:
  void mark(const QString& label, MarkColour colour, bool readOnly) {
    Connection connection = *await(m_services.connections.find(m_services.sample));
    connection.server.label = label;
    connection.server.colour = colour;
    connection.readOnly = readOnly;
    ASSERT_TRUE(await(m_services.connections.update(connection)));
    ASSERT_TRUE(waitUntil([&] { return tab()->bar()->connectionBox()->connection().server.label == label; }));
  }
  [[nodiscard]] MarkEdge* edge() const { return tab()->findChild<MarkEdge*>(); }
  [[nodiscard]] QString runText() const { return tab()->bar()->findChild<QPushButton*>()->text().remove(u'&'); }
};

TEST_F(MarkedPageTest, TheLabelIsReadWhereverSomethingRunsThere) {
  EXPECT_TRUE(edge()->isHidden());
  EXPECT_EQ(runText(), u"Run");
  EXPECT_TRUE(tab()->statusText().contains(QStringLiteral("read-only"))) << qPrintable(tab()->statusText());
  mark(QStringLiteral("production"), MarkColour::Red, false);
  EXPECT_TRUE(edge()->isVisible());
  EXPECT_EQ(edge()->accessibleName(), u"production · testdb · can change data");
  EXPECT_EQ(runText(), u"Run on production");
  EXPECT_EQ(tab()->bar()->connectionBox()->currentText(), u"testdb – production");
  EXPECT_TRUE(tab()->bar()->connectionBox()->toolTip().contains(QStringLiteral("can change data")));
  EXPECT_TRUE(tab()->statusText().contains(QStringLiteral("production"))) << qPrintable(tab()->statusText());
  testing::shoot(*m_page, QStringLiteral("marked"));
  tab()->runAll();
  EXPECT_TRUE(tab()->statusText().contains(QStringLiteral("testdb – production")));
  ASSERT_TRUE(waitUntil([&] { return !tab()->isRunning(); }));
  EXPECT_TRUE(tab()->statusText().contains(QStringLiteral("testdb – production")));
  mark(QStringLiteral("tests"), MarkColour::None, true);
  EXPECT_EQ(edge()->accessibleName(), u"tests · testdb · read-only");
  EXPECT_EQ(runText(), u"Run on tests");
  mark({}, MarkColour::Green, true);
  EXPECT_TRUE(edge()->isVisible());
  EXPECT_EQ(runText(), u"Run");
}

TEST_F(MarkedPageTest, ThePanelsMenuAndTheTreesKeysReachTheDialogs) {
  auto* add = m_page->panel()->findChild<QToolButton*>(QStringLiteral("addConnection"));
  QStringList entries;
  for (const QAction* action : add->menu()->actions()) entries += action->text().remove(u'&');
  for (const char* entry : {"Open a file…", "PostgreSQL…", "MariaDB or MySQL…", "From a URL…", "Manage connections…"})
    EXPECT_TRUE(entries.contains(QString::fromUtf8(entry))) << entry << " in " << qPrintable(entries.join(u' '));
  ConnectionTree* tree = m_page->panel()->tree();
  ASSERT_TRUE(waitUntil([&] { return tree->model()->rowCount() == 1; }));
  tree->setFocus();
  tree->setCurrentIndex(tree->model()->index(0, 0));
  QTest::keyClick(tree, Qt::Key_F2);
  ASSERT_TRUE(waitUntil([&] { return m_page->findChild<ConnectionNameDialog*>() != nullptr; }));
  QTest::keyClick(m_page->findChild<ConnectionNameDialog*>(), Qt::Key_Escape);
  ASSERT_TRUE(waitUntil([&] { return m_page->findChild<ConnectionNameDialog*>() == nullptr; }));
  QTest::keyClick(tree, Qt::Key_Delete);
  ASSERT_TRUE(waitUntil([&] { return m_page->findChild<ConfirmDialog*>() != nullptr; }));
}

TEST_F(MarkedPageTest, FilesThatWereOpenedAreOfferedAgainNewestFirst) {
  RecentFiles recent(m_services.settings);
  EXPECT_TRUE(recent.files().isEmpty());
  m_page->openFiles({m_services.sampleFile});
  ASSERT_TRUE(waitUntil([&] { return recent.files() == QStringList{m_services.sampleFile}; }));
  for (int number = 0; number < 12; ++number) recent.add(QStringLiteral("/data/%1.db").arg(number));
  recent.add(QStringLiteral("/data/5.db"));
  EXPECT_EQ(recent.files().size(), RecentFiles::kMost);
  EXPECT_EQ(recent.files().first(), u"/data/5.db");
  EXPECT_EQ(recent.files().count(QStringLiteral("/data/5.db")), 1);
  auto* add = m_page->panel()->findChild<QToolButton*>(QStringLiteral("addConnection"));
  Q_EMIT add->menu()->aboutToShow();
  for (const QAction* action : add->menu()->actions()) {
    if (!action->menu()) continue;
    EXPECT_EQ(action->menu()->actions().first()->text(), u"/data/5.db");
    action->menu()->actions().last()->trigger();
  }
  EXPECT_TRUE(recent.files().isEmpty());
}

}  // namespace
}  // namespace courier
