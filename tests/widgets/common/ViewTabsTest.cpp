#include "widgets/common/ViewTabs.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QButtonGroup>
#include <QHBoxLayout>

#include "tests/support/Shots.h"
#include "widgets/common/Appearance.h"
#include "widgets/common/Button.h"

namespace courier {
namespace {

TEST(ViewTabsTest, ChoosingOneMovesNoneAndAllStayInSight) {
  QWidget page;
  auto* layout = new QHBoxLayout(&page);
  auto* tabs = new ViewTabs(QStringLiteral("Views"));
  for (const char* name : {"Grid", "Body", "Messages"}) tabs->addTab(QString::fromLatin1(name));
  layout->addWidget(tabs);
  layout->addStretch(1);
  page.resize(500, 60);
  page.show();
  QVector<QRect> places;
  for (int index = 0; index < tabs->count(); ++index) places.append(tabs->tabRect(index));
  EXPECT_GE(tabs->width(), places.last().right());
  for (int chosen = 0; chosen < tabs->count(); ++chosen) {
    tabs->setCurrentIndex(chosen);
    QApplication::processEvents();
    for (int index = 0; index < tabs->count(); ++index) EXPECT_EQ(tabs->tabRect(index), places[index]) << chosen;
    testing::shoot(page, QStringLiteral("view-tabs-%1").arg(chosen));
  }
}

TEST(ViewTabsTest, AFilterThatIsChosenKeepsItsWidth) {
  Appearance appearance(*qobject_cast<QApplication*>(QCoreApplication::instance()), Appearance::Scheme::Light);
  QWidget page;
  auto* layout = new QHBoxLayout(&page);
  QButtonGroup group;
  QVector<Button*> filters;
  for (const char* name : {"All (1,000)", "Needs you (5)", "Waiting (12)"}) {
    auto* filter = new Button(QString::fromLatin1(name), ButtonKind::Quiet);
    filter->setCheckable(true);
    group.addButton(filter);
    layout->addWidget(filter);
    filters.append(filter);
  }
  layout->addStretch(1);
  page.show();
  const int width = filters[1]->sizeHint().width();
  filters[1]->setChecked(true);
  QApplication::processEvents();
  EXPECT_EQ(filters[1]->sizeHint().width(), width);
  testing::shoot(page, QStringLiteral("filters"));
}

}  // namespace
}  // namespace courier
