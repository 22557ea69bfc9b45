#include "widgets/common/InputRules.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "widgets/common/Button.h"

namespace courier {
namespace {

class InputRulesTest : public ::testing::Test {
 protected:
  template <class Widget>
  Widget* add(Widget* widget) {
    m_layout->addWidget(widget);
    return widget;
  }
  void show() {
    m_window.show();
    m_window.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&m_window));
  }
  /// Presses Enter on `button`; whether a menu popped up. A menu holds its caller until it is closed.
  bool opensMenu(QAbstractButton* button) {
    bool popped = false;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &look, [&popped] {
      QWidget* popup = QApplication::activePopupWidget();
      if (!popup) return;
      popped = true;
      popup->close();
    });
    look.start(5);
    button->setFocus(Qt::TabFocusReason);
    QTest::keyClick(button, Qt::Key_Return);
    return popped || QTest::qWaitFor([&popped] { return popped; }, 2000);
  }
  /// As the mouse does it: a wheel that nobody wants goes on to what lies around.
  static void turnWheel(QWidget& over) {
    const QPointF at = over.rect().center();
    QWheelEvent event(at, over.mapToGlobal(at), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QSpontaneKeyEvent::setSpontaneous(&event);
    qApp->notify(&over, &event);
  }
  QWidget m_window;
  QVBoxLayout* m_layout = new QVBoxLayout(&m_window);
  QMenu m_menu;
};

TEST_F(InputRulesTest, EnterPressesAButtonOfAPageToo) {
  auto* button = add(new Button(QStringLiteral("Run")));
  show();
  button->setFocus();
  QSignalSpy pressed(button, &Button::clicked);
  QTest::keyClick(button, Qt::Key_Return);
  QTest::keyClick(button, Qt::Key_Enter, Qt::KeypadModifier);
  EXPECT_EQ(pressed.count(), 2);
  // With Ctrl it is another key; a disabled button does nothing.
  QTest::keyClick(button, Qt::Key_Return, Qt::ControlModifier);
  button->setEnabled(false);
  QTest::keyClick(button, Qt::Key_Return);
  EXPECT_EQ(pressed.count(), 2);
}

TEST_F(InputRulesTest, EnterOpensAButtonsMenu) {
  m_menu.addAction(QStringLiteral("Edit…"));
  auto* tool = add(new QToolButton);
  tool->setMenu(&m_menu);
  tool->setPopupMode(QToolButton::InstantPopup);
  auto* button = add(new Button(QStringLiteral("More")));
  button->setDropMenu(&m_menu);
  show();
  EXPECT_TRUE(opensMenu(tool));
  EXPECT_TRUE(opensMenu(button));
}

TEST_F(InputRulesTest, TheWheelChoosesOnlyWhereTheFocusIs) {
  auto* other = add(new Button(QStringLiteral("Other")));
  auto* box = add(new QComboBox);
  box->addItems({QStringLiteral("PUT"), QStringLiteral("POST")});
  show();
  other->setFocus();
  turnWheel(*box);
  EXPECT_EQ(box->currentIndex(), 0);
  EXPECT_FALSE(box->hasFocus());
  box->setFocus();
  turnWheel(*box);
  EXPECT_EQ(box->currentIndex(), 1);
}

}  // namespace
}  // namespace courier
