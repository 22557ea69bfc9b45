#include "widgets/results/ResultGrid.h"

#include <gtest/gtest.h>

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QScrollBar>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/PeakMemory.h"
#include "tests/support/Shots.h"

namespace courier {
namespace {

using testing::waitUntil;

std::shared_ptr<ResultStore> newResult(const QStringList& names) {
  auto store = std::make_shared<ResultStore>(QDir::tempPath());
  Columns columns(names.size());
  for (qsizetype column = 0; column < names.size(); ++column) columns[column].name = names[column];
  if (!store->begin(columns)) qFatal("begin");
  return store;
}

/// Makes what it is asked about public.
struct Delegate final : ResultDelegate {
  using ResultDelegate::look;
  using ResultDelegate::ResultDelegate;
};

class ResultGridTest : public ::testing::Test {
 protected:
  void SetUp() override {
    m_grid.resize(500, 300);
    m_grid.show();
  }
  CellLook look(int row, int column) {
    const Delegate delegate;
    return delegate.look(QStyleOptionViewItem(), m_grid.model()->index(row, column));
  }
  ResultGrid m_grid;
};

TEST_F(ResultGridTest, ANumberIsShownAsItIsAndNullStandsOnItsColumnsSide) {
  auto store = newResult({QStringLiteral("year"), QStringLiteral("id"), QStringLiteral("name")});
  ColumnBatchBuilder rows(3);
  rows.appendInteger(0, 2026);
  rows.appendInteger(1, -1000123);
  rows.appendText(2, "one\r\ntwo\tthree\x01");
  rows.endRow();
  for (int column = 0; column < 3; ++column) rows.appendNull(column);
  rows.endRow();
  ASSERT_TRUE(store->append(rows.take()));
  m_grid.setResult(store);
  EXPECT_EQ(look(0, 0).text, QStringLiteral("2026"));
  EXPECT_EQ(look(0, 1).text, QStringLiteral("-1000123"));
  EXPECT_EQ(look(0, 1).alignment, Qt::AlignRight);
  EXPECT_EQ(look(1, 1).alignment, Qt::AlignRight);
  EXPECT_EQ(look(1, 2).alignment, Qt::AlignLeft);
  EXPECT_EQ(look(0, 2).text, QStringLiteral("one") + kLineBreakMark + QStringLiteral("two") + kTabMark +
                                 QStringLiteral("three") + kControlMark);
  testing::shoot(m_grid, QStringLiteral("grid-values"));
}

TEST_F(ResultGridTest, DigitsAreGroupedWhereAPersonAsks) {
  auto store = newResult({QStringLiteral("id")});
  ColumnBatchBuilder rows(1);
  rows.appendInteger(0, 1000123);
  rows.endRow();
  ASSERT_TRUE(store->append(rows.take()));
  m_grid.setResult(store);
  m_grid.setCurrentIndex(m_grid.model()->index(0, 0));
  QContextMenuEvent wanted(QContextMenuEvent::Keyboard, QPoint(5, 5), m_grid.mapToGlobal(QPoint(5, 5)));
  QCoreApplication::sendEvent(m_grid.viewport(), &wanted);
  auto* menu = m_grid.findChild<QMenu*>();
  ASSERT_NE(menu, nullptr);
  menu->actions().last()->trigger();
  auto* delegate = qobject_cast<ResultDelegate*>(m_grid.itemDelegate());
  EXPECT_TRUE(delegate->isGrouping());
  menu->close();
  testing::shoot(m_grid, QStringLiteral("grid-grouped"));
}

TEST_F(ResultGridTest, AColumnOfNumbersFitsThoseThatComeLater) {
  auto store = newResult({QStringLiteral("n")});
  m_grid.setResult(store);
  const auto add = [&](qint64 value, int rows) {
    ColumnBatchBuilder batch(1);
    for (int row = 0; row < rows; ++row) {
      batch.appendInteger(0, value);
      batch.endRow();
    }
    ASSERT_TRUE(store->append(batch.take()));
  };
  const auto needs = [&](const char* digits) {
    return m_grid.fontMetrics().horizontalAdvance(QString::fromLatin1(digits)) + 2 * kCellSide;
  };
  add(1, 10);
  ASSERT_TRUE(waitUntil([&] { return m_grid.model()->rowCount() == 10; }));
  EXPECT_LT(m_grid.columnWidth(0), needs("4999999999999"));
  add(4'999'999'999'999, 1);
  EXPECT_TRUE(waitUntil([&] { return m_grid.columnWidth(0) >= needs("4999999999999"); })) << "in sight";
  add(1, 1000);
  add(4'999'999'999'999'999, 1);
  ASSERT_TRUE(waitUntil([&] { return m_grid.model()->rowCount() == 1012; }));
  m_grid.scrollToBottom();
  EXPECT_GE(m_grid.columnWidth(0), needs("4999999999999999")) << "once it is in sight";
  // What the person drew stays.
  m_grid.setColumnWidth(0, 70);
  m_grid.scrollToTop();
  m_grid.scrollToBottom();
  EXPECT_EQ(m_grid.columnWidth(0), 70);
}

/// Five million rows that cost nothing.
class ManyRows final : public QAbstractTableModel {
 public:
  [[nodiscard]] int rowCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 5'000'000; }
  [[nodiscard]] int columnCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 5; }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    return role == Qt::DisplayRole ? QVariant(index.row()) : QVariant();
  }
};

TEST(ManyRowsTest, SelectingAllCostsNothingForEachRowAlsoWithAScreenReader) {
  ManyRows rows;
  ResultTable table;
  table.setModel(&rows);
  table.resize(500, 300);
  table.show();
  const bool wasActive = QAccessible::isActive();
  QAccessible::setActive(true);
  const testing::PeakMemory memory;
  QElapsedTimer clock;
  clock.start();
  QTest::keySequence(&table, QKeySequence::SelectAll);
  table.grab();
  table.clearSelection();
  table.selectAll();
  // As when other rows are shown.
  Q_EMIT rows.dataChanged(rows.index(0, 0), rows.index(4'999'999, 4));
  table.grab();
  EXPECT_LT(clock.elapsed(), 1000);
  EXPECT_LT(memory.growth(), 40'000'000);
  EXPECT_EQ(table.selectionModel()->selection().size(), 1);
  QAccessible::setActive(wasActive);
}

TEST_F(ResultGridTest, ALargeCopyIsMadeWithoutHoldingTheWindowUp) {
  auto store = newResult({QStringLiteral("n"), QStringLiteral("text")});
  for (int part = 0; part < 20; ++part) {
    ColumnBatchBuilder batch(2);
    for (int row = 0; row < 1000; ++row) {
      batch.appendInteger(0, part * 1000 + row);
      if (row % 2 == 0) {
        batch.appendText(1, "a\tb\\");
      } else {
        batch.appendNull(1);
      }
      batch.endRow();
    }
    ASSERT_TRUE(store->append(batch.take()));
  }
  m_grid.setResult(store);
  m_grid.selectAll();
  QGuiApplication::clipboard()->clear();
  m_grid.copySelection(CopyHeaders::With);
  EXPECT_TRUE(QGuiApplication::clipboard()->text().isEmpty()) << "not on this thread";
  ASSERT_TRUE(waitUntil([&] { return !QGuiApplication::clipboard()->text().isEmpty(); }));
  const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
  ASSERT_EQ(lines.size(), 20'002);
  EXPECT_EQ(lines[0], QStringLiteral("n\ttext"));
  EXPECT_EQ(lines[1], QStringLiteral("0\ta\\tb\\\\"));
  EXPECT_EQ(lines[20'000], QStringLiteral("19999\t\\N"));
}

}  // namespace
}  // namespace courier
