// The window where there is little room: every page fits, the foot is in sight, tables give way in their order.
#include <QHeaderView>

#include "tests/app/gui/ApplicationFixture.h"
#include "tests/support/Shots.h"
#include "widgets/common/CellDelegate.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Pill.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/schedules/SchedulesPage.h"
#include "widgets/targets/TargetsPage.h"
#include "widgets/window/StatusStrip.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class SmallScreenTest : public testing::ApplicationFixture {
 protected:
  void SetUp() override {
    Target target;
    target.name = QStringLiteral("reports-of-the-north");
    target.to.url = TargetUrl::parse(QStringLiteral("webs://reports.example.org:8443/daily/sales/north.json"))->url;
    const auto created = await(m_services->targets().create(target));
    ASSERT_TRUE(created) << created.error().message.toStdString();
    Schedule schedule;
    schedule.name = QStringLiteral("every hour of the working day");
    schedule.cron = *CronExpression::parse(QStringLiteral("0 9-17 * * 1-5"));
    schedule.zone = QStringLiteral("Asia/Tokyo");
    schedule.sql = QStringLiteral("SELECT 1");
    schedule.connectionId = await(m_services->connections().all())->first().id;
    ASSERT_TRUE(await(m_services->schedules().create(schedule)));
    runQuery();
  }
  QVector<QWidget*> pages() {
    return {page(), window().findChild<TargetsPage*>(), window().findChild<SchedulesPage*>(),
            window().findChild<JobsPage*>()};
  }
  /// A pill that is cut although its table has a column that holds more than it needs.
  void expectPillsWhole(const DataTable& table) {
    // Rows that have just come are shared for in the next turn of the loop.
    EXPECT_TRUE(waitUntil([&] { return table.horizontalHeader()->length() == table.viewport()->width(); }))
        << qPrintable(table.accessibleName());
    for (int column = 0; column < table.model()->columnCount(); ++column) {
      if (table.isColumnHidden(column)) continue;
      for (int row = 0; row < table.model()->rowCount(); ++row) {
        const QModelIndex index = table.model()->index(row, column);
        if (static_cast<Tone>(index.data(ToneRole).toInt()) == Tone::None) continue;
        const PillContent pill{Tone::Ok, index.data().toString(), {}};
        EXPECT_GE(table.columnWidth(column), pillWidth(pill, table.font()) + 2 * kCellSide)
            << qPrintable(pill.text) << " in " << qPrintable(table.accessibleName());
      }
    }
  }
};

TEST_F(SmallScreenTest, EveryPageFits1024By768AndShowsTheFoot) {
  for (const QSize size : {QSize(1366, 720), QSize(1024, 720)}) {
    window().resize(size);
    for (QWidget* shown : pages()) {
      window().showPage(shown);
      ASSERT_TRUE(waitUntil([&] { return shown->isVisible(); }));
      QCoreApplication::sendPostedEvents();
      QCoreApplication::processEvents();
      EXPECT_EQ(window().size(), size) << shown->metaObject()->className() << " needs "
                                       << shown->minimumSizeHint().width() << " x "
                                       << shown->minimumSizeHint().height();
      const auto* foot = window().findChild<StatusStrip*>();
      EXPECT_LE(foot->mapTo(&window(), QPoint(0, foot->height())).y(), size.height());
      for (const auto* table : shown->findChildren<DataTable*>()) {
        if (table->isVisible() && table->model() && table->model()->rowCount() > 0) expectPillsWhole(*table);
      }
      testing::shoot(window(), QStringLiteral("small-%1-%2").arg(size.width()).arg(pages().indexOf(shown)));
    }
  }
}

}  // namespace
}  // namespace courier
