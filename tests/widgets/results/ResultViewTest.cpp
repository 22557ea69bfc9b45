#include "widgets/results/ResultView.h"

#include <gtest/gtest.h>

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QMimeData>
#include <QTest>
#include <memory>

#include "tests/support/Accessibility.h"
#include "tests/support/Await.h"
#include "tests/support/Shots.h"
#include "widgets/common/TextView.h"
#include "widgets/results/BodyText.h"
#include "widgets/results/CellDialog.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

using testing::waitUntil;

/// A result of three columns as an analyst sees them: text, whole numbers, text with NULL; `rows` rows.
std::shared_ptr<ResultStore> sampleResult(int rows = 3) {
  auto store = std::make_shared<ResultStore>(QDir::tempPath());
  Columns columns(3);
  columns[0].name = QStringLiteral("code");
  columns[0].type = ColumnType::String;
  columns[0].source = TypeSource::Declared;
  columns[1].name = QStringLiteral("cnt");
  columns[1].type = ColumnType::Long;
  columns[1].source = TypeSource::Values;
  columns[2].name = QStringLiteral("referer");
  columns[2].source = TypeSource::Declared;
  if (!store->begin(columns)) qFatal("begin");
  ColumnBatchBuilder builder(3);
  const char* codes[] = {"200", "404", "500"};
  const qint64 counts[] = {4981, 17, 2};
  const char* referers[] = {"/search/?c=Games+Electronics", "/category/books", nullptr};
  for (int row = 0; row < rows; ++row) {
    const size_t kind = static_cast<size_t>(row % 3);
    builder.appendText(0, codes[kind]);
    builder.appendInteger(1, counts[kind]);
    if (referers[kind]) {
      builder.appendText(2, referers[kind]);
    } else {
      builder.appendNull(2);
    }
    builder.endRow();
    if (builder.isFull() && !store->append(builder.take())) qFatal("append");
  }
  if (builder.rowCount() > 0 && !store->append(builder.take())) qFatal("append");
  return store;
}

TEST(HexDumpTest, ShowsOffsetBytesAndCharacters) {
  EXPECT_EQ(
      hexDump(QByteArray("AB\0\xff", 4), 100),
      QStringLiteral("00000000  ") + QStringLiteral("41 42 00 ff").leftJustified(47) + QStringLiteral("  AB..\n"));
  EXPECT_EQ(hexDump(QByteArray(40, 'x'), 32).count(QLatin1Char('\n')), 2);
  EXPECT_TRUE(hexDump({}, 10).isEmpty());
}

TEST(BrokenIntoLinesTest, LeavesStringsAloneAndGivesEachRowALine) {
  const QByteArray body =
      R"({"column_names":["a,b","c\"]["],"column_types":["string","array<long>"],"data":[["x[1,2]",[1,2]],["y",null]]})";
  const QByteArray lines = brokenIntoLines(body);
  EXPECT_EQ(lines.toStdString(),
            "{\n  \"column_names\": [\"a,b\", \"c\\\"][\"],\n  \"column_types\": [\"string\", \"array<long>\"],\n"
            "  \"data\": [\n    [\"x[1,2]\", [1, 2]],\n    [\"y\", null]\n  ]\n}");
  EXPECT_EQ(QJsonDocument::fromJson(lines), QJsonDocument::fromJson(body));
  EXPECT_EQ(QJsonDocument::fromJson(brokenIntoLines(R"({"column_names":[],"column_types":[],"data":[]})")),
            QJsonDocument::fromJson(R"({"column_names":[],"column_types":[],"data":[]})"));
}

TEST(BodyTextTest, IsWhatTheWriterSendsWithTypesOfAllRows) {
  const auto body = bodyText(*sampleResult(5000), 2);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->rowsShown, 2);
  EXPECT_EQ(body->rowsInResult, 5000);
  EXPECT_TRUE(body->text.contains(QStringLiteral(R"("column_types": ["string", "long", "string"])")));
  EXPECT_TRUE(body->text.contains(QStringLiteral(R"(["200", 4981, "/search/?c=Games+Electronics"])")));
}

TEST(BodyTextTest, AnEmptyResultIsAValidBody) {
  const auto body = bodyText(*sampleResult(0), 50);
  ASSERT_TRUE(body);
  EXPECT_TRUE(QJsonDocument::fromJson(body->text.toUtf8()).isObject());
  EXPECT_TRUE(body->text.contains(QStringLiteral(R"("data": [])")));
}

class ResultViewTest : public ::testing::Test {
 protected:
  ResultViewTest() {
    m_view.resize(960, 480);
    m_view.show();
  }
  ResultView m_view;
};

TEST_F(ResultViewTest, ShowsRowsTypesAndNull) {
  m_view.showResult(sampleResult());
  ResultGrid* grid = m_view.grid();
  ASSERT_EQ(grid->model()->rowCount(), 3);
  EXPECT_EQ(grid->model()->headerData(1, Qt::Horizontal, ResultTableModel::TypeNameRole), QStringLiteral("long"));
  EXPECT_EQ(grid->model()->index(2, 2).data(), QStringLiteral("NULL"));
  EXPECT_GE(grid->columnWidth(2),
            QFontMetrics(grid->font()).horizontalAdvance(QStringLiteral("/search/?c=Games+Electronics")));
  EXPECT_EQ(testing::unnamedControls(m_view), QStringList());
  testing::shoot(m_view, QStringLiteral("result-grid"));
}

TEST_F(ResultViewTest, CopiesOneCellRawAndARangeWithHeaders) {
  m_view.showResult(sampleResult());
  ResultGrid* grid = m_view.grid();
  grid->setCurrentIndex(grid->model()->index(0, 1));
  QTest::keyClick(grid, Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("4981"));
  grid->selectAll();
  QTest::keyClick(grid, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(QGuiApplication::clipboard()->text(),
            QStringLiteral("code\tcnt\treferer\n200\t4981\t/search/?c=Games+Electronics\n404\t17\t/category/books\n"
                           "500\t2\t\\N\n"));
  EXPECT_TRUE(QGuiApplication::clipboard()->mimeData()->hasHtml());
}

TEST_F(ResultViewTest, ShiftReturnOpensTheWholeCell) {
  m_view.showResult(sampleResult());
  ResultGrid* grid = m_view.grid();
  grid->setCurrentIndex(grid->model()->index(0, 2));
  QTest::keyClick(grid, Qt::Key_Return, Qt::ShiftModifier);
  auto* dialog = grid->findChild<CellDialog*>();
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(dialog->findChild<TextView*>()->toPlainText(), QStringLiteral("/search/?c=Games+Electronics"));
  EXPECT_EQ(dialog->windowTitle(), QStringLiteral("Row 1, referer"));
  EXPECT_EQ(testing::unnamedControls(*dialog), QStringList());
  testing::shoot(*dialog, QStringLiteral("cell"));
  QTest::keyClick(dialog, Qt::Key_Escape);
  EXPECT_FALSE(dialog->isVisible());
}

TEST_F(ResultViewTest, TheBodyPageShowsTheBody) {
  m_view.showResult(sampleResult());
  EXPECT_TRUE(m_view.bodyShown().isEmpty());
  m_view.showPage(ResultView::Page::Body);
  EXPECT_TRUE(QJsonDocument::fromJson(m_view.bodyShown().toUtf8()).isObject());
  testing::shoot(m_view, QStringLiteral("result-body"));
  m_view.showWords(QStringLiteral("Done"), {});
  EXPECT_TRUE(m_view.bodyShown().isEmpty());
}

TEST_F(ResultViewTest, AnEmptyResultKeepsItsColumns) {
  m_view.showResult(sampleResult(0));
  EXPECT_EQ(m_view.grid()->model()->columnCount(), 3);
  EXPECT_TRUE(m_view.grid()->isVisible());
  testing::shoot(m_view, QStringLiteral("result-empty"));
}

TEST_F(ResultViewTest, GrowsWithTheStore) {
  auto store = sampleResult(3);
  m_view.showResult(store);
  ColumnBatchBuilder builder(3);
  for (int column = 0; column < 3; ++column) builder.appendNull(column);
  builder.endRow();
  ASSERT_TRUE(store->append(builder.take()));
  EXPECT_TRUE(waitUntil([&] { return m_view.grid()->model()->rowCount() == 4; }));
}

TEST_F(ResultViewTest, MessagesCarryTheirTime) {
  m_view.addMessage(QStringLiteral("3 rows in 12 ms"));
  EXPECT_TRUE(m_view.messages().contains(QStringLiteral("3 rows in 12 ms")));
  m_view.note()->say(Tone::Bad, QStringLiteral("Statement 1, line 3, column 8: no such column: foo"));
  m_view.note()->addAction(QStringLiteral("Go to the error"));
  m_view.showPage(ResultView::Page::Messages);
  testing::shoot(m_view, QStringLiteral("result-messages"));
}

}  // namespace
}  // namespace courier
