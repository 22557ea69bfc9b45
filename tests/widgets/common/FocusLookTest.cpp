// What has the focus is seen to have it, in one way everywhere; what pops up has the program's own look.
#include <gtest/gtest.h>
#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "tests/support/Await.h"
#include "tests/support/Shots.h"
#include "widgets/common/Button.h"
#include "widgets/common/Theme.h"
#include "widgets/schedules/TimeFields.h"

namespace courier {
namespace {

using testing::waitUntil;

class FocusLookTest : public ::testing::Test {
 protected:
  void show() {
    m_window.setAttribute(Qt::WA_StyledBackground);
    m_window.setObjectName(QStringLiteral("page"));
    m_window.resize(420, 380);
    m_window.show();
    m_window.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&m_window));
  }
  template <class Widget>
  Widget* add(Widget* widget) {
    m_layout->addWidget(widget);
    return widget;
  }
  [[nodiscard]] const Theme& theme() const { return Theme::of(m_window.palette()); }
  QWidget m_window;
  QVBoxLayout* m_layout = new QVBoxLayout(&m_window);
};

TEST_F(FocusLookTest, WhateverHasTheFocusShowsIt) {
  add(new QLineEdit(QStringLiteral("first")));
  add(new Button(QStringLiteral("Plain")));
  add(new Button(QStringLiteral("Primary"), ButtonKind::Primary));
  add(new Button(QStringLiteral("Quiet"), ButtonKind::Quiet));
  auto* tool = add(new QToolButton);
  tool->setText(QStringLiteral("Fold"));
  auto* tabs = add(new QTabBar);
  tabs->setProperty("look", QStringLiteral("sheets"));
  tabs->addTab(QStringLiteral("Grid"));
  tabs->addTab(QStringLiteral("Body"));
  add(new QCheckBox(QStringLiteral("Not checked")));
  add(new QCheckBox(QStringLiteral("Checked")))->setChecked(true);
  add(new QComboBox)->addItem(QStringLiteral("PUT"));
  add(new QSpinBox);
  show();
  const auto all = m_window.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
  for (QWidget* widget : all) {
    all.first()->setFocus(Qt::TabFocusReason);
    if (widget == all.first()) all.last()->setFocus(Qt::TabFocusReason);
    const QImage without = widget->grab().toImage();
    widget->setFocus(Qt::TabFocusReason);
    ASSERT_TRUE(widget->hasFocus());
    EXPECT_NE(widget->grab().toImage(), without) << widget->metaObject()->className();
    testing::shoot(m_window, QStringLiteral("focus-%1").arg(all.indexOf(widget)));
  }
}

TEST_F(FocusLookTest, AChoicesListIsFlatAndFramed) {
  auto* box = add(new QComboBox);
  box->addItems({QStringLiteral("PUT"), QStringLiteral("POST"), QStringLiteral("PATCH")});
  show();
  box->showPopup();
  QWidget* popup = box->view()->window();
  ASSERT_TRUE(waitUntil([&] { return popup->isVisible(); }));
  const QImage image = popup->grab().toImage();
  testing::shoot(*popup, QStringLiteral("popup-choice"));
  const QAbstractItemView& view = *box->view();
  const QRect row = view.visualRect(view.currentIndex());
  const QPoint corner = view.viewport()->mapTo(popup, row.topRight());
  for (int y = 3; y < row.height() - 3; ++y) {
    EXPECT_EQ(image.pixelColor(corner.x() - 4, corner.y() + y), theme().accentSoft) << "line " << y;
  }
  EXPECT_EQ(image.pixelColor(image.width() / 2, 0), theme().line);
  EXPECT_EQ(image.pixelColor(0, image.height() / 2), theme().line);
  box->hidePopup();
}

TEST_F(FocusLookTest, ACompletersListIsFramed) {
  auto* box = add(new ZoneBox);
  show();
  box->setFocus();
  box->lineEdit()->selectAll();
  QTest::keyClicks(box->lineEdit(), QStringLiteral("Berl"));
  QAbstractItemView* list = box->completer()->popup();
  ASSERT_TRUE(waitUntil([&] { return list->isVisible(); }));
  const QImage image = list->grab().toImage();
  testing::shoot(*list, QStringLiteral("popup-completer"));
  EXPECT_EQ(image.pixelColor(image.width() / 2, 0), theme().line);
  EXPECT_EQ(image.pixelColor(0, image.height() / 2), theme().line);
  EXPECT_EQ(image.pixelColor(image.width() - 1, image.height() / 2), theme().line);
}

}  // namespace
}  // namespace courier
