#include "models/explore/DiffTableModel.h"

#include <QAbstractItemModelTester>

#include "models/base/TableRoles.h"
#include "tests/models/data/DiffedResults.h"

namespace courier {
namespace {

using testing::columnOf;
using testing::diffOf;
using testing::Null;
using testing::resultOf;

TEST(DiffTableModel, SaysInWordsWhatChanged) {
  const Columns columns{columnOf(QStringLiteral("code"), ColumnType::String),
                        columnOf(QStringLiteral("cnt"), ColumnType::Long)};
  const auto older = resultOf(columns, {{std::string("200"), qint64{4981}}, {std::string("404"), qint64{17}}});
  const auto newer = resultOf(columns, {{std::string("200"), Null{}}, {std::string("500"), qint64{2}}});
  DiffTableModel model;
  QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  EXPECT_EQ(model.columnCount(), 0);
  model.setDiff(older, newer, std::make_shared<const ResultDiff>(diffOf(*older, *newer)));
  ASSERT_EQ(model.rowCount(), 3);
  ASSERT_EQ(model.columnCount(), 3);
  const auto text = [&](int row, int column) { return model.index(row, column).data().toString().toStdString(); };
  EXPECT_EQ(text(0, 0), "changed");
  EXPECT_EQ(text(0, 1), "200");
  EXPECT_EQ(text(0, 2), "4981 → NULL");
  EXPECT_TRUE(model.index(0, 2).data(DiffTableModel::ValueChangedRole).toBool());
  EXPECT_FALSE(model.index(0, 1).data(DiffTableModel::ValueChangedRole).toBool());
  EXPECT_EQ(text(2, 0), "removed");
  EXPECT_EQ(model.index(2, 0).data(NoteRole).toString(), QStringLiteral("row 2 before"));
  EXPECT_EQ(text(1, 0), "added");
  EXPECT_EQ(text(1, 2), "2");
  EXPECT_EQ(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("cnt"));
  EXPECT_EQ(model.headerData(2, Qt::Horizontal, ResultTableModel::TypeNameRole).toString(), QStringLiteral("long"));
}

}  // namespace
}  // namespace courier
