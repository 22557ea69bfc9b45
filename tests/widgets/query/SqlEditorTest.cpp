#include "widgets/query/SqlEditor.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "tests/support/Shots.h"

namespace courier {
namespace {

const QString kSql = QStringLiteral(
    "SELECT code, COUNT(1) AS cnt,\n       MAX(referer) AS referer\nFROM www_access\nWHERE method = 'GET' -- only "
    "these\nGROUP BY code");

class SqlEditorTest : public ::testing::Test {
 protected:
  SqlEditorTest() {
    m_editor.resize(900, 210);
    m_editor.show();
  }
  SqlEditor m_editor;
};

TEST_F(SqlEditorTest, PlacesAreUtf16OffsetsWhateverTheText) {
  // Two bytes, three bytes, and a pair of code units in UTF-8's four bytes.
  const QString sql = QStringLiteral("SELECT 'é€") + QString::fromUtf8("\xF0\x9F\x98\x80") + QStringLiteral("' AS x");
  m_editor.load(sql, 0);
  for (const qsizetype offset :
       {qsizetype{0}, sql.indexOf(QLatin1Char('\'')), sql.indexOf(QStringLiteral("' AS")), sql.size()}) {
    m_editor.setCursorOffset(offset);
    EXPECT_EQ(m_editor.cursorOffset(), offset);
  }
  m_editor.load(QStringLiteral("é\n") + sql, 0);
  const QString all = m_editor.sql();
  EXPECT_EQ(m_editor.offsetAt(2, 1), 2);
  EXPECT_EQ(all.mid(m_editor.offsetAt(2, 11), 2),
            all.mid(2, 20).mid(sql.indexOf(QString::fromUtf8("\xF0\x9F\x98\x80")), 2));
  m_editor.load(sql, 0);
  m_editor.selectAll();
  EXPECT_EQ(m_editor.selectedRange().begin, 0);
  EXPECT_EQ(m_editor.selectedRange().end, sql.size());
}

TEST_F(SqlEditorTest, LoadingIsNoEditAndTypingIs) {
  QSignalSpy edited(&m_editor, &SqlEditor::edited);
  m_editor.load(kSql, 5);
  EXPECT_EQ(edited.count(), 0);
  EXPECT_EQ(m_editor.cursorOffset(), 5);
  EXPECT_FALSE(m_editor.isUndoAvailable());
  QTest::keyClicks(&m_editor, QStringLiteral("x"));
  EXPECT_GE(edited.count(), 1);
}

TEST_F(SqlEditorTest, CommentsTheSelectedLinesOutAndInAgain) {
  m_editor.load(QStringLiteral("SELECT 1;\n\n  SELECT 2"), 0);
  m_editor.selectAll();
  m_editor.toggleComment();
  EXPECT_EQ(m_editor.sql(), QStringLiteral("-- SELECT 1;\n\n--   SELECT 2"));
  m_editor.toggleComment();
  EXPECT_EQ(m_editor.sql(), QStringLiteral("SELECT 1;\n\n  SELECT 2"));
  m_editor.load(QStringLiteral("SELECT 1\nSELECT 2"), 12);
  m_editor.toggleComment();
  EXPECT_EQ(m_editor.sql(), QStringLiteral("SELECT 1\n-- SELECT 2"));
  EXPECT_EQ(m_editor.cursorOffset(), 15);
}

TEST_F(SqlEditorTest, TheErrorMarkGoesWithTheNextEdit) {
  m_editor.load(kSql, 0);
  m_editor.markError(kSql.indexOf(QStringLiteral("referer")));
  EXPECT_TRUE(m_editor.hasErrorMark());
  testing::shoot(m_editor, QStringLiteral("editor-error"));
  QTest::keyClicks(&m_editor, QStringLiteral("x"));
  EXPECT_FALSE(m_editor.hasErrorMark());
  m_editor.load({}, 0);
  m_editor.markError(100);
  EXPECT_FALSE(m_editor.hasErrorMark());
}

}  // namespace
}  // namespace courier
