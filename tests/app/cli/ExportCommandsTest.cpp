#include <gtest/gtest.h>

#include <QFile>
#include <QStandardPaths>

#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::expectSays;
using testing::ProgramEnd;

class ExportCommands : public ::testing::Test {
 protected:
  [[nodiscard]] ProgramEnd query(const QStringList& words, const char* sql) const {
    return program.run(QStringList{QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb")} + words +
                       QStringList{QString::fromUtf8(sql)});
  }
  [[nodiscard]] QString path(const char* name) const { return program.home() + u'/' + QString::fromLatin1(name); }
  /// What the command writes into a file of this name.
  QByteArray written(const char* name, const QStringList& words, const char* sql) const {
    const ProgramEnd end = query(QStringList{QStringLiteral("-o"), path(name)} + words, sql);
    EXPECT_EQ(end.code, 0) << end.err.toStdString();
    EXPECT_EQ(end.out, "");
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
  }
  static QStringList words(const char* text) { return QString::fromUtf8(text).split(u' '); }
  CourierProgram program;
};

TEST_F(ExportCommands, TheEndOfAFilesNameSaysItsFormat) {
  const char* const sql = "SELECT 1 AS a, 'x,y' AS b";
  EXPECT_EQ(written("rows.csv", {}, sql), "1,\"x,y\"\n");
  EXPECT_EQ(written("rows.TSV", {}, sql), "1\tx,y\n");
  EXPECT_EQ(written("rows.json", {}, sql), "[\n{\"a\":1,\"b\":\"x,y\"}\n]\n");
  EXPECT_EQ(written("rows.jsonl", {}, sql), "{\"a\":1,\"b\":\"x,y\"}\n");
  EXPECT_EQ(written("rows.md", {}, sql), "| a | b |\n| ---: | --- |\n| 1 | x,y |\n");
  EXPECT_EQ(written("rows.sql", {}, sql), "INSERT INTO result (a, b) VALUES\n(1, 'x,y');\n");
  EXPECT_TRUE(written("rows.html", {}, sql).startsWith("<!DOCTYPE html>"));
  EXPECT_TRUE(written("rows.xlsx", {}, sql).startsWith("PK"));
  EXPECT_EQ(written("rows.txt", {}, sql), "1\tx,y\n");
  EXPECT_EQ(written("rows.json", words("-f csv -c"), sql), "a,b\n1,\"x,y\"\n");
}

TEST_F(ExportCommands, TheFormatsHaveTheirOptions) {
  const char* const sql = "SELECT 1.5 AS r, 'é=' AS t, NULL AS n, '=1' AS f";
  EXPECT_EQ(written("a.csv",
                    words("-c --separator semicolon --decimal comma --line-end crlf --quotes texts --null NULL"), sql),
            "\"r\";\"t\";\"n\";\"f\"\r\n1,5;\"é=\";NULL;\"=1\"\r\n");
  EXPECT_EQ(written("b.csv", words("--encoding iso-8859-1"), sql), "1.5,\xE9=,,=1\n");
  EXPECT_EQ(written("c.sql", words("--table web.log --dialect postgresql"), sql),
            "INSERT INTO web.log (r, t, n, f) VALUES\n(1.5, 'é=', NULL, '=1');\n");
  expectSays(query(words("-f csv --separator colon"), sql), 2, "comma|semicolon|tab|bar");
  expectSays(query(words("-f yaml"), sql), 2, "choose table, csv");
}

TEST_F(ExportCommands, CsvIsExactUnlessItIsToBeHarmless) {
  const char* const sql = "SELECT '=1+1' AS f, -5 AS n";
  EXPECT_EQ(query(words("-f csv"), sql).out, "=1+1,-5\n");
  const ProgramEnd safe = query(words("-f csv --formulas safe"), sql);
  EXPECT_EQ(safe.out, "'=1+1,-5\n");
  EXPECT_TRUE(safe.err.contains("1 text that a spreadsheet would run")) << safe.err.toStdString();
}

TEST_F(ExportCommands, WhatAnEncodingHasNotIsSaid) {
  const ProgramEnd end = query(words("-f csv --encoding windows-1252"), "SELECT 'Ω €'");
  EXPECT_EQ(end.code, 0);
  EXPECT_EQ(end.out, "? \x80\n");
  EXPECT_TRUE(end.err.contains("1 character does not exist in Windows-1252")) << end.err.toStdString();
}

TEST_F(ExportCommands, WhatWasNotUtf8IsSaidOnce) {
  const ProgramEnd end = query(words("-f csv"), "SELECT CAST(x'41FF' AS TEXT)");
  EXPECT_EQ(end.out, "A\xEF\xBF\xBD\n");
  EXPECT_EQ(end.err.count("not UTF-8"), 1) << end.err.toStdString();
}

TEST_F(ExportCommands, AWorkbookGoesToStandardOutputToo) {
  const ProgramEnd end = query(words("-f xlsx -o -"), "SELECT 1 AS a");
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_TRUE(end.out.startsWith("PK"));
}

TEST_F(ExportCommands, AnEarlierResultIsExportedTheSame) {
  ASSERT_EQ(query(words("-f csv"), "SELECT 7 AS a").code, 0);
  const ProgramEnd end = program.run(words("job:show 1 -f md"));
  EXPECT_EQ(end.out, "| a |\n| ---: |\n| 7 |\n") << end.err.toStdString();
}

TEST_F(ExportCommands, AFileIsWhatTheLastStatementGaveOrStaysAsItWas) {
  EXPECT_EQ(written("a.csv", words("-c"), "SELECT 1 AS a; SELECT 2 AS b, 3 AS c"), "b,c\n2,3\n");
  const ProgramEnd failed = query({QStringLiteral("-o"), path("a.csv")}, "SELECT 4 AS d; SELECT * FROM nothing");
  EXPECT_EQ(failed.code, 1);
  EXPECT_EQ(written("b.csv", words("-l 2"), "VALUES (1), (2), (3)"), "1\n2\n");
  QFile kept(path("a.csv"));
  ASSERT_TRUE(kept.open(QIODevice::ReadOnly));
  EXPECT_EQ(kept.readAll(), "b,c\n2,3\n");
  // What was streamed into a file was kept as well.
  EXPECT_EQ(program.run(words("job:show 1 -f csv")).out, "2,3\n");
}

}  // namespace
}  // namespace courier
