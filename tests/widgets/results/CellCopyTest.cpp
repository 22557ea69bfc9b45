#include "widgets/results/CellCopy.h"

#include <gtest/gtest.h>

#include <QHeaderView>
#include <QMimeData>
#include <QStandardItemModel>
#include <memory>

#include "models/explore/ResultTableModel.h"
#include "widgets/results/ResultTable.h"

namespace courier {
namespace {

/// Three rows, two columns: text with every odd character, and a number or NULL.
class CellCopyTest : public ::testing::Test {
 protected:
  CellCopyTest() : m_model(3, 2) {
    set(0, 0, QStringLiteral("plain"), CellKind::Text);
    set(1, 0, QStringLiteral("a\tb\nc\\d\r<&>"), CellKind::Text);
    set(2, 0, QStringLiteral(""), CellKind::Text);
    set(0, 1, QStringLiteral("4981"), CellKind::Integer);
    set(1, 1, QString(), CellKind::Null);
    set(2, 1, QStringLiteral("2.5"), CellKind::Real);
    m_model.setHorizontalHeaderLabels({QStringLiteral("na\tme"), QStringLiteral("n<1>")});
  }
  void set(int row, int column, const QString& text, CellKind kind) {
    m_model.setData(m_model.index(row, column), text, ResultTableModel::RawTextRole);
    m_model.setData(m_model.index(row, column), static_cast<int>(kind), ResultTableModel::KindRole);
  }
  [[nodiscard]] QItemSelection range(int top, int left, int bottom, int right) const {
    return {m_model.index(top, left), m_model.index(bottom, right)};
  }
  [[nodiscard]] std::unique_ptr<QMimeData> copied(const QItemSelection& selection, CopyHeaders headers) {
    ResultTable table;
    table.setModel(&m_model);
    table.selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    return std::unique_ptr<QMimeData>(cellcopy::copy(m_model, cellcopy::partOf(table, headers)));
  }
  QStandardItemModel m_model;
};

TEST_F(CellCopyTest, OneCellIsItsRawText) {
  const auto data = copied(range(1, 0, 1, 0), CopyHeaders::Without);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->text(), QStringLiteral("a\tb\nc\\d\r<&>"));
  EXPECT_FALSE(data->hasHtml());
}

TEST_F(CellCopyTest, ARangeIsTsvAndHtml) {
  const auto data = copied(range(0, 0, 2, 1), CopyHeaders::Without);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->text(), QStringLiteral("plain\t4981\na\\tb\\nc\\\\d\\r<&>\t\\N\n\t2.5\n"));
  EXPECT_TRUE(data->html().contains(QStringLiteral("<td>plain</td><td align=\"right\">4981</td>")));
  EXPECT_TRUE(data->html().contains(QStringLiteral("&lt;&amp;&gt;")));
  EXPECT_FALSE(data->html().contains(QStringLiteral("<th>")));
}

TEST_F(CellCopyTest, HeadersOnlyWhenAsked) {
  const auto data = copied(range(0, 1, 0, 1), CopyHeaders::With);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->text(), QStringLiteral("n<1>\n4981\n"));
  EXPECT_TRUE(data->html().contains(QStringLiteral("<th>n&lt;1&gt;</th>")));
}

TEST_F(CellCopyTest, CellsBetweenSelectedOnesStayEmptyAndRowsWithoutAnyAreLeftOut) {
  QItemSelection selection = range(0, 0, 0, 0);
  selection.merge(range(2, 1, 2, 1), QItemSelectionModel::Select);
  const auto data = copied(selection, CopyHeaders::Without);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->text(), QStringLiteral("plain\t\n\t2.5\n"));
}

TEST_F(CellCopyTest, NothingAndTooMuchGiveNothing) {
  EXPECT_EQ(copied({}, CopyHeaders::With), nullptr);
  QStandardItemModel wide(1, 1);
  wide.setRowCount(static_cast<int>(cellcopy::kMostCells) + 1);
  ResultTable table;
  table.setModel(&wide);
  table.selectAll();
  const cellcopy::Part all = cellcopy::partOf(table, CopyHeaders::Without);
  EXPECT_EQ(all.cells(), cellcopy::kMostCells + 1);
  EXPECT_EQ(cellcopy::copy(wide, all), nullptr);
}

TEST_F(CellCopyTest, ColumnsAreCopiedAsTheyAreShown) {
  ResultTable table;
  table.setModel(&m_model);
  table.horizontalHeader()->moveSection(1, 0);
  table.selectAll();
  std::unique_ptr<QMimeData> data(cellcopy::copy(m_model, cellcopy::partOf(table, CopyHeaders::With)));
  ASSERT_TRUE(data);
  EXPECT_TRUE(data->text().startsWith(QStringLiteral("n<1>\tna\\tme\n4981\tplain\n"))) << qPrintable(data->text());
  table.setColumnHidden(1, true);
  data.reset(cellcopy::copy(m_model, cellcopy::partOf(table, CopyHeaders::Without)));
  ASSERT_TRUE(data);
  EXPECT_TRUE(data->text().startsWith(QStringLiteral("plain\n"))) << qPrintable(data->text());
}

}  // namespace
}  // namespace courier
