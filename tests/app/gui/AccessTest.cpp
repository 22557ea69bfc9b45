#include <QAbstractButton>
#include <QAccessible>
#include <QAccessibleActionInterface>
#include <QButtonGroup>
#include <QComboBox>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalSpy>

#include "tests/app/gui/ApplicationFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/jobs/JobFilterBar.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/schedules/SchedulesPage.h"
#include "widgets/targets/TargetsPage.h"
#include "widgets/window/RailButton.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

/// receivers() of any object.
struct Listeners : QObject {
  static int of(const QObject& object, const char* signal) { return (object.*&Listeners::receivers)(signal); }
};

QAccessibleInterface* faceOf(QObject* object) {
  return QAccessible::queryAccessibleInterface(object);
}

QStringList actionsOf(QAccessibleInterface& face) {
  return face.actionInterface() ? face.actionInterface()->actionNames() : QStringList();
}

void act(QAccessibleInterface& face, const QString& action) {
  ASSERT_TRUE(actionsOf(face).contains(action)) << qUtf8Printable(face.text(QAccessible::Name));
  face.actionInterface()->doAction(action);
}

/// Whether anybody listens to what the button's action does: "Toggle" comes without a click.
bool isHeard(const QAbstractButton& button) {
  if (Listeners::of(button, SIGNAL(toggled(bool))) > 0) return true;
  if (button.isCheckable()) {
    const QButtonGroup* group = button.group();
    return group && Listeners::of(*group, SIGNAL(idToggled(int, bool))) > 0;
  }
  return Listeners::of(button, SIGNAL(clicked(bool))) > 0;
}

bool acts(QAccessible::Role role) {
  switch (role) {
    case QAccessible::Button:
    case QAccessible::ButtonMenu:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::ComboBox:
    case QAccessible::SpinBox:
    case QAccessible::EditableText:
    case QAccessible::PageTab:
    case QAccessible::MenuItem:
      return true;
    default:
      return false;
  }
}

/// What a person could use but assistive technology could not: no name, no action, or an action that nobody hears.
void collect(QAccessibleInterface& face, QStringList& found) {
  const QAccessible::State state = face.state();
  if (state.invisible) return;
  const auto* button = qobject_cast<QAbstractButton*>(face.object());
  // Arrows that only scroll a bar of tabs.
  const bool isArrow = button && button->objectName().startsWith(QStringLiteral("Scroll"));
  if (acts(face.role()) && !state.disabled && !isArrow) {
    const QString name = face.text(QAccessible::Name);
    const QString what = QStringLiteral("%1 '%2'").arg(
        face.object() ? QString::fromLatin1(face.object()->metaObject()->className()) : QString::number(face.role()),
        name);
    if (name.isEmpty()) found.append(what + QStringLiteral(": no name"));
    if (actionsOf(face).isEmpty()) found.append(what + QStringLiteral(": no action"));
    const bool isOurs = button && !qobject_cast<const QComboBox*>(button->parent());
    const bool hasMenu = actionsOf(face).contains(QAccessibleActionInterface::showMenuAction());
    if (isOurs && !hasMenu && !isHeard(*button)) found.append(what + QStringLiteral(": nobody listens"));
  }
  for (int number = 0; number < face.childCount(); ++number) {
    if (QAccessibleInterface* child = face.child(number)) collect(*child, found);
  }
}

QStringList unusable(QWidget& root) {
  QStringList found;
  collect(*faceOf(&root), found);
  return found;
}

class AccessTest : public testing::ApplicationFixture {
 protected:
  template <class PageType>
  PageType* show(const char* railName) {
    for (auto* button : window().findChildren<RailButton*>()) {
      if (button->text() == QLatin1String(railName) && !button->isChecked())
        act(*faceOf(button), QAccessibleActionInterface::toggleAction());
    }
    auto* page = window().findChild<PageType*>();
    EXPECT_TRUE(waitUntil([&] { return window().currentPage() == page; }));
    return page;
  }
  void addTarget(const QString& name) {
    Target target;
    target.name = name;
    target.to.url = TargetUrl::parse(QStringLiteral("web://127.0.0.1:9/nobody"))->url;
    ASSERT_TRUE(await(m_services->targets().create(target)));
  }
  void addSchedule(const QString& name) {
    Schedule schedule;
    schedule.name = name;
    schedule.cron = *CronExpression::parse(QStringLiteral("0 * * * *"));
    schedule.zone = QStringLiteral("Etc/UTC");
    schedule.sql = QStringLiteral("SELECT 1");
    schedule.connectionId = await(m_services->connections().all())->first().id;
    ASSERT_TRUE(await(m_services->schedules().create(schedule)));
  }
  static DataTable* listOf(JobsPage& page) {
    for (auto* table : page.findChildren<DataTable*>()) {
      if (table->accessibleName() == QStringLiteral("Jobs")) return table;
    }
    return nullptr;
  }
  static QAccessibleInterface* cell(DataTable& table, int row, int column) {
    return faceOf(&table)->tableInterface()->cellAt(row, column);
  }
  QMenu* openMenu() {
    QMenu* open = nullptr;
    EXPECT_TRUE(waitUntil([&] { return (open = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr; }));
    return open;
  }
};

TEST_F(AccessTest, EveryPageHasNamesAndActionsThatAreHeard) {
  runQuery();
  addTarget(QStringLiteral("myweb"));
  addSchedule(QStringLiteral("hourly"));
  EXPECT_EQ(unusable(window()), QStringList());
  auto* targets = show<TargetsPage>("Targets");
  EXPECT_TRUE(waitUntil([&] { return targets->findChild<DataTable*>()->model()->rowCount() == 1; }));
  EXPECT_EQ(unusable(window()), QStringList());
  auto* schedules = show<SchedulesPage>("Schedules");
  EXPECT_TRUE(waitUntil([&] { return schedules->table()->model()->rowCount() == 1; }));
  EXPECT_EQ(unusable(window()), QStringList());
  auto* jobs = show<JobsPage>("Jobs");
  EXPECT_TRUE(waitUntil([&] { return listOf(*jobs)->model()->rowCount() == 1; }));
  EXPECT_EQ(unusable(window()), QStringList());
}

TEST_F(AccessTest, AToggledFilterAndAChosenItemFilterTheJobs) {
  runQuery();
  auto* jobs = show<JobsPage>("Jobs");
  auto* bar = jobs->findChild<JobFilterBar*>();
  QSignalSpy changed(bar, &JobFilterBar::changed);
  QAbstractButton* waiting = bar->findChild<QButtonGroup*>()->button(static_cast<int>(JobFilter::Group::Waiting));
  act(*faceOf(waiting), QAccessibleActionInterface::toggleAction());
  EXPECT_EQ(bar->filter().group, JobFilter::Group::Waiting);
  EXPECT_EQ(changed.count(), 1);
  auto* state = bar->findChild<QComboBox*>(QStringLiteral("state"));
  QAccessibleInterface* list = faceOf(state)->child(0);
  ASSERT_NE(list, nullptr);
  act(*list->tableInterface()->cellAt(state->findText(QStringLiteral("held")), 0),
      QAccessibleActionInterface::pressAction());
  EXPECT_EQ(bar->filter().state, JobFilter::State::Held);
  EXPECT_EQ(changed.count(), 2);
}

TEST_F(AccessTest, ACellDoesWhatTheMouseDoesThere) {
  addSchedule(QStringLiteral("daily"));
  addSchedule(QStringLiteral("hourly"));
  auto* page = show<SchedulesPage>("Schedules");
  ASSERT_TRUE(waitUntil([&] { return page->table()->model()->rowCount() == 2; }));
  const auto firstColumn = [&](int row) { return cell(*page->table(), row, 0); };
  act(*firstColumn(1), QAccessibleActionInterface::pressAction());
  EXPECT_EQ(page->table()->currentIndex().row(), 1);
  EXPECT_TRUE(waitUntil([&] { return firstColumn(1)->text(QAccessible::Name) == QStringLiteral("Off"); }));
  EXPECT_EQ(firstColumn(0)->text(QAccessible::Name), QStringLiteral("On"));
  act(*cell(*page->table(), 0, 1), QStringLiteral("Activate"));
  ScheduleDialog* dialog = nullptr;
  ASSERT_TRUE(waitUntil([&] { return (dialog = page->findChild<ScheduleDialog*>()) && dialog->isVisible(); }));
  dialog->reject();
}

TEST_F(AccessTest, AnOpenMenuIsInItsWindowAndClosesOncePressed) {
  addTarget(QStringLiteral("myweb"));
  auto* page = show<TargetsPage>("Targets");
  auto* table = page->findChild<DataTable*>();
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() == 1; }));
  const int before = faceOf(&window())->childCount();
  act(*cell(*table, 0, 0), QAccessibleActionInterface::showMenuAction());
  QMenu* menu = openMenu();
  ASSERT_EQ(faceOf(&window())->childCount(), before + 1);
  QAccessibleInterface* shown = faceOf(&window())->child(before);
  EXPECT_EQ(shown->role(), QAccessible::PopupMenu);
  EXPECT_EQ(shown->object(), menu);
  QSignalSpy triggered(menu->actions().last(), &QAction::triggered);
  QAccessibleInterface* last = shown->child(shown->childCount() - 1);
  EXPECT_EQ(last->text(QAccessible::Name), QStringLiteral("Delete…"));
  act(*last, QAccessibleActionInterface::pressAction());
  EXPECT_EQ(triggered.count(), 1);
  EXPECT_EQ(QApplication::activePopupWidget(), nullptr);
}

}  // namespace
}  // namespace courier
