#include "models/explore/ResultTableModel.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <thread>

#include "tests/support/Await.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::numberedBatch;
using testing::numberedColumns;
using testing::waitUntil;

class ResultTableModelTest : public ::testing::Test {
 protected:
  std::shared_ptr<ResultStore> makeStore(size_t memoryLimit = 100'000) {
    return std::make_shared<ResultStore>(m_folder.path(), nullptr, memoryLimit);
  }
  [[nodiscard]] QVariant at(int row, int column, int role = Qt::DisplayRole) const {
    return m_model.data(m_model.index(row, column), role);
  }
  QTemporaryDir m_folder;
  ResultTableModel m_model;
  QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(ResultTableModelTest, IsEmptyWithoutAStore) {
  EXPECT_EQ(m_model.rowCount(), 0);
  EXPECT_EQ(m_model.columnCount(), 0);
  EXPECT_FALSE(m_model.data({}, Qt::DisplayRole).isValid());
  EXPECT_FALSE(m_model.headerData(0, Qt::Horizontal, Qt::DisplayRole).isValid());
}

TEST_F(ResultTableModelTest, GrowsWithItsStore) {
  const auto store = makeStore();
  m_model.setStore(store);
  ASSERT_TRUE(store->begin(numberedColumns()).ok());
  EXPECT_EQ(m_model.columnCount(), 2);
  EXPECT_EQ(m_model.rowCount(), 0);
  ASSERT_TRUE(store->append(numberedBatch(0, 3)).ok());
  EXPECT_EQ(m_model.rowCount(), 3);
  ASSERT_TRUE(store->append(numberedBatch(3, 2)).ok());
  EXPECT_EQ(m_model.rowCount(), 5);
  EXPECT_EQ(at(4, 0), QStringLiteral("4"));
  EXPECT_EQ(at(4, 1), QStringLiteral("row 4"));
  EXPECT_EQ(m_model.rowCount(m_model.index(0, 0)), 0);
}

TEST_F(ResultTableModelTest, TakesAStoreThatIsFullAlready) {
  const auto store = makeStore();
  ASSERT_TRUE(store->begin(numberedColumns()).ok());
  ASSERT_TRUE(store->append(numberedBatch(0, 7)).ok());
  m_model.setStore(store);
  EXPECT_EQ(m_model.rowCount(), 7);
  m_model.setStore(makeStore());
  EXPECT_EQ(m_model.rowCount(), 0);
  ASSERT_TRUE(store->append(numberedBatch(7, 7)).ok());
  EXPECT_EQ(m_model.rowCount(), 0);
  m_model.setStore(nullptr);
  EXPECT_EQ(m_model.columnCount(), 0);
}

TEST_F(ResultTableModelTest, HeadersNameColumnsAndTypes) {
  Columns columns = numberedColumns();
  columns[1].type = ColumnType::Double;
  columns[1].source = TypeSource::Declared;
  columns[1].databaseType = QStringLiteral("REAL");
  const auto store = makeStore();
  m_model.setStore(store);
  ASSERT_TRUE(store->begin(columns).ok());
  EXPECT_EQ(m_model.headerData(0, Qt::Horizontal, Qt::DisplayRole), QStringLiteral("number"));
  EXPECT_EQ(m_model.headerData(0, Qt::Vertical, Qt::DisplayRole), 1);
  EXPECT_FALSE(m_model.headerData(0, Qt::Horizontal, Qt::ToolTipRole).isValid());
  EXPECT_EQ(m_model.headerData(1, Qt::Horizontal, Qt::ToolTipRole), QStringLiteral("REAL"));
  int changes = 0;
  QObject::connect(&m_model, &QAbstractItemModel::headerDataChanged, [&] { ++changes; });
  ASSERT_TRUE(store->append(numberedBatch(0, 3)).ok());
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(m_model.headerData(0, Qt::Horizontal, ResultTableModel::TypeNameRole), QStringLiteral("long"));
  EXPECT_EQ(m_model.headerData(1, Qt::Horizontal, ResultTableModel::TypeNameRole), QStringLiteral("string"));
  ASSERT_TRUE(store->append(numberedBatch(3, 3)).ok());
  EXPECT_EQ(changes, 1);
}

TEST_F(ResultTableModelTest, RolesGiveTheWholeValue) {
  using namespace std::string_view_literals;
  Columns columns(1);
  ColumnBatchBuilder builder(1);
  builder.appendNull(0);
  builder.endRow();
  builder.appendText(0, "a\nb");
  builder.endRow();
  builder.appendBlob(0, "\0\xff"sv);
  builder.endRow();
  builder.appendReal(0, 1);
  builder.endRow();
  const auto store = makeStore();
  m_model.setStore(store);
  ASSERT_TRUE(store->begin(columns).ok());
  ASSERT_TRUE(store->append(builder.take()).ok());
  EXPECT_EQ(at(0, 0), QStringLiteral("NULL"));
  EXPECT_TRUE(at(0, 0, ResultTableModel::RawTextRole).toString().isNull());
  EXPECT_EQ(at(0, 0, ResultTableModel::KindRole), static_cast<int>(CellKind::Null));
  EXPECT_FALSE(at(0, 0, ResultTableModel::BytesRole).isValid());
  EXPECT_EQ(at(1, 0), QStringLiteral("a␊b"));
  EXPECT_EQ(at(1, 0, ResultTableModel::RawTextRole), QStringLiteral("a\nb"));
  EXPECT_EQ(at(1, 0, ResultTableModel::BytesRole), QByteArray("a\nb"));
  EXPECT_EQ(at(2, 0, ResultTableModel::KindRole), static_cast<int>(CellKind::Blob));
  EXPECT_EQ(at(2, 0, ResultTableModel::BytesRole), QByteArray("\0\xff", 2));
  EXPECT_EQ(at(3, 0), QStringLiteral("1.0"));
  EXPECT_FALSE(at(3, 0, Qt::DecorationRole).isValid());
  EXPECT_FALSE(at(3, 0, ResultTableModel::TypeNameRole).isValid());
}

TEST_F(ResultTableModelTest, FollowsAThreadThatFillsAndBeginsAnew) {
  const auto store = makeStore(50'000);
  m_model.setStore(store);
  std::thread filler([store] {
    EXPECT_TRUE(store->begin(numberedColumns()).ok());
    for (int batch = 0; batch < 200; ++batch) EXPECT_TRUE(store->append(numberedBatch(batch * 100, 100)).ok());
    EXPECT_TRUE(store->begin(Columns(1)).ok());
    ColumnBatchBuilder builder(1);
    builder.appendText(0, "last");
    builder.endRow();
    EXPECT_TRUE(store->append(builder.take()).ok());
  });
  EXPECT_TRUE(waitUntil([&] {
    for (const int row : {0, m_model.rowCount() / 2, m_model.rowCount() - 1}) {
      if (row < 0 || row >= m_model.rowCount()) continue;
      EXPECT_TRUE(at(row, m_model.columnCount() - 1).isValid());
    }
    return m_model.columnCount() == 1 && m_model.rowCount() == 1;
  }));
  filler.join();
  EXPECT_EQ(at(0, 0), QStringLiteral("last"));
}

}  // namespace
}  // namespace courier
