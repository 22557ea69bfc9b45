// Schedules in the whole window: from a query to a delivery, and who starts them.
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "models/receiver/Receiver.h"
#include "tests/app/gui/ApplicationFixture.h"
#include "tests/support/Shots.h"
#include "widgets/common/Button.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Note.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/schedules/LoginQuestion.h"
#include "widgets/schedules/SchedulesPage.h"
#include "widgets/window/StatusStrip.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

/// What starts programs at login lies in the person's folder: here in one of the test's own.
class OwnConfig {
 public:
  OwnConfig() {
    qputenv("XDG_CONFIG_HOME", m_folder.path().toUtf8());
    qputenv("PATH", m_folder.path().toUtf8());
  }
  ~OwnConfig() {
    m_config.isNull() ? qunsetenv("XDG_CONFIG_HOME") : qputenv("XDG_CONFIG_HOME", m_config);
    qputenv("PATH", m_path);
  }
  [[nodiscard]] QString folder() const { return m_folder.path(); }

 private:
  QByteArray m_config = qgetenv("XDG_CONFIG_HOME");
  QByteArray m_path = qgetenv("PATH");
  QTemporaryDir m_folder;
};

class ScheduleWindowTest : public OwnConfig, public testing::ApplicationFixture {
 protected:
  SchedulesPage* schedules() { return window().findChild<SchedulesPage*>(); }
  template <class Part>
  Part* part(QWidget& root, const char* name) {
    auto* found = root.findChild<Part*>(QString::fromLatin1(name));
    if (!found) qFatal("no %s", name);
    return found;
  }
  template <class Kind>
  Kind* open() {
    Kind* found = nullptr;
    EXPECT_TRUE(waitUntil([&] {
      for (auto* dialog : window().findChildren<Kind*>()) {
        if (dialog->isVisible()) found = dialog;
      }
      return found != nullptr;
    }));
    if (!found) qFatal("no such dialog is open");
    return found;
  }
  static void click(QWidget* button) { QTest::mouseClick(button, Qt::LeftButton); }
  /// From the Query page: a schedule of the sample's statement to this address.
  void scheduleTo(const QString& address, const QString& cron) {
    click(part<Button>(*tab(), "schedule"));
    auto* dialog = open<ScheduleDialog>();
    EXPECT_EQ(window().currentPage(), schedules());
    part<QLineEdit>(*dialog, "name")->setText(QStringLiteral("hourly_count_example"));
    part<QLineEdit>(*dialog, "expression")->setText(cron);
    auto* target = part<QComboBox>(*dialog, "target");
    target->setCurrentIndex(target->findData(-1));
    part<QLineEdit>(*dialog, "address")->setText(address);
    ASSERT_TRUE(waitUntil([&] { return part<QComboBox>(*dialog, "connection")->count() > 0; }));
    testing::shoot(*dialog, QStringLiteral("app-schedule-dialog"));
    click(part<Button>(*dialog, "save"));
    ASSERT_TRUE(waitUntil([&] { return schedules()->table()->model()->rowCount() == 1; }));
  }
  QString lastRun() {
    return schedules()->table()->model()->index(0, ScheduleTableModel::LastColumn).data().toString();
  }
};

TEST_F(ScheduleWindowTest, FromAQueryToADelivery) {
  Receiver receiver({});
  ASSERT_TRUE(receiver.start().ok());
  QVector<ReceivedRequest> arrived;
  QObject::connect(&receiver, &Receiver::received, &receiver, [&](const ReceivedRequest& one) { arrived.append(one); });
  scheduleTo(receiver.address() + QStringLiteral("${slot_date}.json"), QStringLiteral("0 0 1 1 *"));
  auto* question = open<LoginQuestion>();
  testing::shoot(*question, QStringLiteral("app-login-question"));
  click(part<Button>(*question, "no"));
  EXPECT_EQ(window().findChild<StatusStrip*>()->text(), QStringLiteral("1 schedule, 1 on"));
  EXPECT_TRUE(window().findChild<StatusStrip*>()->nextRun().startsWith(QStringLiteral("Next: hourly_count_example ")));
  const auto all = await(m_services->schedules().all());
  schedules()->runNow(all->first().id);
  ASSERT_TRUE(waitUntil([&] { return arrived.size() == 1; }));
  EXPECT_TRUE(arrived.first().body.contains("column_names"));
  ASSERT_TRUE(waitUntil([&] { return lastRun() == QStringLiteral("delivered"); }));
  testing::shoot(window(), QStringLiteral("app-schedules"));
  click(part<Note>(*schedules(), "note")->findChild<Button*>());
  EXPECT_EQ(window().currentPage(), window().findChild<JobsPage*>());
}

TEST_F(ScheduleWindowTest, ASlotThatComesIsRun) {
  Receiver receiver({});
  ASSERT_TRUE(receiver.start().ok());
  int arrived = 0;
  QObject::connect(&receiver, &Receiver::received, &receiver, [&](const ReceivedRequest&) { ++arrived; });
  // This minute and the next: one of them begins within a minute, whenever this runs.
  scheduleTo(receiver.address() + QStringLiteral("in.json"), QStringLiteral("* * * * *"));
  ASSERT_TRUE(waitUntil([&] { return arrived >= 1; }, 120'000));
  const auto all = await(m_services->schedules().all());
  ASSERT_TRUE(waitUntil([&] { return lastRun() == QStringLiteral("delivered"); }));
  EXPECT_GE(await(m_services->schedules().history(all->first().id, 0))->size(), 1);
}

TEST_F(ScheduleWindowTest, StartAtLoginIsAskedOnceAndSaidTruly) {
  window().showPage(schedules());
  auto* banner = part<Note>(*schedules(), "banner");
  ASSERT_TRUE(waitUntil([&] { return !banner->text().isEmpty(); }));
  EXPECT_EQ(banner->text(),
            QStringLiteral("Schedules run only while Query Courier is running and this computer is awake."));
  scheduleTo(QStringLiteral("web://127.0.0.1:9/"), QStringLiteral("0 0 1 1 *"));
  auto* question = open<LoginQuestion>();
  click(part<Button>(*question, "yes"));
  ASSERT_TRUE(waitUntil([&] { return !part<Button>(*question, "yes")->isVisible(); }));
  testing::shoot(*question, QStringLiteral("app-login-done"));
  EXPECT_TRUE(QFile::exists(folder() + QStringLiteral("/autostart/query-courier.desktop")));
  click(part<Button>(*question, "no"));
  ASSERT_TRUE(waitUntil([&] { return banner->text().contains(QStringLiteral("starts when you log in")); }));
  EXPECT_EQ(banner->tone(), Tone::Ok);
  testing::shoot(window(), QStringLiteral("app-schedules-at-login"));
  click(part<Button>(*banner, "bannerButton"));
  auto* stop = open<LoginQuestion>();
  click(part<Button>(*stop, "yes"));
  ASSERT_TRUE(waitUntil([&] { return !QFile::exists(folder() + QStringLiteral("/autostart/query-courier.desktop")); }));
  ASSERT_TRUE(waitUntil([&] { return banner->text().contains(QStringLiteral("only while")); }));
}

}  // namespace
}  // namespace courier
