#include "models/base/TableRoles.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/jobs/BodyDialogFixture.h"
#include "widgets/jobs/BodyDiffPage.h"

namespace courier {
namespace {

using testing::await;
using testing::BusyPool;
using testing::waitUntil;

/// A body compared with the last one delivered to the same address.
class BodyCompareTest : public testing::BodyDialogFixture {
 protected:
  static bool compare(BodyDialog& dialog) {
    click(part<Button>(dialog, "compareBody"));
    return waitUntil([&] { return !dialog.findChild<BodyDiffPage*>()->isWorking(); });
  }
  static QString shown(BodyDialog& dialog) { return words(*dialog.findChild<BodyDiffPage*>()); }
};

TEST_F(BodyCompareTest, AComparisonStopsWhenToldTo) {
  deliver("id,name,amount\r\n1,one,1.5\r\n", {.format = BodyFormat::Csv});
  BodyDialog* dialog = openBody(deliver(m_csv, {.format = BodyFormat::Csv}));
  ASSERT_TRUE(waitRead(*dialog));
  {
    const BusyPool busy;
    click(part<Button>(*dialog, "compareBody"));
    EXPECT_TRUE(waitUntil([&] { return shown(*dialog).contains(QStringLiteral("Comparing this one with job")); }));
    testing::shoot(*dialog, QStringLiteral("body-comparing"));
    click(part<Button>(*dialog, "stopComparing"));
  }
  ASSERT_TRUE(waitUntil([&] { return !dialog->findChild<BodyDiffPage*>()->isWorking(); }));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("did not reach the end")));
  click(part<Button>(*dialog, "compareAgain"));
  ASSERT_TRUE(waitUntil([&] { return !dialog->findChild<BodyDiffPage*>()->isWorking(); }));
  EXPECT_EQ(dialog->findChild<DiffTable*>()->model()->rowCount(), 2);
}

TEST_F(BodyCompareTest, ComparesWithTheLastDelivered) {
  deliver("id,name,amount\r\n1,one,1.5\r\n2,two,2.0\r\n3,three,1000.5\r\n4,,4.0\r\n", {.format = BodyFormat::Csv});
  deliver(m_csv, {.format = BodyFormat::Csv}, QStringLiteral("elsewhere"));
  const DeliveryId id = deliver(
      R"([{"id":1,"name":"one","amount":1.5},{"id":3,"name":"drei","amount":1000.5},{"id":4,"name":"four","amount":4.0},)"
      R"({"id":5,"name":"five","amount":12345.0},{"id":6,"name":null,"amount":null}])",
      {.format = BodyFormat::Objects});
  BodyDialog* dialog = openBody(id);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_EQ(page(*dialog), static_cast<int>(BodyDialog::Page::Changes));
  const QString counts = part<QLabel>(*dialog, "counts")->text();
  for (const char* part : {"2 row", " added", "1 row", " removed", " changed", "the same"}) {
    EXPECT_TRUE(counts.contains(QLatin1String(part))) << qUtf8Printable(counts);
  }
  const QString notes = part<QLabel>(*dialog, "notes")->text();
  EXPECT_TRUE(notes.contains(QStringLiteral("Compared with job 1, delivered to myweb:p earlier (09:0")))
      << qUtf8Printable(notes);
  EXPECT_TRUE(notes.contains(QStringLiteral("Rows are matched by “id”."))) << qUtf8Printable(notes);
  auto* table = dialog->findChild<DiffTable*>();
  QStringList lines;
  for (int row = 0; row < table->model()->rowCount(); ++row) {
    QStringList cells{table->model()->index(row, 0).data(NoteRole).toString()};
    for (int column = 0; column < table->model()->columnCount(); ++column) {
      cells.append(table->model()->index(row, column).data().toString());
    }
    lines.append(cells.join(u'|'));
  }
  EXPECT_EQ(lines,
            QStringList({QStringLiteral("row 2 before|removed|2|two|2.0"),
                         QStringLiteral("row 2|changed|3|three → drei|1000.5"),
                         QStringLiteral("row 3|changed|4|NULL → four|4.0"),
                         QStringLiteral("row 4|added|5|five|12345.0"), QStringLiteral("row 5|added|6|NULL|NULL")}));
  EXPECT_EQ(testing::unnamedControls(*dialog), QStringList());
  testing::shoot(*dialog, QStringLiteral("body-changes"));
  table->setCurrentIndex(table->model()->index(1, 2));
  QTest::keyClick(table, Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return dialog->findChildren<Dialog*>().size() == 1; }));
}

TEST_F(BodyCompareTest, WhatChangedStandsOnASoftFill) {
  deliver("id,name,amount\r\n1,one,1.5\r\n2,two,2.0\r\n", {.format = BodyFormat::Csv});
  BodyDialog* dialog =
      openBody(deliver("id,name,amount\r\n2,zwei,2.0\r\n3,three,3.0\r\n", {.format = BodyFormat::Csv}));
  ASSERT_TRUE(compare(*dialog));
  auto* table = dialog->findChild<DiffTable*>();
  ASSERT_EQ(table->model()->rowCount(), 3);
  const QImage image = table->viewport()->grab().toImage();
  const qreal ratio = image.devicePixelRatio();
  const auto ground = [&](int row, int column) {
    const QRect cell = table->visualRect(table->model()->index(row, column));
    return image.pixelColor((QPointF(cell.left() + 3, cell.center().y()) * ratio).toPoint());
  };
  const Theme& theme = Theme::of(table->palette());
  EXPECT_EQ(ground(0, 0), theme.badSoft);
  EXPECT_EQ(ground(0, 2), theme.badSoft);
  EXPECT_EQ(ground(1, 0), theme.warnSoft);
  EXPECT_EQ(ground(1, 1), theme.panel) << "of a changed row only what changed";
  EXPECT_EQ(ground(1, 2), theme.warnSoft);
  EXPECT_EQ(ground(2, 0), theme.okSoft);
}

TEST_F(BodyCompareTest, NothingToCompareWithIsSaid) {
  const DeliveryId first = deliver(m_csv, {.format = BodyFormat::Csv});
  const DeliveryId same = deliver(m_csv, {.format = BodyFormat::Csv});
  BodyDialog* dialog = openBody(first);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("There is no earlier result that was delivered to myweb:p.")));
  testing::shoot(*dialog, QStringLiteral("body-nothing"));
  dialog->accept();
  ASSERT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) == nullptr; }));

  dialog = openBody(same);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("has exactly the same bytes"))) << qUtf8Printable(shown(*dialog));
  dialog->accept();
  ASSERT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) == nullptr; }));

  const DeliveryId last = deliver(m_csv + "9,nine,9.0\r\n", {.format = BodyFormat::Csv});
  m_database.change(QStringLiteral("UPDATE delivery SET spool_name = '' WHERE id = ?"), {same.value});
  m_page->reload();
  dialog = openBody(last);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("its body is no longer kept on this computer")));
}

TEST_F(BodyCompareTest, AResultThatWasNotSentHasNothingToCompareWith) {
  const JobId job = addJob(QStringLiteral("kept only"));
  ASSERT_TRUE(await(m_jobs.succeed(job, 3, false, m_columns, body(QStringLiteral("kept.json"), m_result, 3))));
  open();
  m_page->findChild<JobDetail*>()->setLine(JobLine{*await(m_jobs.find(job)), {}});
  m_page->findChild<JobFacts*>()->openBody();
  ASSERT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) != nullptr; }));
  BodyDialog* dialog = openDialog<BodyDialog>(*m_page);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("was not sent to an address")));
}

TEST_F(BodyCompareTest, AComparisonThatFailsCanBeTriedAgain) {
  const DeliveryId older = deliver(m_csv, {.format = BodyFormat::Csv});
  BodyDialog* dialog = openBody(deliver(m_csv + "9,nine,9.0\r\n", {.format = BodyFormat::Csv}));
  const QString path = spoolFolder() + QLatin1Char('/') + await(m_outbox.find(older))->spoolName;
  ASSERT_TRUE(QFile::rename(path, path + QStringLiteral(".away")));
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("no longer kept on this computer")))
      << qUtf8Printable(shown(*dialog));
  ASSERT_TRUE(QFile::rename(path + QStringLiteral(".away"), path));
  click(part<Button>(*dialog, "compareAgain"));
  ASSERT_TRUE(waitUntil([&] { return !dialog->findChild<BodyDiffPage*>()->isWorking(); }));
  EXPECT_EQ(dialog->findChild<DiffTable*>()->model()->rowCount(), 1);
}

}  // namespace
}  // namespace courier
