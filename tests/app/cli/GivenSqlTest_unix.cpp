#include <gtest/gtest.h>

#include <QFile>

#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::expectSays;
using testing::ProgramEnd;

class GivenSql : public ::testing::Test {
 protected:
  CourierProgram program;
};

TEST_F(GivenSql, ThatIsNotUtf8IsRefused) {
  const QString query = QStringLiteral("query");
  const QStringList words = {query, QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("-f"),
                             QStringLiteral("csv")};
  expectSays(program.run(words + QStringList{QStringLiteral("-")}, "SELECT 'caf\351'"), 2,
             "Standard input is not UTF-8 at line 1, column 12, byte 12: convert it");
  const ProgramEnd marked = program.run(words + QStringList{QStringLiteral("-")},
                                        QByteArray("\xFF\xFES\0E\0L\0E\0C\0T\0 \0'\0\xE9\0'\0", 22));
  EXPECT_EQ(marked.code, 0) << marked.err.toStdString();
  EXPECT_EQ(marked.out, "\xC3\xA9\n");
  const QString file = program.home() + QStringLiteral("/a.sql");
  QFile sql(file);
  ASSERT_TRUE(sql.open(QIODevice::WriteOnly));
  sql.write("SELECT 1 AS a\nUNION SELECT '\xE9'");
  sql.close();
  expectSays(program.run(words + QStringList{QStringLiteral("-q"), file}), 2,
             "a.sql is not UTF-8 at line 2, column 15, byte 29");
  expectSays(program.run({QStringLiteral("sched:create"), QStringLiteral("daily"), QStringLiteral("@daily"),
                          QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("-q"), file}),
             2, "a.sql is not UTF-8 at line 2");
  expectSays(program.run({QStringLiteral("sched:create"), QStringLiteral("daily"), QStringLiteral("@daily"),
                          QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("-")},
                         "SELECT '\xE9'"),
             2, "Standard input is not UTF-8");
  EXPECT_EQ(program.run({QStringLiteral("sched:list"), QStringLiteral("-f"), QStringLiteral("csv")}).out.count('\n'),
            1);
  // The shell makes the word's odd byte.
  const ProgramEnd word =
      testing::runProgram(QStringLiteral("/bin/sh"),
                          {QStringLiteral("-c"),
                           QStringLiteral("exec '%1' --data-dir '%2' query -d testdb \"$(printf \"SELECT '\\351'\")\"")
                               .arg(CourierProgram::path(), program.dataFolder())},
                          {}, program.environment());
  expectSays(word, 2, "Word 6 of the command is not UTF-8");
}

TEST_F(GivenSql, AParameterWithoutAValueFails) {
  expectSays(program.run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb"),
                          QStringLiteral("SELECT * FROM www_access WHERE code = :code")}),
             1, "the parameter :code has no value");
}

}  // namespace
}  // namespace courier
