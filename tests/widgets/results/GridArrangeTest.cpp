#include <gtest/gtest.h>

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/Batches.h"
#include "tests/support/Shots.h"
#include "widgets/results/ColumnFilterDialog.h"
#include "widgets/results/FigureWatch.h"
#include "widgets/results/FilterBar.h"
#include "widgets/results/FindBar.h"
#include "widgets/results/GridColumns.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/ResultView.h"
#include "widgets/results/RowArranger.h"

namespace courier {
namespace {

using testing::batchOf;
using testing::Null;
using testing::Row;
using testing::waitUntil;

/// Codes, counts and places, in the database's order.
class GridArrangeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    m_store = std::make_shared<ResultStore>(QDir::tempPath());
    Columns columns(3);
    columns[0].name = QStringLiteral("code");
    columns[1].name = QStringLiteral("cnt");
    columns[2].name = QStringLiteral("place");
    ASSERT_TRUE(m_store->begin(columns));
    std::vector<Row> rows;
    for (qint64 row = 0; row < 60; ++row) {
      rows.push_back({row % 3 == 0 ? Row::value_type(std::string("404")) : Row::value_type(std::string("200")),
                      (row * 37) % 60,
                      row % 10 == 0 ? Row::value_type(Null{}) : Row::value_type("place " + std::to_string(row))});
    }
    ASSERT_TRUE(m_store->append(batchOf(3, rows)));
    m_view.resize(700, 420);
    m_view.show();
    m_view.beginRun();
    m_view.showResult(m_store);
    m_view.endRun(JobId{1}, false);
  }
  ResultGrid& grid() { return *m_view.grid(); }
  bool settles() {
    return waitUntil([this] {
      return !grid().arranger()->isWorking() && grid().arranger()->wanted() == grid().resultModel()->arrangement();
    });
  }
  QString at(int row, int column) { return grid().resultModel()->index(row, column).data().toString(); }
  int rows() { return grid().resultModel()->rowCount(); }
  void clickHead(int column, Qt::KeyboardModifiers keys = Qt::NoModifier) {
    const QHeaderView* heads = grid().headOf(column);
    const QPoint place(heads->sectionViewportPosition(column) + 20, 12);
    QTest::mouseClick(heads->viewport(), Qt::LeftButton, keys, place);
  }
  std::shared_ptr<ResultStore> m_store;
  ResultView m_view;
};

TEST_F(GridArrangeTest, AClickOnAHeadSortsAndTheThirdGivesTheDatabasesOrderBack) {
  clickHead(1);
  ASSERT_TRUE(settles());
  EXPECT_EQ(at(0, 1), QStringLiteral("0"));
  EXPECT_EQ(at(59, 1), QStringLiteral("59"));
  EXPECT_EQ(grid().resultModel()->headerData(1, Qt::Horizontal, ResultTableModel::SortRole).toInt(), 1);
  clickHead(1);
  ASSERT_TRUE(settles());
  EXPECT_EQ(at(0, 1), QStringLiteral("59"));
  clickHead(1);
  ASSERT_TRUE(settles());
  EXPECT_EQ(at(1, 1), QStringLiteral("37"));
  EXPECT_TRUE(grid().arranger()->found().isPlain());
}

TEST_F(GridArrangeTest, ShiftAddsAFurtherColumnToTheOrder) {
  clickHead(0);
  ASSERT_TRUE(settles());
  clickHead(1, Qt::ShiftModifier);
  ASSERT_TRUE(settles());
  EXPECT_EQ(grid().arranger()->found().order.size(), 2);
  EXPECT_EQ(at(0, 0), QStringLiteral("200"));
  EXPECT_LT(at(0, 1).toInt(), at(1, 1).toInt());
  EXPECT_LT(at(38, 1).toInt(), at(39, 1).toInt());
  EXPECT_EQ(at(40, 0), QStringLiteral("404"));
  testing::shoot(m_view, QStringLiteral("grid-sorted"));
}

TEST_F(GridArrangeTest, TheCurrentRowStaysTheCurrentOne) {
  grid().setCurrentIndex(grid().resultModel()->index(7, 2));
  clickHead(1);
  ASSERT_TRUE(settles());
  EXPECT_EQ(grid().currentIndex().data().toString(), QStringLiteral("place 7"));
}

TEST_F(GridArrangeTest, RowsWithTheCurrentValueOrWithoutIt) {
  grid().setCurrentIndex(grid().resultModel()->index(0, 0));
  grid().filterByCurrent(false);
  ASSERT_TRUE(settles());
  EXPECT_EQ(rows(), 20);
  auto* bar = m_view.findChild<FilterBar*>();
  EXPECT_TRUE(bar->isVisible());
  EXPECT_EQ(bar->countText(), QStringLiteral("20 of 60 rows"));
  const auto only = m_view.onlyShown();
  ASSERT_TRUE(only);
  EXPECT_EQ(only->rowCount(), 20);
  testing::shoot(m_view, QStringLiteral("grid-filtered"));
  grid().filterByCurrent(true);
  ASSERT_TRUE(settles());
  EXPECT_EQ(rows(), 40);
  grid().clearFilters();
  ASSERT_TRUE(settles());
  EXPECT_EQ(rows(), 60);
  EXPECT_EQ(m_view.onlyShown(), nullptr);
  EXPECT_EQ(m_store->rowCount(), 60) << "what was fetched stays";
}

TEST_F(GridArrangeTest, TypingInTheBarFiltersAndEscShowsAllAgain) {
  auto* bar = m_view.findChild<FilterBar*>();
  bar->begin();
  auto* text = bar->findChild<QLineEdit*>();
  QTest::keyClicks(text, QStringLiteral("PLACE 5"));
  ASSERT_TRUE(waitUntil([this] { return rows() == 10; })) << rows();
  QTest::keyClick(text, Qt::Key_Escape);
  ASSERT_TRUE(waitUntil([this] { return rows() == 60; }));
  EXPECT_TRUE(bar->isHidden());
}

TEST_F(GridArrangeTest, TheDialogFiltersByWhatItLists) {
  auto* dialog = new ColumnFilterDialog(grid(), 2, &m_view);
  dialog->open();
  auto* kind = dialog->findChild<QComboBox*>();
  kind->setCurrentText(QStringLiteral("is NULL"));
  dialog->accept();
  ASSERT_TRUE(settles());
  EXPECT_EQ(rows(), 6);
  dialog = new ColumnFilterDialog(grid(), 0, &m_view);
  dialog->open();
  dialog->findChild<QComboBox*>()->setCurrentText(QStringLiteral("is one of"));
  auto* list = dialog->findChild<QListWidget*>();
  ASSERT_TRUE(waitUntil([list] { return list->count() == 2; }));
  EXPECT_TRUE(list->item(0)->text().contains(QStringLiteral("40"))) << "the most frequent first";
  list->item(1)->setCheckState(Qt::Checked);
  testing::shoot(*dialog, QStringLiteral("column-filter"));
  dialog->accept();
  ASSERT_TRUE(settles());
  EXPECT_EQ(rows(), 2);
  EXPECT_EQ(at(0, 0), QStringLiteral("404"));
}

TEST_F(GridArrangeTest, FindGoesToTheNextCellAndCounts) {
  auto* bar = m_view.findChild<FindBar*>();
  grid().setCurrentIndex(grid().resultModel()->index(0, 0));
  bar->begin();
  QTest::keyClicks(bar->findChild<QLineEdit*>(), QStringLiteral("place 1"));
  ASSERT_TRUE(waitUntil([this] { return grid().currentIndex().data().toString() == QStringLiteral("place 1"); }));
  ASSERT_TRUE(waitUntil([bar] { return bar->countText().startsWith(QStringLiteral("In 10 cell")); }))
      << bar->countText().toStdString();
  bar->findNext(false);
  ASSERT_TRUE(waitUntil([this] { return grid().currentIndex().data().toString() == QStringLiteral("place 11"); }));
  bar->findNext(true);
  ASSERT_TRUE(waitUntil([this] { return grid().currentIndex().data().toString() == QStringLiteral("place 1"); }));
}

TEST_F(GridArrangeTest, WhatIsSelectedIsAddedUp) {
  grid().selectionModel()->select({grid().resultModel()->index(0, 1), grid().resultModel()->index(2, 1)},
                                  QItemSelectionModel::ClearAndSelect);
  ASSERT_TRUE(waitUntil([this] { return m_view.figures()->text().contains(QStringLiteral("sum 51")); }))
      << m_view.figures()->text().toStdString();
  EXPECT_TRUE(m_view.figures()->text().contains(QStringLiteral("average 17")));
  // A hidden column is not among them.
  grid().selectAll();
  grid().hideColumn(1);
  ASSERT_TRUE(waitUntil([this] { return m_view.figures()->text().startsWith(QStringLiteral("120 cells")); }));
}

TEST_F(GridArrangeTest, ColumnsAreFoundAgainByTheirNames) {
  grid().horizontalHeader()->moveSection(2, 0);
  grid().hideColumn(1);
  grid().setPinnedColumns(1);
  grid().drawColumn(0, 222);
  const QVariantMap layout = columnLayout(grid());
  testing::shoot(m_view, QStringLiteral("grid-pinned"));
  m_view.setColumnLayout(layout);
  auto other = std::make_shared<ResultStore>(QDir::tempPath());
  Columns columns(3);
  columns[0].name = QStringLiteral("place");
  columns[1].name = QStringLiteral("code");
  columns[2].name = QStringLiteral("new");
  ASSERT_TRUE(other->begin(columns));
  m_view.beginRun();
  m_view.showResult(other);
  EXPECT_EQ(grid().shownColumns(), (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(grid().columnWidth(1), 222);
  EXPECT_EQ(grid().pinnedColumns(), 1);
}

TEST_F(GridArrangeTest, ACopyCanHaveTheFormOfAnExport) {
  grid().selectionModel()->select({grid().resultModel()->index(0, 1), grid().resultModel()->index(1, 1)},
                                  QItemSelectionModel::ClearAndSelect);
  QGuiApplication::clipboard()->clear();
  grid().copyAs(ExportFormat::InList);
  ASSERT_TRUE(waitUntil([] { return !QGuiApplication::clipboard()->text().isEmpty(); }));
  EXPECT_EQ(QGuiApplication::clipboard()->text().trimmed(), QStringLiteral("(0, 37)"));
  QGuiApplication::clipboard()->clear();
  grid().copyAs(ExportFormat::Csv);
  ASSERT_TRUE(waitUntil([] { return !QGuiApplication::clipboard()->text().isEmpty(); }));
  EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("cnt\n0\n37\n"));
}

TEST_F(GridArrangeTest, APinnedResultStaysAndKeepsItsOrder) {
  clickHead(1);
  ASSERT_TRUE(settles());
  m_view.resultTabs()->setPinned(0, true);
  m_view.resultTabs()->rename(0, QStringLiteral("before"));
  m_view.beginRun();
  const auto add = [this] {
    auto next = std::make_shared<ResultStore>(QDir::tempPath());
    if (!next->begin(m_store->columns()) || !next->append(batchOf(3, {{std::string("1"), qint64{2}, Null{}}})))
      qFatal("add");
    m_view.showResult(next);
  };
  add();
  add();
  m_view.endRun(JobId{2}, true);
  ASSERT_EQ(m_view.resultTabs()->count(), 3);
  EXPECT_TRUE(m_view.resultTabs()->isVisible());
  EXPECT_EQ(m_view.current()->name, QStringLiteral("Result 2"));
  EXPECT_EQ(m_view.current()->job, JobId{2});
  EXPECT_TRUE(m_view.current()->incomplete);
  EXPECT_EQ(rows(), 1);
  testing::shoot(m_view, QStringLiteral("result-tabs"));
  m_view.resultTabs()->setCurrentIndex(2);
  EXPECT_EQ(m_view.current()->name, QStringLiteral("before"));
  EXPECT_EQ(m_view.current()->job, JobId{1});
  ASSERT_TRUE(settles());
  EXPECT_EQ(at(0, 1), QStringLiteral("0"));
  EXPECT_EQ(rows(), 60);
  // The next run drops what is not pinned.
  m_view.beginRun();
  add();
  EXPECT_EQ(m_view.resultTabs()->count(), 2);
  m_view.resultTabs()->drop(1);
  EXPECT_EQ(m_view.resultTabs()->count(), 1);
  EXPECT_TRUE(m_view.resultTabs()->isHidden());
}

}  // namespace
}  // namespace courier
