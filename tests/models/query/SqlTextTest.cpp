#include "models/query/SqlText.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QStringList>
#include <vector>

namespace courier {
namespace {

struct SplitCase {
  const char16_t* text;
  std::vector<const char16_t*> statements;
};

class SqlTextSplit : public ::testing::TestWithParam<SplitCase> {};

TEST_P(SqlTextSplit, FindsTheStatements) {
  const QString text = QString::fromUtf16(GetParam().text);
  QStringList found;
  for (const StatementRange& range : sqltext::split(text)) found << text.mid(range.begin, range.end - range.begin);
  QStringList expected;
  for (const char16_t* statement : GetParam().statements) expected << QString::fromUtf16(statement);
  EXPECT_EQ(found, expected) << text.toStdString();
}

const SplitCase kSplitCases[] = {
    {u"", {}},
    {u" \n\t", {}},
    {u";;; ;", {}},
    {u"-- only a comment", {}},
    {u"/* only a comment */", {}},
    {u"/* no end", {}},
    {u"SELECT 1", {u"SELECT 1"}},
    {u"SELECT 1;", {u"SELECT 1"}},
    {u"  SELECT 1 ; ", {u"SELECT 1"}},
    {u"SELECT 1;SELECT 2", {u"SELECT 1", u"SELECT 2"}},
    {u"SELECT 1;;\n;SELECT 2;", {u"SELECT 1", u"SELECT 2"}},
    {u"-- a; b\nSELECT 1; /* c; d */ SELECT 2 -- e;\n;", {u"SELECT 1", u"SELECT 2"}},
    {u"SELECT /* in; side */ 1", {u"SELECT /* in; side */ 1"}},
    {u"SELECT 1 -- a\r\n, 2; x", {u"SELECT 1 -- a\r\n, 2", u"x"}},
    {u"SELECT 1 /* a */ - 2 / 3; x", {u"SELECT 1 /* a */ - 2 / 3", u"x"}},
    {u"SELECT /* /* not nested; */ 1; x", {u"SELECT /* /* not nested; */ 1", u"x"}},
    {u"SELECT /*/ 1; */ 2; x", {u"SELECT /*/ 1; */ 2", u"x"}},
    {u"SELECT 'a;b'; x", {u"SELECT 'a;b'", u"x"}},
    {u"SELECT 'it''s; fine'; x", {u"SELECT 'it''s; fine'", u"x"}},
    {u"SELECT ''; x", {u"SELECT ''", u"x"}},
    {u"SELECT '-- no comment'; x", {u"SELECT '-- no comment'", u"x"}},
    {u"SELECT 'no end; x", {u"SELECT 'no end; x"}},
    {u"SELECT '", {u"SELECT '"}},
    {u"SELECT \"a;\"\"b\"; x", {u"SELECT \"a;\"\"b\"", u"x"}},
    {u"SELECT `a;b`; x", {u"SELECT `a;b`", u"x"}},
    {u"SELECT [a;b]; x", {u"SELECT [a;b]", u"x"}},
    {u"SELECT [no end; x", {u"SELECT [no end; x"}},
    {u"SELECT $$a;b$$; x", {u"SELECT $$a;b$$", u"x"}},
    {u"SELECT $t$a;$$;b$t$; x", {u"SELECT $t$a;$$;b$t$", u"x"}},
    {u"SELECT $t$no end; x", {u"SELECT $t$no end; x"}},
    {u"SELECT $1; SELECT $2", {u"SELECT $1", u"SELECT $2"}},
    {u"SELECT $a, $b; x", {u"SELECT $a, $b", u"x"}},
    {u"SELECT a$b$; SELECT c$b$", {u"SELECT a$b$", u"SELECT c$b$"}},
    {u"SELECT $", {u"SELECT $"}},
    {u"SELECT 'ä😀;' ; SELECT 2", {u"SELECT 'ä😀;'", u"SELECT 2"}},
    {u"SELECT 1; END", {u"SELECT 1", u"END"}},
    {u"BEGIN; INSERT INTO t VALUES (1); END; x", {u"BEGIN", u"INSERT INTO t VALUES (1)", u"END", u"x"}},
    {u"CREATE TABLE begin_t (a); x", {u"CREATE TABLE begin_t (a)", u"x"}},
    {u"CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; DELETE FROM d; END; x",
     {u"CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; DELETE FROM d; END", u"x"}},
    {u"create temp trigger t after insert on a begin select case when 1 then 2 end; select 3; end; x",
     {u"create temp trigger t after insert on a begin select case when 1 then 2 end; select 3; end", u"x"}},
    {u"CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT ';END;'; -- ; END;\nEND /* c */ ; x",
     {u"CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT ';END;'; -- ; END;\nEND", u"x"}},
    {u"EXPLAIN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; x",
     {u"EXPLAIN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END", u"x"}},
    {u"CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; x",
     {u"CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; x"}},
    {u"CREATE OR REPLACE TRIGGER t BEFORE UPDATE ON a EXECUTE FUNCTION f(); x",
     {u"CREATE OR REPLACE TRIGGER t BEFORE UPDATE ON a EXECUTE FUNCTION f()", u"x"}},
    {u"CREATE VIEW trigger AS SELECT 1; BEGIN; x; END", {u"CREATE VIEW trigger AS SELECT 1", u"BEGIN", u"x", u"END"}},
    {u"SELECT 1\u3000;\u00a0SELECT 2", {u"SELECT 1", u"SELECT 2"}},
};

INSTANTIATE_TEST_SUITE_P(Cases, SqlTextSplit, ::testing::ValuesIn(kSplitCases));

/// '|' marks the cursor.
struct CursorCase {
  const char16_t* text;
  const char16_t* statement;
};

class SqlTextStatementAt : public ::testing::TestWithParam<CursorCase> {};

TEST_P(SqlTextStatementAt, FindsTheStatement) {
  QString text = QString::fromUtf16(GetParam().text);
  const qsizetype cursor = text.indexOf(u'|');
  text.remove(cursor, 1);
  const StatementRange range = sqltext::statementAt(text, cursor);
  EXPECT_EQ(text.mid(range.begin, range.end - range.begin), QString::fromUtf16(GetParam().statement))
      << QString::fromUtf16(GetParam().text).toStdString();
}

const CursorCase kCursorCases[] = {
    {u"|", u""},
    {u" ; -- |", u""},
    {u"|SELECT 1", u"SELECT 1"},
    {u"SEL|ECT 1", u"SELECT 1"},
    {u"SELECT 1|", u"SELECT 1"},
    {u"SELECT 1\n\n|", u"SELECT 1"},
    {u"SELECT 1;\n\n|", u"SELECT 1"},
    {u"\n|\nSELECT 1", u"SELECT 1"},
    {u"SELECT 1|;SELECT 2", u"SELECT 1"},
    {u"SELECT 1;|SELECT 2", u"SELECT 2"},
    {u"SELECT 1;| SELECT 2", u"SELECT 1"},
    {u"SELECT 1; | SELECT 2", u"SELECT 2"},
    {u"SELECT 1 | ; SELECT 2", u"SELECT 1"},
    {u"SELECT 1; |\nSELECT 2", u"SELECT 1"},
    {u"SELECT 1; -- why|\nSELECT 2", u"SELECT 1"},
    {u"SELECT 1;\n|\nSELECT 2", u"SELECT 2"},
    {u"SELECT 1;\n-- wh|y\nSELECT 2", u"SELECT 2"},
    {u"SELECT 1;\nSELECT| 2;\nSELECT 3", u"SELECT 2"},
    {u"SELECT 1;\nSELECT 2;\nSELECT 3;|", u"SELECT 3"},
    {u"SELECT ';|'; SELECT 2", u"SELECT ';'"},
};

INSTANTIATE_TEST_SUITE_P(Cases, SqlTextStatementAt, ::testing::ValuesIn(kCursorCases));

TEST(SqlTextPosition, CountsLinesAndCharacters) {
  struct Case {
    const char16_t* text;
    qsizetype offset;
    int line;
    int column;
  };
  const Case cases[] = {
      {u"", 0, 1, 1},     {u"abc", 0, 1, 1},  {u"abc", 3, 1, 4},    {u"abc", 99, 1, 4}, {u"abc", -1, 1, 1},
      {u"a\nb", 2, 2, 1}, {u"a\nb", 1, 1, 2}, {u"a\r\nb", 3, 2, 1}, {u"a\rb", 2, 2, 1}, {u"a\n\r\n\nb", 5, 4, 1},
      {u"ä b", 2, 1, 3},  {u"😀 b", 3, 1, 3},  {u"😀\n😀b", 5, 2, 2},
  };
  for (const Case& each : cases) {
    const TextPosition position = sqltext::positionAt(QString::fromUtf16(each.text), each.offset);
    EXPECT_EQ(position.line, each.line) << each.offset;
    EXPECT_EQ(position.column, each.column) << each.offset;
    EXPECT_EQ(position.statement, 1);
  }
}

TEST(SqlTextSplit, FiveMegabytesTakeWellUnderASecond) {
  QString text;
  for (int statement = 0; statement < 50'000; ++statement)
    text +=
        QStringLiteral("INSERT INTO t (a, b, c) VALUES (%1, 'some text; and more of it, a hundred characters', 'x');\n")
            .arg(statement);
  ASSERT_GT(text.size(), 4'500'000);
  QElapsedTimer timer;
  timer.start();
  const auto ranges = sqltext::split(text);
  EXPECT_LT(timer.elapsed(), 3000);
  EXPECT_EQ(ranges.size(), 50'000);
  // Opening quotes without an end must not make every later one search the whole text again.
  timer.start();
  EXPECT_EQ(sqltext::split(QString(5'000'000, u'$')).size(), 1);
  EXPECT_EQ(sqltext::split(QStringLiteral("$a").repeated(1'000'000)).size(), 1);
  EXPECT_EQ(sqltext::split(QString(5'000'000, u'\'')).size(), 1);
  EXPECT_EQ(sqltext::split(QStringLiteral("/* ").repeated(1'000'000)).size(), 0);
  EXPECT_LT(timer.elapsed(), 5000);
}

}  // namespace
}  // namespace courier
