#include "widgets/common/DataTable.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QHeaderView>
#include <QStandardItemModel>

#include "models/base/TableRoles.h"
#include "widgets/common/Pill.h"

namespace courier {
namespace {

/// A name, a path and a pill.
class ColumnShareTest : public ::testing::Test {
 protected:
  ColumnShareTest() {
    m_model.setHorizontalHeaderLabels({QStringLiteral("Name"), QStringLiteral("Path"), QStringLiteral("State")});
    m_model.setItem(0, 0, new QStandardItem(QStringLiteral("sales")));
    m_model.setItem(0, 1, new QStandardItem(QStringLiteral("/daily/sales.json")));
    auto* state = new QStandardItem(QStringLiteral("waiting for you to decide"));
    state->setData(static_cast<int>(Tone::Warn), ToneRole);
    m_model.setItem(0, 2, state);
    m_table.setModel(&m_model);
    using Need = ColumnShare::Need;
    m_table.shareWidth({{1, 60, 120, Need::Given, true}, {0, 80, 100, Need::Rest}, {2, 60, 80, Need::Content}});
    m_table.show();
  }
  QVector<int> widthsAt(int width) {
    m_table.resize(width, 200);
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    return {m_table.columnWidth(0), m_table.columnWidth(1), m_table.columnWidth(2)};
  }
  int pill() { return pillWidth({Tone::Warn, m_model.item(0, 2)->text(), {}}, m_table.font()) + 2 * kRoom; }
  static constexpr int kRoom = 12;
  QStandardItemModel m_model;
  DataTable m_table{QStringLiteral("Test")};
};

TEST_F(ColumnShareTest, ColumnsGiveWayInTheirOrder) {
  const int whole = pill();
  // Room for all, and what is left is the name's.
  QVector<int> widths = widthsAt(800);
  EXPECT_EQ(widths[1], 120);
  EXPECT_GE(widths[2], whole);
  EXPECT_EQ(widths[0] + widths[1] + widths[2], m_table.viewport()->width());
  EXPECT_GT(widths[0], 300);
  // The path gives way first, then the name; the pill stays whole.
  widths = widthsAt(whole + 100 + 80);
  EXPECT_LT(widths[1], 120);
  EXPECT_GE(widths[0], 90);
  EXPECT_GE(widths[2], whole);
  // Below its least width the path is left out.
  widths = widthsAt(whole + 90);
  EXPECT_TRUE(m_table.isColumnHidden(1));
  EXPECT_GE(widths[2], whole);
  // And back.
  widths = widthsAt(800);
  EXPECT_EQ(widths[1], 120);
}

TEST_F(ColumnShareTest, AWidthThatThePersonDrewIsKept) {
  widthsAt(800);
  m_table.horizontalHeader()->resizeSection(1, 200);
  EXPECT_EQ(widthsAt(700)[1], 200);
}

TEST_F(ColumnShareTest, ALongerPillGetsItsRoomAtOnce) {
  widthsAt(800);
  m_model.item(0, 2)->setText(QStringLiteral("waiting for you to decide what is to become of it"));
  EXPECT_GE(widthsAt(800)[2], pill());
}

}  // namespace
}  // namespace courier
